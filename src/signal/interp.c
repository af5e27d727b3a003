/* np.interp, by NumPy's own formulas, so that the bits agree. */
#include "signal/signal.h"

#include "array/iter.h"
#include "base/alloc.h"
#include "base/bits.h"
#include "simd/vec_float.h"
#include "thread/pool.h"
#include "ufunc/ufunc.h"
#include <math.h>
#include <string.h>

/* ---- finding places ---- */

typedef struct table {
    const double *xp, *fp, *slopes; /* slopes NULL: each is computed where it is needed */
    intptr_t length;
    int parts; /* doubles of one value: 2 of complex ones */
    double left[2], right[2];
} table;

enum { TOGETHER = 8 };

/* The last j >= 0 with xp[j] <= x, searching without branches, which would be mispredicted, for
 * several x at a time, so that their loads overlap. */
static void find_places(const table *t, const double *x, intptr_t *places)
{
    for (int i = 0; i < TOGETHER; i++)
        places[i] = 0;
    for (intptr_t n = t->length; n > 1;) {
        intptr_t half = n >> 1;
        for (int i = 0; i < TOGETHER; i++)
            places[i] += half & -(intptr_t)(t->xp[places[i] + half] <= x[i]);
        n -= half;
    }
}

/* The same for x that grow slowly: near the place found last. False if one of them is not there. */
static bool find_nearby(const table *t, const double *x, intptr_t *places, intptr_t from)
{
    enum { STEPS = 4 };
    for (int i = 0; i < TOGETHER; i++) {
        if (!(t->xp[from] <= x[i]))
            return false;
        intptr_t end = rp_min_intp(from + STEPS, t->length - 1);
        while (from < end && t->xp[from + 1] <= x[i])
            from++;
        if (from < t->length - 1 && t->xp[from + 1] <= x[i])
            return false;
        places[i] = from;
    }
    return true;
}

/* ---- values ---- */

/* NumPy divides real differences; complex ones it multiplies by the reciprocal. */
static inline double slope_at(const table *t, intptr_t j, int part)
{
    const double *y = t->fp + j * t->parts + part;
    double dx = t->xp[j + 1] - t->xp[j], dy = y[t->parts] - y[0];
    return t->parts == 1 ? dy / dx : dy * (1 / dx);
}

/* From the left point; from the right one where infinities leave nothing of that. */
static inline double between(const table *t, double x, intptr_t j, int part)
{
    const double *y = t->fp + j * t->parts + part;
    double slope = t->slopes ? t->slopes[j * t->parts + part] : slope_at(t, j, part);
    double value = slope * (x - t->xp[j]) + y[0];
    if (isnan(value)) {
        value = slope * (x - t->xp[j + 1]) + y[t->parts];
        if (isnan(value) && y[0] == y[t->parts])
            value = y[0];
    }
    return value;
}

static inline double value_at(const table *t, double x, intptr_t j, int part)
{
    if (isnan(x))
        return t->length == 1 ? t->fp[part] : part ? 0 : x;
    if (x > t->xp[t->length - 1])
        return t->right[part];
    if (x < t->xp[0])
        return t->left[part];
    if (j == t->length - 1 || t->xp[j] == x)
        return t->fp[j * t->parts + part];
    return between(t, x, j, part);
}

/* Rising x that all lie on one segment, whose values are numbers: no search, no cases. */
static bool put_on_segment(const table *t, const double *x, intptr_t j, double *out)
{
    if (j == t->length - 1 || t->parts > 1)
        return false;
    rp_vec x0 = rp_vec_splat_float64(t->xp[j]), y0 = rp_vec_splat_float64(t->fp[j]);
    rp_vec x1 = rp_vec_splat_float64(t->xp[j + 1]), inside = rp_vec_ones();
    rp_vec slope = rp_vec_splat_float64(t->slopes ? t->slopes[j] : slope_at(t, j, 0));
    rp_vec values[TOGETHER / 2];
    for (int i = 0; i < TOGETHER / 2; i++) {
        rp_vec at = rp_vec_load(x + 2 * i), from = wasm_f64x2_sub(at, x0);
        rp_vec value = rp_vec_add_float64(rp_vec_multiply_float64(slope, from), y0);
        inside = rp_vec_and(
            inside, rp_vec_and(rp_vec_less_equal_float64(x0, at), rp_vec_less_float64(at, x1)));
        inside = rp_vec_and(inside, rp_vec_equal_float64(value, value));
        values[i] = rp_vec_select(y0, value, rp_vec_equal_float64(at, x0));
    }
    if (rp_vec_any(rp_vec_not(inside)))
        return false;
    for (int i = 0; i < TOGETHER / 2; i++)
        rp_vec_store(out + 2 * i, values[i]);
    return true;
}

static inline void put_values(const table *t, const double *x, const intptr_t *places,
                              intptr_t count, double *out, int parts)
{
    for (intptr_t i = 0; i < count; i++)
        for (int part = 0; part < parts; part++)
            out[i * parts + part] = value_at(t, x[i], places[i], part);
}

