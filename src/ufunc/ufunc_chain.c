/* Two ufuncs, one on the result of the other, in one pass. */
#include "ufunc/ufunc_internal.h"

#include "base/bits.h"
#include "ufunc/float_errors.h"

enum { PIECE_BYTES = 1 << 14 }; /* done by the first loop before the second follows */

enum { X, Y, OUT, CHAIN_ARRAYS };

typedef struct chain {
    rp_loop_fn first, second;
    rp_element z;
    intptr_t piece;
} chain;

static void chain_row(char **args, intptr_t n, const intptr_t *steps, void *context)
{
    chain *c = context;
    char *x = args[X], *y = args[Y], *out = args[OUT];
    while (n > 0) {
        intptr_t count = rp_min_intp(n, c->piece);
        char *of_first[] = {x, y, out}, *of_second[] = {out, c->z.bytes, out};
        const intptr_t first_steps[] = {steps[X], steps[Y], steps[OUT]};
        const intptr_t second_steps[] = {steps[OUT], 0, steps[OUT]};
        c->first(of_first, &count, first_steps, NULL);
        c->second(of_second, &count, second_steps, NULL);
        x += count * steps[X];
        y += count * steps[Y];
        out += count * steps[OUT];
        n -= count;
    }
}

static rp_loop_fn loop_within(const rp_ufunc *uf, int num)
{
    const rp_loop *row = rp_ufunc_exact_loop(uf, num);
    return row && row->types[2] == num ? row->fn : NULL;
}

/* Arrays of the output's dtype and shape, apart from it, and a number that becomes one of its
 * elements. */
static bool plan_chain(chain *c, const rp_ufunc *first, const rp_ufunc *second, const rp_array *z,
                       rp_array *const *arrays)
{
    const rp_array *out = arrays[OUT];
    const rp_dtype *dtype = out->dtype;
    bool real = z->weak == RP_WEAK_INT || z->weak == RP_WEAK_FLOAT;
    if (rp_float_watched || !rp_is_inexact(dtype) || !real || !rp_is_writeable(out))
        return false;
    for (int i = 0; i < CHAIN_ARRAYS; i++) {
        const rp_array *a = arrays[i];
        if (a->weak || a->dtype != dtype || !rp_is_behaved(a) || !rp_same_shape(a, out))
            return false;
        if (i != OUT && rp_may_share_memory(a, out))
            return false;
    }
    c->first = loop_within(first, dtype->num);
    c->second = loop_within(second, dtype->num);
    c->piece = PIECE_BYTES / dtype->itemsize;
    return c->first && c->second && rp_weak_element(z, dtype, c->z.bytes) >= 0;
}

int rp_ufunc_chain(const rp_ufunc *first, const rp_ufunc *second, rp_array *x, rp_array *y,
                   rp_array *z, rp_array *out)
{
    chain c;
    rp_array *arrays[CHAIN_ARRAYS] = {x, y, out};
    if (plan_chain(&c, first, second, z, arrays)) {
        rp_iter it;
        RP_TRY(rp_iter_init(&it, CHAIN_ARRAYS, arrays, out->ndim, out->shape, 0));
        rp_iter_coalesce(&it);
        rp_iter_foreach(&it, chain_row, &c, 0);
        return 0;
    }
    rp_call call;
    rp_call_init(&call);
    call.casting = RP_CASTING_UNSAFE;
    RP_TRY(rp_ufunc_call(first, (rp_array *[]){x, y, out}, &call));
    return rp_ufunc_call(second, (rp_array *[]){out, z, out}, &call);
}
