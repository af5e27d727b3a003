/* Do two arrays share memory? A bounded linear Diophantine equation: with every stride made
 * positive, and the second array counted from its end,
 *
 *     sum(step[i] * x[i]) == distance,   0 <= x[i] <= most[i]
 *
 * over the axes of both and the bytes of their elements (steps of 1) has a solution exactly if some
 * byte belongs to both. */
#include "array/array.h"
#include "base/bits.h"

void rp_memory_extent(const rp_array *a, uintptr_t *begin, uintptr_t *end)
{
    uintptr_t low = (uintptr_t)a->data, high = low + (uintptr_t)a->dtype->itemsize;
    *begin = *end = low;
    if (a->dtype->itemsize == 0)
        return;
    for (int i = 0; i < a->ndim; i++) {
        if (a->shape[i] == 0)
            return;
        uintptr_t span = (uintptr_t)(a->shape[i] - 1) * (uintptr_t)a->strides[i];
        if (a->strides[i] < 0)
            low += span;
        else
            high += span;
    }
    *begin = low;
    *end = high;
}

static bool extents_meet(uintptr_t begin1, uintptr_t end1, uintptr_t begin2, uintptr_t end2)
{
    return begin1 < end2 && begin2 < end1 && begin1 < end1 && begin2 < end2;
}

bool rp_may_share_memory(const rp_array *a, const rp_array *b)
{
    uintptr_t begin1, end1, begin2, end2;
    rp_memory_extent(a, &begin1, &end1);
    rp_memory_extent(b, &begin2, &end2);
    return extents_meet(begin1, end1, begin2, end2);
}

/* ---- the equation ---- */

enum { MAX_TERMS = 2 * RP_MAX_DIMS + 1 };

/* What a term can add: step * (0 .. most). */
typedef struct term {
    uint64_t step, most;
} term;

typedef struct equation {
    int count;
    term terms[MAX_TERMS]; /* ready to be solved: by falling step */
    /* Of the terms from i on: what they reach, and the greatest divisor of all their steps. */
    uint64_t reach[MAX_TERMS + 1], divisor[MAX_TERMS + 1];
    /* x[i] is a solution modulo period[i]: inverse[i] times the distance that is left. */
    uint64_t period[MAX_TERMS], inverse[MAX_TERMS];
    int64_t work_left; /* negative: no end to it */
} equation;

/* (a * b) % m; a and b less than m. On 32 bits a step is less than 2^32, and 64 hold the product.
 */
static uint64_t multiply_modulo(uint64_t a, uint64_t b, uint64_t m)
{
#if UINTPTR_MAX > 0xffffffffu
    __extension__ typedef unsigned __int128 wide;
    return (uint64_t)((wide)a * b % m);
#else
    return a * b % m;
#endif
}