typedef struct interpolation {
    table t;
    const double *x;
    double *out, *slopes;
    intptr_t count;
} interpolation;

/* The x of a task; where xp does not increase, results depend on where a search starts. */
enum { TASK = 4096 };

static void interpolate(void *context, intptr_t begin, intptr_t end)
{
    const interpolation *run = context;
    const table *t = &run->t;
    for (intptr_t task = begin; task < end; task++) {
        intptr_t from = 0, last = rp_min_intp((task + 1) * TASK, run->count);
        for (intptr_t i = task * TASK; i < last; i += TOGETHER) {
            intptr_t places[TOGETHER], count = rp_min_intp(TOGETHER, last - i);
            double rest[TOGETHER];
            const double *x = run->x + i;
            if (count < TOGETHER) { /* filled up with copies of the first */
                for (int k = 0; k < TOGETHER; k++)
                    rest[k] = x[k < count ? k : 0];
                x = rest;
            } else if (put_on_segment(t, x, from, run->out + i)) {
                continue;
            }
            if (!find_nearby(t, x, places, from))
                find_places(t, x, places);
            from = places[TOGETHER - 1];
            if (t->parts == 1)
                put_values(t, x, places, count, run->out + i, 1);
            else
                put_values(t, x, places, count, run->out + 2 * i, 2);
        }
    }
}

static void compute_slopes(void *context, intptr_t begin, intptr_t end)
{
    const interpolation *run = context;
    for (intptr_t j = begin; j < end; j++)
        for (int part = 0; part < run->t.parts; part++)
            run->slopes[j * run->t.parts + part] = slope_at(&run->t, j, part);
}

/* Tenths of a nanosecond: an x of its own, and each halving of the table. */
enum { COST = 60, COST_OF_HALVING = 10, COST_OF_SLOPE = 20 };

static int run_interpolation(interpolation *run)
{
    table *t = &run->t;
    if (t->length > 1 && t->length <= run->count) {
        size_t bytes = sizeof(double) * (size_t)((t->length - 1) * t->parts);
        run->slopes = rp_alloc(bytes);
        if (!run->slopes)
            return -(int)rp_error_get();
        rp_parallel_for(t->length - 1, 10 * TASK, compute_slopes, run);
        t->slopes = run->slopes;
    }
    int cost = COST;
    for (intptr_t n = t->length; n > 1; n >>= 1)
        cost += COST_OF_HALVING;
    intptr_t tasks = (run->count + TASK - 1) / TASK;
    if (tasks > 1 && rp_worth_threads(run->count, cost))
        rp_parallel_for(tasks, 1, interpolate, run);
    else
        interpolate(run, 0, tasks);
    rp_free(run->slopes);
    return 0;
}

/* ---- periods ---- */

/* NaN comes last, as NumPy sorts. */
static inline bool comes_after(double x, double y) { return x > y || (isnan(x) && !isnan(y)); }

/* The order of n keys, by merging (stable); `order` and `spare` hold n places each. Returns the one
 * of them that the order is in. */
static intptr_t *sort_places(const double *keys, intptr_t n, intptr_t *order, intptr_t *spare)
{
    for (intptr_t i = 0; i < n; i++)
        order[i] = i;
    for (intptr_t run = 1; run < n; run *= 2) {
        for (intptr_t begin = 0; begin < n; begin += 2 * run) {
            intptr_t i = begin, middle = rp_min_intp(begin + run, n), j = middle;
            intptr_t end = rp_min_intp(begin + 2 * run, n);
            for (intptr_t k = begin; k < end; k++) {
                bool second =
                    i == middle || (j < end && comes_after(keys[order[i]], keys[order[j]]));
                spare[k] = order[second ? j++ : i++];
            }
        }
        intptr_t *sorted = spare;
        spare = order;
        order = sorted;
    }
    return order;
}

/* The points sorted, with the last one before them and the first one behind, a period away. */
static int wind_points(const rp_array *xp, const rp_array *fp, double period, rp_array *wound_x,
                       rp_array *wound_f)
{
    intptr_t n = xp->shape[0], length = n + 2, parts = fp->dtype->itemsize / (int)sizeof(double);
    RP_TRY(rp_array_allocate(wound_x, xp->dtype, 1, &length, RP_ORDER_C, false));
    RP_TRY(rp_array_allocate(wound_f, fp->dtype, 1, &length, RP_ORDER_C, false));
    intptr_t *places = rp_alloc(2 * sizeof(intptr_t) * (size_t)n);
    if (!places)
        return -(int)rp_error_get();
    const double *x = (const double *)xp->data, *f = (const double *)fp->data;
    double *to_x = (double *)wound_x->data, *to_f = (double *)wound_f->data;
    const intptr_t *order = sort_places(x, n, places, places + n);
    for (intptr_t i = 0; i < length; i++) {
        intptr_t from = order[(i + n - 1) % n];
        to_x[i] = i == 0 ? x[from] - period : i > n ? x[from] + period : x[from];
        memcpy(to_f + i * parts, f + from * parts, sizeof(double) * (size_t)parts);
    }
    rp_free(places);
    return 0;
}

