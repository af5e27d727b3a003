#include "ufunc/float_errors.h"

#include "base/bits.h"
#include "dtype/cast.h"
#include <string.h>

enum { CHUNK = 128, MOST = RP_SAMPLE_IN + RP_SAMPLE_OUT };

/* ---- conditions of floating-point elements ---- */

typedef rp_complex128 values[MOST][CHUNK];

/* Elements of any dtype as complex128. */
static void load(rp_complex128 *to, int num, char *from, intptr_t step, intptr_t n)
{
    char *args[2] = {from, (char *)to};
    intptr_t steps[2] = {step, sizeof *to};
    rp_cast_loop(num, RP_COMPLEX128)(args, &n, steps, NULL);
}

static unsigned inexact_conditions(const rp_watched_loop *w, values elements, intptr_t n)
{
    bool is_complex = rp_dtype_of(w->row.types[0])->kind == 'c';
    rp_float_rule rule = is_complex ? w->rules->complex : w->rules->real;
    rp_sample s;
    rp_sample_begin(&s, w->row.types[0]);
    for (intptr_t k = 0; k < n; k++) {
        for (int i = 0; i < w->nin; i++) {
            s.x[i][0] = elements[i][k].re;
            s.x[i][1] = elements[i][k].im;
        }
        for (int o = 0; o < w->nout; o++) {
            s.r[o][0] = elements[w->nin + o][k].re;
            s.r[o][1] = elements[w->nin + o][k].im;
        }
        rule(&s);
    }
    return s.flags;
}

/* ---- of integers ---- */

static void load_integers(int64_t *to, int num, char *from, intptr_t step, intptr_t n)
{
    char *args[2] = {from, (char *)to};
    intptr_t steps[2] = {step, sizeof *to};
    rp_cast_loop(num, RP_INT64)(args, &n, steps, NULL);
}

static unsigned integer_conditions(const rp_watched_loop *w, char **args, intptr_t n,
                                   const intptr_t *steps)
{
    int64_t x[CHUNK], y[CHUNK];
    const rp_dtype *dtype = rp_dtype_of(w->row.types[0]);
    int64_t least = dtype->kind == 'i' ? INT64_MIN >> (64 - 8 * dtype->itemsize) : 0;
    unsigned found = 0;
    load_integers(x, dtype->num, args[0], steps[0], n);
    if (w->rules->integer == RP_INTEGER_RECIPROCAL) {
        for (intptr_t i = 0; i < n; i++)
            found |= x[i] == 0 ? RP_FLOAT_DIVIDE | RP_FLOAT_INVALID : 0;
        return found;
    }
    load_integers(y, dtype->num, args[1], steps[1], n);
    bool overflows = w->rules->integer == RP_INTEGER_DIVIDE && least < 0;
    for (intptr_t i = 0; i < n; i++) {
        if (y[i] == 0)
            found |= RP_FLOAT_DIVIDE;
        else if (overflows && y[i] == -1 && x[i] == least)
            found |= RP_FLOAT_OVER;
    }
    return found;
}

/* ---- the loop ---- */

static void watch_elements(const rp_watched_loop *w, char *const *args, intptr_t n,
                           const intptr_t *steps)
{
    values elements;
    char *part[MOST];
    bool inexact = rp_is_inexact(rp_dtype_of(w->row.types[0]));
    for (intptr_t done = 0; done < n; done += CHUNK) {
        intptr_t count = rp_min_intp(n - done, CHUNK);
        for (int i = 0; i < w->nin + w->nout; i++)
            part[i] = args[i] + done * steps[i];
        unsigned found = 0;
        /* Operands are looked at before the loop runs: it may write over them. */
        if (!inexact)
            found = integer_conditions(w, part, count, steps);
        for (int i = 0; inexact && i < w->nin; i++)
            load(elements[i], w->row.types[i], part[i], steps[i], count);
        w->inner(part, &count, steps, NULL);
        for (int i = w->nin; inexact && i < w->nin + w->nout; i++)
            load(elements[i], w->row.types[i], part[i], steps[i], count);
        if (inexact)
            found = inexact_conditions(w, elements, count);
        rp_float_raise(found);
    }
}

static bool is_finite(const char *element, int num)
{
    rp_complex128 z;
    load(&z, num, (char *)element, 0, 1);
    return isfinite(z.re) && isfinite(z.im);
}

/* A line reduced to one element, and then once more step by step for what happened on the way. */
static void watch_reduction(const rp_watched_loop *w, char *const *args, intptr_t n,
                            const intptr_t *steps)
{
    int num = w->row.types[0];
    _Alignas(16) char sum[sizeof(rp_complex128)];
    char *line[3] = {args[0], args[1], args[2]};
    memcpy(sum, args[0], (size_t)rp_dtype_of(num)->itemsize);
    w->inner(line, &n, steps, NULL);
    bool finite = is_finite(args[2], num);
    /* Adding meets nothing that does not stay visible in the sum. */
    if (finite && strcmp(w->rules->name, "add") == 0)
        return;
    for (intptr_t i = 0; i < n; i++) {
        char *step[3] = {sum, args[1] + i * steps[1], sum};
        watch_elements(w, step, 1, (intptr_t[3]){0, 0, 0});
    }
    /* It went otherwise in another order. */
    if (!finite && is_finite(sum, num))
        rp_float_raise(RP_FLOAT_OVER);
}

static void watched_loop(char **args, const intptr_t *n, const intptr_t *steps, void *data)
{
    const rp_watched_loop *w = data;
    bool reduces = w->nin == 2 && w->nout == 1 && *n > 1 && steps[0] == 0 && steps[2] == 0 &&
                   args[0] == args[2];
    if (reduces)
        watch_reduction(w, args, *n, steps);
    else
        watch_elements(w, args, *n, steps);
}

const rp_loop *rp_watch_loop(rp_watched_loop *watched, const rp_ufunc *uf, const rp_loop *row)
{
    if (!rp_float_watched || uf->nin > RP_SAMPLE_IN || uf->nout > RP_SAMPLE_OUT)
        return row;
    const rp_float_rules *rules = rp_float_rules_of(uf->name);
    if (!rules)
        return row;
    char kind = rp_dtype_of(row->types[0])->kind;
    bool meets = kind == 'f'   ? rules->real != NULL
                 : kind == 'c' ? rules->complex != NULL
                               : rules->integer != RP_INTEGER_SAFE;
    if (!meets)
        return row;
    *watched = (rp_watched_loop){*row, row->fn, uf->nin, uf->nout, rules};
    watched->row.fn = watched_loop;
    return &watched->row;
}
