/* Overlap against sets of bytes: thousands of small arrays, each byte of each element marked. */
#include "check.h"
#include "random_arrays.h"

enum { WINDOW = 1 << 12 };

/* How often each byte of random_memory's middle belongs to an element of a; false if none. */
static bool mark_bytes(const rp_array *a, unsigned char *marks)
{
    intptr_t size = rp_array_size(a);
    memset(marks, 0, WINDOW);
    char *window = random_memory + sizeof random_memory / 2 - WINDOW / 2;
    for (intptr_t k = 0; k < size; k++) {
        char *element = element_at(a, k, false);
        for (int byte = 0; byte < a->dtype->itemsize; byte++)
            marks[element - window + byte]++;
    }
    return size > 0;
}

static bool naive_shares(const unsigned char *a, const unsigned char *b)
{
    for (int i = 0; i < WINDOW; i++) {
        if (a[i] && b[i])
            return true;
    }
    return false;
}

static bool extent_is_naive(const rp_array *a, const unsigned char *marks, bool any)
{
    uintptr_t begin, end, first = 0, last = 0;
    uintptr_t window = (uintptr_t)random_memory + sizeof random_memory / 2 - WINDOW / 2;
    rp_memory_extent(a, &begin, &end);
    if (!any)
        return begin == end;
    for (int i = 0; i < WINDOW; i++) {
        if (marks[i] && !first)
            first = window + (uintptr_t)i;
        if (marks[i])
            last = window + (uintptr_t)i;
    }
    return begin == first && end == last + 1;
}

/* But for leading axes of length 1, which broadcasting adds. */
static bool same_shape(const rp_array *a, const rp_array *b)
{
    int i = 0, j = 0;
    while (i < a->ndim && a->shape[i] == 1)
        i++;
    while (j < b->ndim && b->shape[j] == 1)
        j++;
    return a->ndim - i == b->ndim - j && dims_are(a->shape + i, a->ndim - i, b->shape + j);
}

/* No byte of `out` that one element writes may still be read by another: so each pair of elements
 * is either at one index, or apart. Shapes that differ are judged by sharing alone. */
static bool naive_harmless(const rp_array *out, const rp_array *in, bool shares)
{
    if (!shares)
        return true;
    if (!same_shape(out, in))
        return false;
    intptr_t size = rp_array_size(out), width = out->dtype->itemsize, read = in->dtype->itemsize;
    for (intptr_t i = 0; i < size; i++) {
        char *written = element_at(out, i, false);
        for (intptr_t j = 0; j < size; j++) {
            char *source = element_at(in, j, false), *other = element_at(out, j, false);
            if (i != j && written < source + read && source < written + width)
                return false;
            if (i != j && written < other + width && other < written + width)
                return false;
        }
    }
    return true;
}

static unsigned char marks_a[WINDOW], marks_b[WINDOW];

static void check_pair(const rp_array *a, const rp_array *b, int counts[2])
{
    bool any_a = mark_bytes(a, marks_a), any_b = mark_bytes(b, marks_b);
    bool shares = naive_shares(marks_a, marks_b);
    CHECK(extent_is_naive(a, marks_a, any_a));
    CHECK(extent_is_naive(b, marks_b, any_b));
    CHECK(rp_shares_memory(a, b, -1) == shares);
    CHECK(rp_shares_memory(b, a, -1) == shares);
    bool may = rp_may_share_memory(a, b);
    CHECK(may || !shares);
    CHECK(rp_shares_memory(a, b, 0) == (may ? -1 : 0));
    int bounded = rp_shares_memory(a, b, 2);
    CHECK(bounded == -1 || bounded == shares);
    if (rp_overlap_is_harmless(a, b))
        CHECK(naive_harmless(a, b, shares));
    if (may)
        counts[shares]++;
}

static void sharing_agrees_with_the_bytes(void)
{
    int counts[2] = {0, 0};
    rp_dtype dtypes[] = {sized_dtype(1), sized_dtype(2), sized_dtype(3), sized_dtype(8)};
    for (int round = 0; round < 30000; round++) {
        rp_slot a, b;
        int step = (int[]){4, 17, 60}[round % 3];
        random_array(&a, &dtypes[random_below(4)], 4, 4, step);
        random_array(&b, &dtypes[random_below(4)], 4, 4, step);
        check_pair(&a.array, &b.array, counts);
    }
    CHECK(counts[0] > 1000 && counts[1] > 1000);
}

/* Gaps that only divisibility shows: steps with common factors, bytes apart. */
static void interleaved_arrays(void)
{
    int counts[2] = {0, 0};
    rp_dtype byte = sized_dtype(1), pair = sized_dtype(2);
    for (int round = 0; round < 30000; round++) {
        rp_slot a, b;
        int factor = random_between(2, 9);
        random_array(&a, round % 3 ? &byte : &pair, 3, 6, 12);
        random_array(&b, round % 5 ? &byte : &pair, 3, 6, 12);
        for (int i = 0; i < RP_MAX_DIMS; i++) {
            if (i < a.array.ndim)
                a.array.strides[i] *= factor;
            if (i < b.array.ndim)
                b.array.strides[i] *= factor;
        }
        check_pair(&a.array, &b.array, counts);
    }
    CHECK(counts[0] > 1000 && counts[1] > 1000);
}