static int wrap_round(rp_array *x, double period)
{
    rp_slot by;
    rp_slot_init(&by);
    by.array.dtype = rp_dtype_of(RP_FLOAT64);
    by.array.data = (char *)by.value;
    by.value[0] = period;
    rp_array *ops[3] = {x, &by.array, x};
    return rp_ufunc_call(rp_ufunc_by_name("remainder"), ops, NULL);
}

/* ---- arrays ---- */

/* The operands, and the copies that were needed of them. */
typedef struct points {
    const rp_array *x, *xp, *fp;
    rp_slot copies[5];
    int count;
} points;

/* Leads *operand to a C-ordered native array of a dtype: itself, or a copy, which a period asks
 * for too, because it is taken in place. */
static int convert(points *p, const rp_array **operand, const rp_dtype *dtype, bool periodic)
{
    const rp_array *a = *operand;
    rp_casting casting = periodic ? RP_CASTING_UNSAFE : RP_CASTING_SAFE;
    if (!periodic && a->dtype == dtype && rp_is_c_contiguous(a) && rp_is_aligned(a))
        return 0;
    RP_TRY(rp_check_cast(a->dtype, dtype, casting));
    rp_array *copy = &p->copies[p->count++].array;
    *operand = copy;
    return rp_array_copy(copy, a, dtype, RP_ORDER_C);
}

static int check_points(const rp_array *xp, const rp_array *fp, bool periodic)
{
    for (int i = 0; i < 2; i++) {
        const rp_array *a = i ? fp : xp;
        if (a->ndim != 1 && periodic)
            return rp_fail(RP_VALUE_ERROR, "Data points must be 1-D sequences");
        if (a->ndim != 1)
            return rp_fail(RP_VALUE_ERROR, "object %s for desired array",
                           a->ndim ? "too deep" : "of too small depth");
    }
    if (xp->shape[0] == 0 && !periodic)
        return rp_fail(RP_VALUE_ERROR, "array of sample points is empty");
    if (xp->shape[0] != fp->shape[0])
        return rp_fail(RP_VALUE_ERROR, "fp and xp are not of the same length");
    return xp->shape[0] ? 0 : rp_fail(RP_VALUE_ERROR, "array of sample points is empty");
}

static int prepare(points *p, const rp_dtype *dtype, double period)
{
    const rp_dtype *real = rp_dtype_of(RP_FLOAT64);
    bool periodic = period != 0;
    RP_TRY(check_points(p->xp, p->fp, periodic));
    RP_TRY(convert(p, &p->fp, dtype, periodic));
    RP_TRY(convert(p, &p->xp, real, periodic));
    RP_TRY(convert(p, &p->x, real, periodic));
    if (!periodic)
        return 0;
    RP_TRY(wrap_round((rp_array *)p->x, period));
    RP_TRY(wrap_round((rp_array *)p->xp, period));
    rp_array *wound_x = &p->copies[p->count++].array, *wound_f = &p->copies[p->count++].array;
    RP_TRY(wind_points(p->xp, p->fp, period, wound_x, wound_f));
    p->xp = wound_x;
    p->fp = wound_f;
    return 0;
}

static void set_ends(table *t, const rp_interpolation *how)
{
    const double *first = t->fp, *last = t->fp + (t->length - 1) * t->parts;
    bool given = how->period == 0;
    size_t bytes = sizeof(double) * (size_t)t->parts;
    memcpy(t->left, given && how->left ? how->left : first, bytes);
    memcpy(t->right, given && how->right ? how->right : last, bytes);
}

static int interpolate_points(const points *p, const rp_dtype *dtype, const rp_interpolation *how,
                              rp_array *out)
{
    RP_TRY(rp_array_allocate(out, dtype, p->x->ndim, p->x->shape, RP_ORDER_C, false));
    interpolation run = {
        .t = {.xp = (const double *)p->xp->data,
              .fp = (const double *)p->fp->data,
              .length = p->xp->shape[0],
              .parts = dtype->kind == 'c' ? 2 : 1},
        .x = (const double *)p->x->data,
        .out = (double *)out->data,
        .count = rp_array_size(out),
    };
    set_ends(&run.t, how);
    int code = run_interpolation(&run);
    if (code < 0)
        rp_array_release(out);
    return code;
}

int rp_interp(const rp_array *x, const rp_array *xp, const rp_array *fp,
              const rp_interpolation *how, rp_array *out)
{
    points p = {.x = x, .xp = xp, .fp = fp};
    for (int i = 0; i < RP_COUNT_OF(p.copies); i++)
        rp_slot_init(&p.copies[i]);
    const rp_dtype *dtype = rp_dtype_of(fp->dtype->kind == 'c' ? RP_COMPLEX128 : RP_FLOAT64);
    int code = prepare(&p, dtype, how->period);
    if (code >= 0)
        code = interpolate_points(&p, dtype, how, out);
    for (int i = 0; i < p.count; i++)
        rp_array_release(&p.copies[i].array);
    return code;
}
