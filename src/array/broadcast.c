#include "array/layout.h"
#include "base/bits.h"
#include "base/format.h"
#include <string.h>

static bool takes_part(const rp_array *operand) { return operand && operand->dtype; }

static int fail_mismatch(int count, rp_array *const *operands)
{
    char text[RP_ERROR_MESSAGE_BYTES - 128];
    size_t at = 0;
    text[0] = 0;
    for (int i = 0; i < count; i++) {
        const rp_array *operand = operands[i];
        if (!takes_part(operand) || at + 8 > sizeof text)
            continue;
        text[at++] = ' ';
        rp_shape_text_tight(text + at, sizeof text - at, operand->ndim, operand->shape);
        at += strlen(text + at);
    }
    return rp_fail(RP_VALUE_ERROR, "operands could not be broadcast together with shapes%s", text);
}

static int fail_too_large(int ndim, const intptr_t *shape)
{
    char text[RP_SHAPE_TEXT_BYTES];
    return rp_fail(RP_VALUE_ERROR, "broadcast dimensions too large: shape %s",
                   rp_shape_text_tight(text, sizeof text, ndim, shape));
}

int rp_broadcast_shapes(int count, rp_array *const *operands, int *ndim, intptr_t *shape)
{
    int most = 0;
    for (int i = 0; i < count; i++) {
        if (takes_part(operands[i]) && operands[i]->ndim > most)
            most = operands[i]->ndim;
    }
    intptr_t size = 1;
    bool fits = true, empty = false;
    for (int axis = 0; axis < most; axis++) {
        intptr_t length = 1;
        for (int i = 0; i < count; i++) {
            const rp_array *operand = operands[i];
            if (!takes_part(operand))
                continue;
            int own = axis - most + operand->ndim;
            if (own < 0 || operand->shape[own] == 1)
                continue;
            if (length != 1 && operand->shape[own] != length)
                return fail_mismatch(count, operands);
            length = operand->shape[own];
        }
        shape[axis] = length;
        empty = empty || length == 0;
        fits = fits && rp_mul_intp(size, length, &size);
    }
    if (!fits && !empty)
        return fail_too_large(most, shape);
    *ndim = most;
    return 0;
}

bool rp_broadcasts_to(const rp_array *a, int ndim, const intptr_t *shape)
{
    for (int i = 1; i <= a->ndim; i++) {
        intptr_t n = a->shape[a->ndim - i];
        if (n != 1 && (i > ndim || n != shape[ndim - i]))
            return false;
    }
    return true;
}