static void views_of_one_array(void)
{
    rp_dtype dtype = sized_dtype(4);
    int harmless = 0, counts[2] = {0, 0};
    for (int round = 0; round < 20000; round++) {
        rp_slot a, b;
        random_view(&a, &dtype, 3, 4);
        memcpy(&b, &a, sizeof b);
        b.array.shape = b.dims;
        b.array.strides = b.dims + RP_MAX_DIMS;
        if (random_below(2) && b.array.ndim) {
            int axis = random_below(b.array.ndim);
            if (random_below(2))
                b.array.data += b.array.strides[axis];
            else
                b.array.strides[axis] = -b.array.strides[axis];
        }
        check_pair(&a.array, &b.array, counts);
        harmless += rp_overlap_is_harmless(&a.array, &b.array);
    }
    CHECK(harmless > 2000 && harmless < 18000 && counts[1] > 5000);
}

static void known_cases(void)
{
    rp_slot sa, sb;
    rp_dtype wide = sized_dtype(8), byte = sized_dtype(1);
    char *at = random_memory;
    /* Halves of an array, even and odd elements, columns. */
    rp_array *a = described(&sa, &wide, at, 1, DIMS(10), DIMS(16));
    rp_array *b = described(&sb, &wide, at + 8, 1, DIMS(10), DIMS(16));
    CHECK(rp_may_share_memory(a, b) && rp_shares_memory(a, b, 1) == 0);
    CHECK(rp_overlap_is_harmless(a, b));
    b->data = at + 80;
    CHECK(rp_shares_memory(a, b, 1) == 1 && !rp_overlap_is_harmless(a, b));
    a = described(&sa, &wide, at, 2, DIMS(100, 3), DIMS(80, 8));
    b = described(&sb, &wide, at + 24, 2, DIMS(100, 7), DIMS(80, 8));
    CHECK(rp_may_share_memory(a, b) && rp_shares_memory(a, b, -1) == 0);
    CHECK(rp_overlap_is_harmless(a, b));
    b->data = at + 16;
    CHECK(rp_shares_memory(a, b, -1) == 1);
    /* Touching is not sharing; empty arrays share nothing, even with themselves. */
    a = described(&sa, &wide, at, 1, DIMS(4), NULL);
    b = described(&sb, &wide, at + 32, 1, DIMS(4), NULL);
    CHECK(!rp_may_share_memory(a, b) && rp_shares_memory(a, b, 0) == 0);
    a = described(&sa, &wide, at, 2, DIMS(4, 0), NULL);
    CHECK(!rp_may_share_memory(a, a) && rp_shares_memory(a, a, -1) == 0);
    CHECK(rp_overlap_is_harmless(a, a));
    /* The same place is harmless, turned round or with elements on one another it is not. */
    a = described(&sa, &wide, at, 2, DIMS(1, 6), NULL);
    b = described(&sb, &wide, at, 1, DIMS(6), NULL);
    CHECK(rp_overlap_is_harmless(a, b) && rp_overlap_is_harmless(b, a));
    CHECK(rp_overlap_is_harmless(a, a));
    b->data = at + 40;
    b->strides[0] = -8;
    CHECK(!rp_overlap_is_harmless(a, b) && rp_overlap_is_harmless(b, b));
    a = described(&sa, &wide, at, 2, DIMS(3, 4), DIMS(0, 8));
    CHECK(!rp_overlap_is_harmless(a, a));
    a = described(&sa, &wide, at, 2, DIMS(3, 4), DIMS(8, 8));
    CHECK(!rp_overlap_is_harmless(a, a));
    a = described(&sa, &wide, at, 1, DIMS(4), DIMS(4));
    CHECK(!rp_overlap_is_harmless(a, a));
    a = described(&sa, &byte, at, 2, DIMS(2, 4), NULL);
    b = described(&sb, &byte, at, 1, DIMS(4), NULL);
    CHECK(!rp_overlap_is_harmless(a, b));
    /* As many axes as there can be, and steps without a common factor. */
    intptr_t shape[RP_MAX_DIMS], strides[RP_MAX_DIMS];
    for (int i = 0; i < RP_MAX_DIMS; i++) {
        shape[i] = 2;
        strides[i] = 3 * (i + 1);
    }
    a = described(&sa, &byte, at, RP_MAX_DIMS, shape, strides);
    b = described(&sb, &byte, at + 1, RP_MAX_DIMS, shape, strides);
    CHECK(rp_shares_memory(a, b, -1) == 0 && rp_shares_memory(a, a, -1) == 1);
    a = described(&sa, &byte, at, 3, DIMS(50, 50, 50), DIMS(1000003, 999983, 1009007));
    b = described(&sb, &byte, at + 500, 3, DIMS(50, 50, 50), DIMS(1000033, 1000037, 1000039));
    int exact = rp_shares_memory(a, b, -1), hurried = rp_shares_memory(a, b, 3);
    CHECK(exact == 0 || exact == 1);
    CHECK(hurried == -1 || hurried == exact);
    /* More elements than can be counted, all of them in one place. */
    intptr_t huge = INTPTR_MAX / 2;
    a = described(&sa, &byte, at, 2, DIMS(huge, huge), DIMS(0, 0));
    b = described(&sb, &byte, at, 1, DIMS(3), NULL);
    CHECK(rp_shares_memory(a, b, -1) == 1);
}

static const check_test tests[] = {
    TEST(sharing_agrees_with_the_bytes),
    TEST(interleaved_arrays),
    TEST(views_of_one_array),
    TEST(known_cases),
};
CHECK_MAIN(tests)