static uint64_t greatest_divisor(uint64_t a, uint64_t b)
{
    while (b) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* The inverse of a modulo m; they have no common divisor. */
static uint64_t inverse_modulo(uint64_t a, uint64_t m)
{
    uint64_t r0 = m, r1 = a % m, t0 = 0, t1 = 1 % m;
    while (r1) {
        uint64_t q = r0 / r1, r2 = r0 % r1;
        uint64_t product = multiply_modulo(q % m, t1, m);
        uint64_t t2 = t0 >= product ? t0 - product : t0 + (m - product);
        r0 = r1, r1 = r2;
        t0 = t1, t1 = t2;
    }
    return t0;
}

/* Adds a term; equal steps join. The terms are sorted by rising step. */
static bool add_term(equation *eq, uint64_t step, uint64_t most)
{
    if (step == 0 || most == 0)
        return true;
    int place = eq->count;
    while (place > 0 && eq->terms[place - 1].step > step)
        place--;
    if (place > 0 && eq->terms[place - 1].step == step)
        return !__builtin_add_overflow(eq->terms[place - 1].most, most, &eq->terms[place - 1].most);
    for (int i = eq->count++; i > place; i--)
        eq->terms[i] = eq->terms[i - 1];
    eq->terms[place] = (term){step, most};
    return true;
}

static bool add_axes(equation *eq, const rp_array *a)
{
    for (int i = 0; i < a->ndim; i++) {
        intptr_t stride = a->strides[i];
        uintptr_t step = stride < 0 ? -(uintptr_t)stride : (uintptr_t)stride;
        if (!add_term(eq, step, (uint64_t)(a->shape[i] - 1)))
            return false;
    }
    return true;
}

/* Terms without gaps between them join: {0..most} * s with k * s, k <= most + 1, reaches every
 * multiple of s. What is dense in memory becomes a single term. */
static bool join_terms(equation *eq)
{
    int kept = 0;
    for (int i = 1; i < eq->count; i++) {
        term *low = &eq->terms[kept], next = eq->terms[i];
        uint64_t times = next.step / low->step;
        if (next.step % low->step == 0 && times - 1 <= low->most) {
            uint64_t more;
            if (__builtin_mul_overflow(times, next.most, &more) ||
                __builtin_add_overflow(low->most, more, &low->most))
                return false;
        } else {
            eq->terms[++kept] = next;
        }
    }
    if (eq->count)
        eq->count = kept + 1;
    return true;
}

/* From here on by falling step, with what the search needs to know of the terms still to come. */
static bool prepare(equation *eq)
{
    for (int i = 0, j = eq->count - 1; i < j; i++, j--) {
        term other = eq->terms[i];
        eq->terms[i] = eq->terms[j];
        eq->terms[j] = other;
    }
    eq->reach[eq->count] = eq->divisor[eq->count] = 0;
    for (int i = eq->count - 1; i >= 0; i--) {
        uint64_t span;
        if (__builtin_mul_overflow(eq->terms[i].step, eq->terms[i].most, &span) ||
            __builtin_add_overflow(span, eq->reach[i + 1], &eq->reach[i]))
            return false;
        uint64_t step = eq->terms[i].step, rest = eq->divisor[i + 1];
        eq->divisor[i] = greatest_divisor(step, rest);
        eq->period[i] = rest ? rest / eq->divisor[i] : 1;
        eq->inverse[i] = inverse_modulo(step / eq->divisor[i], eq->period[i]);
    }
    return true;
}

/* The values a term may still take: `value`, and then one each period. */
typedef struct choice {
    uint64_t value, count;
} choice;

/* Those of term i where `distance` is left, so that the terms after it can reach the rest. */
static choice choices(const equation *eq, int i, uint64_t distance)
{
    static const choice none = {0, 0};
    uint64_t step = eq->terms[i].step, period = eq->period[i];
    if (distance > eq->reach[i] || distance % eq->divisor[i] != 0)
        return none;
    uint64_t low = 0, high = distance / step;
    if (high > eq->terms[i].most)
        high = eq->terms[i].most;
    if (distance > eq->reach[i + 1]) {
        uint64_t least = distance - eq->reach[i + 1];
        low = least / step + (least % step != 0);
    }
    if (period > 1) {
        uint64_t residue =
            multiply_modulo(distance / eq->divisor[i] % period, eq->inverse[i], period);
        uint64_t at = low % period;
        low += residue >= at ? residue - at : period - (at - residue);
    }
    if (low > high)
        return none;
    return (choice){low, (high - low) / period + 1};
}

/* Depth first, the largest steps first. 1, 0, or -1 when the work is used up. */
static int solve(equation *eq, uint64_t distance)
{
    if (distance == 0)
        return 1;
    if (eq->count == 0)
        return 0;
    uint64_t left[MAX_TERMS];
    choice open[MAX_TERMS];
    int depth = 0;
    left[0] = distance;
    open[0] = choices(eq, 0, distance);
    while (depth >= 0) {
        if (open[depth].count == 0) {
            depth--;
            continue;
        }
        if (eq->work_left == 0)
            return -1;
        if (eq->work_left > 0)
            eq->work_left--;
        /* With at most one term to come a choice is a solution: divisor and reach say so. */
        if (depth >= eq->count - 2)
            return 1;
        uint64_t rest = left[depth] - open[depth].value * eq->terms[depth].step;
        if (--open[depth].count)
            open[depth].value += eq->period[depth];
        depth++;
        left[depth] = rest;
        open[depth] = choices(eq, depth, rest);
    }
    return 0;
}

/* As rp_shares_memory, the extents being known to meet. */
static int shares_exactly(const rp_array *a, const rp_array *b, uint64_t distance, int64_t max_work)
{
    if (max_work == 0)
        return -1;
    equation eq;
    eq.count = 0;
    eq.work_left = max_work;
    uint64_t bytes = (uint64_t)(a->dtype->itemsize - 1) + (uint64_t)(b->dtype->itemsize - 1);
    if (!add_term(&eq, 1, bytes) || !add_axes(&eq, a) || !add_axes(&eq, b) || !join_terms(&eq) ||
        !prepare(&eq))
        return -1;
    return solve(&eq, distance);
}

int rp_shares_memory(const rp_array *a, const rp_array *b, int64_t max_work)
{
    uintptr_t begin1, end1, begin2, end2;
    rp_memory_extent(a, &begin1, &end1);
    rp_memory_extent(b, &begin2, &end2);
    if (!extents_meet(begin1, end1, begin2, end2))
        return 0;
    /* The equation is the same seen from the other end; the shorter distance is less to search. */
    uintptr_t distance = end2 - 1 - begin1, other = end1 - 1 - begin2;
    return shares_exactly(a, b, distance < other ? distance : other, max_work);
}

/* ---- elementwise work ---- */

/* The same elements at the same places: leading axes of length 1 aside, equal shapes and steps. */
static bool same_places(const rp_array *a, const rp_array *b)
{
    if (a->data != b->data || a->dtype->itemsize != b->dtype->itemsize)
        return false;
    const rp_array *more = a->ndim >= b->ndim ? a : b, *less = more == a ? b : a;
    int extra = more->ndim - less->ndim;
    for (int i = 0; i < extra; i++) {
        if (more->shape[i] != 1)
            return false;
    }
    for (int i = 0; i < less->ndim; i++) {
        intptr_t length = less->shape[i];
        if (more->shape[i + extra] != length)
            return false;
        if (length != 1 && more->strides[i + extra] != less->strides[i])
            return false;
    }
    return true;
}

/* Certain that no two elements share a byte: each axis steps over all that the lesser ones reach.
 * (Axes that interleave otherwise are rare, and then a copy does no harm.) */
static bool elements_are_apart(const rp_array *a)
{
    uintptr_t steps[RP_MAX_DIMS], lengths[RP_MAX_DIMS];
    int count = 0;
    for (int i = 0; i < a->ndim; i++) {
        if (a->shape[i] == 0)
            return true;
        if (a->shape[i] == 1)
            continue;
        intptr_t stride = a->strides[i];
        uintptr_t step = stride < 0 ? -(uintptr_t)stride : (uintptr_t)stride;
        int place = count++;
        for (; place > 0 && steps[place - 1] > step; place--) {
            steps[place] = steps[place - 1];
            lengths[place] = lengths[place - 1];
        }
        steps[place] = step;
        lengths[place] = (uintptr_t)a->shape[i];
    }
    uintptr_t reach = (uintptr_t)a->dtype->itemsize;
    for (int i = 0; i < count; i++) {
        if (steps[i] < reach)
            return false;
        reach += steps[i] * (lengths[i] - 1);
    }
    return true;
}

bool rp_overlap_is_harmless(const rp_array *out, const rp_array *in)
{
    enum { FEW_STEPS = 64 };
    if (same_places(out, in))
        return elements_are_apart(out);
    return rp_shares_memory(out, in, FEW_STEPS) == 0;
}
