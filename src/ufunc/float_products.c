#include "ufunc/float_products.h"

#include "dtype/cast.h"
#include "ufunc/float_sample.h"
#include <string.h>

enum { RESULT = 2 };

bool rp_watches_products(rp_watched_products *w, const rp_core_dims *core, int num,
                         const intptr_t *core_steps)
{
    const char *name = core->uf->name;
    if (!rp_float_watched || !rp_is_inexact(rp_dtype_of(num)))
        return false;
    memset(w, 0, sizeof *w);
    w->num = num;
    w->conjugates = strcmp(name, "vecdot") == 0 || strcmp(name, "vecmat") == 0;
    w->names = core->names;
    for (int n = 0; n < core->names; n++) {
        w->sizes[n] = core->sizes[n];
        w->summed[n] = true;
    }
    for (int op = 0; op <= RESULT; op++)
        for (int d = 0; d < core->counts[op]; d++) {
            int n = core->dims[op][d];
            w->steps[op][n] = *core_steps++;
            w->summed[n] &= op != RESULT;
        }
    return true;
}

/* Of the at-th place in the dimensions that are summed over, or in the others. */
static intptr_t offset_of(const rp_watched_products *w, int op, bool summed, intptr_t at)
{
    intptr_t offset = 0;
    for (int n = 0; n < w->names; n++) {
        if (w->summed[n] != summed)
            continue;
        offset += at % w->sizes[n] * w->steps[op][n];
        at /= w->sizes[n];
    }
    return offset;
}

static intptr_t places(const rp_watched_products *w, bool summed)
{
    intptr_t count = 1;
    for (int n = 0; n < w->names; n++)
        count *= w->summed[n] == summed ? w->sizes[n] : 1;
    return count;
}

static rp_complex128 element(const rp_watched_products *w, char *at)
{
    rp_complex128 value;
    intptr_t one = 1, none[2] = {0, 0};
    rp_cast_loop(w->num, RP_COMPLEX128)((char *[2]){at, (char *)&value}, &one, none, NULL);
    return value;
}

static rp_complex128 add_product(rp_sample *s, rp_complex128 sum, rp_complex128 a, rp_complex128 b,
                                 bool is_complex)
{
    double re = rp_traced_multiply(s, a.re, b.re);
    if (is_complex) {
        double im =
            rp_traced_add(s, rp_traced_multiply(s, a.re, b.im), rp_traced_multiply(s, a.im, b.re));
        re = rp_traced_add(s, re, -rp_traced_multiply(s, a.im, b.im));
        sum.im = rp_traced_add(s, sum.im, im);
    }
    sum.re = rp_traced_add(s, sum.re, re);
    return sum;
}

void rp_watch_products(const rp_watched_products *w, char *const *args)
{
    const rp_dtype *dtype = rp_dtype_of(w->num);
    bool is_complex = dtype->kind == 'c';
    rp_sample s;
    rp_sample_begin(&s, w->num);
    intptr_t results = places(w, false), terms = places(w, true);
    for (intptr_t i = 0; i < results; i++) {
        char *at[3];
        for (int op = 0; op <= RESULT; op++)
            at[op] = args[op] + offset_of(w, op, false, i);
        rp_complex128 sum = {0, 0}, result = element(w, at[RESULT]);
        for (intptr_t k = 0; k < terms; k++) {
            rp_complex128 a = element(w, at[0] + offset_of(w, 0, true, k));
            rp_complex128 b = element(w, at[1] + offset_of(w, 1, true, k));
            a.im = w->conjugates ? -a.im : a.im;
            sum = add_product(&s, sum, a, b, is_complex);
        }
        rp_traced_half(&s, sum.re, result.re);
    }
    rp_float_raise(s.flags);
}
