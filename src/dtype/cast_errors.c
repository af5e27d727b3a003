#include "dtype/cast_errors.h"

#include "base/bits.h"
#include <math.h>

enum { CHUNK = 128 };

static void widen(rp_complex128 *to, int num, char *from, intptr_t step, intptr_t n)
{
    char *args[2] = {from, (char *)to};
    rp_cast_loop(num, RP_COMPLEX128)(args, &n, (intptr_t[2]){step, sizeof *to}, NULL);
}

/* Integers of up to 32 bits are computed in int32, uint32 in int64 (dtype/cast_value.h). */
static unsigned becoming_integer(double x, int num)
{
    double t = trunc(x);
    bool wide = num == RP_UINT32 || num == RP_INT64 || num == RP_UINT64;
    double least = wide ? -0x1p63 : -0x1p31;
    double past = num == RP_UINT64 ? 0x1p64 : wide ? 0x1p63 : 0x1p31;
    return t >= least && t < past ? 0 : RP_FLOAT_INVALID;
}

static unsigned becoming_float(double x, double r, double normal)
{
    if (isinf(r) && isfinite(x))
        return RP_FLOAT_OVER;
    return fabs(r) < normal && r != x && isfinite(x) ? RP_FLOAT_UNDER : 0;
}

void rp_watched_cast(const rp_transfer *t, char *const *args, intptr_t n, const intptr_t *steps)
{
    rp_complex128 before[CHUNK], after[CHUNK];
    int from = t->from->num, to = t->to->num;
    double normal = to == RP_FLOAT16                         ? 0x1p-14
                    : to == RP_FLOAT32 || to == RP_COMPLEX64 ? 0x1p-126
                                                             : 0;
    bool from_inexact = rp_is_inexact(t->from);
    for (intptr_t done = 0; done < n; done += CHUNK) {
        intptr_t count = rp_min_intp(n - done, CHUNK);
        char *part[2] = {args[0] + done * steps[0], args[1] + done * steps[1]};
        widen(before, from, part[0], steps[0], count);
        t->cast(part, &count, steps, NULL);
        widen(after, to, part[1], steps[1], count);
        unsigned found = 0;
        for (intptr_t i = 0; i < count; i++) {
            if (rp_is_integer(t->to)) {
                found |= from_inexact ? becoming_integer(before[i].re, to) : 0;
            } else if (normal != 0) {
                found |= becoming_float(before[i].re, after[i].re, normal);
                if (t->to->kind == 'c')
                    found |= becoming_float(before[i].im, after[i].im, normal);
            }
        }
        rp_float_raise(found);
    }
}
