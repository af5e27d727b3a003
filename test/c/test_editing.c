/* Positions deleted and inserted, bits packed and unpacked, views by hand: against plain loops, on
 * one thread and on several; every failure to allocate. */
#include "check.h"
#include "index/splice.h"
#include "shape/packbits.h"
#include "random_arrays.h"
#include "thread/pool.h"

/* A dense array on memory of the test's own. */
static rp_array *dense(rp_slot *slot, int num, void *data, int ndim, const intptr_t *shape)
{
    rp_slot_init(slot);
    slot->array.dtype = rp_dtype_of(num);
    slot->array.data = data;
    slot->array.ndim = ndim;
    memcpy(slot->array.shape, shape, sizeof *shape * (size_t)ndim);
    slot->array.flags = RP_ARRAY_WRITEABLE;
    rp_fill_strides(slot->array.strides, ndim, shape, slot->array.dtype->itemsize, RP_ORDER_C);
    return &slot->array;
}

static rp_array *line(rp_slot *slot, int num, void *data, intptr_t length)
{
    return dense(slot, num, data, 1, &length);
}

/* ---- bits ---- */

enum { MOST = 300000 };
static uint8_t bytes[MOST + 16];

static bool bit(const rp_array *packed, intptr_t outer, intptr_t k, intptr_t inner, intptr_t m,
                intptr_t n, bool little)
{
    uint8_t byte = (uint8_t)packed->data[(outer * m + k / 8) * n + inner];
    return byte >> (little ? k % 8 : 7 - k % 8) & 1;
}

/* (outer, length, inner) there and back. */
static void check_bits(intptr_t outer, intptr_t length, intptr_t inner)
{
    intptr_t shape[] = {outer, length, inner}, m = (length + 7) / 8;
    for (int little = 0; little < 2; little++) {
        rp_slot a, packed, back;
        dense(&a, RP_UINT8, bytes, 3, shape);
        rp_slot_init(&packed);
        rp_slot_init(&back);
        CHECK(rp_packbits(&packed.array, &a.array, 1, (rp_bit_order)little) == 0);
        CHECK(packed.array.shape[1] == m);
        bool same = true;
        for (intptr_t o = 0; o < outer; o++)
            for (intptr_t k = 0; k < 8 * m; k++)
                for (intptr_t i = 0; i < inner; i++)
                    same &= bit(&packed.array, o, k, i, m, inner, little) ==
                            (k < length && bytes[(o * length + k) * inner + i] != 0);
        CHECK(same);
        CHECK(rp_unpackbits(&back.array, &packed.array, 1, length, (rp_bit_order)little) == 0);
        CHECK(back.array.shape[1] == length);
        for (intptr_t i = 0; i < outer * length * inner; i++)
            same &= (uint8_t)back.array.data[i] == (bytes[i] != 0);
        CHECK(same);
        rp_array_release(&back.array);
        /* Past the end there are zeros. */
        CHECK(rp_unpackbits(&back.array, &packed.array, 1, 8 * m + 11, (rp_bit_order)little) == 0);
        for (intptr_t o = 0; o < outer; o++)
            for (intptr_t k = 0; k < 8 * m + 11; k++)
                for (intptr_t i = 0; i < inner; i++)
                    same &= back.array.data[(o * (8 * m + 11) + k) * inner + i] ==
                            (k < length && bytes[(o * length + k) * inner + i] != 0);
        CHECK(same);
        rp_array_release(&back.array);
        rp_array_release(&packed.array);
    }
}

static void fill_bytes(void)
{
    for (int i = 0; i < MOST; i++)
        bytes[i] = (uint8_t)(random_below(3) ? random_below(256) : 0);
}

static void packing(void)
{
    fill_bytes();
    for (intptr_t length = 0; length < 70; length++)
        check_bits(1, length, 1);
    for (intptr_t length = 0; length < 40; length += 3)
        for (intptr_t inner = 0; inner < 40; inner += inner < 3 ? 1 : 7)
            check_bits(3, length, inner);
    check_bits(1, 32768, 1);
    check_bits(1, 32767, 1);
    check_bits(2, 70001, 1);
}

static void packing_on_threads(void)
{
    fill_bytes();
    CHECK(rp_pool_start(3) == 3);
    check_bits(1, MOST, 1);
    check_bits(2000, 131, 1);
    check_bits(5, 99, 600);
    rp_pool_stop();
}

static void packing_errors(void)
{
    rp_slot a, out;
    intptr_t shape[] = {4, 6};
    dense(&a, RP_FLOAT32, bytes, 2, shape);
    rp_slot_init(&out);
    CHECK_ERROR(rp_packbits(&out.array, &a.array, 0, RP_BITS_BIG), RP_TYPE_ERROR, "integer or");
    CHECK_ERROR(rp_unpackbits(&out.array, &a.array, 0, 3, RP_BITS_BIG), RP_TYPE_ERROR, "unsigned");
    dense(&a, RP_UINT8, bytes, 2, shape);
    CHECK_ERROR(rp_unpackbits(&out.array, &a.array, 0, -33, RP_BITS_BIG), RP_VALUE_ERROR, "-count");
    CHECK_ERROR(rp_unpackbits(&out.array, &a.array, 0, INTPTR_MIN, RP_BITS_BIG), RP_VALUE_ERROR,
                "-count");
    CHECK(rp_unpackbits(&out.array, &a.array, 0, -32, RP_BITS_BIG) == 0);
    CHECK(out.array.shape[0] == 0);
    rp_array_release(&out.array);
    CHECK_ERROR(rp_unpackbits(&out.array, &a.array, 0, INTPTR_MAX / 2, RP_BITS_BIG), RP_VALUE_ERROR,
                "too big");
    a.array.strides[1] = 2; /* a copy, and the result */
    for (long n = 0; n < 2; n++) {
        rp_alloc_fail_after(n);
        CHECK_ERROR(rp_packbits(&out.array, &a.array, 0, RP_BITS_BIG), RP_MEMORY_ERROR, "");
        rp_alloc_fail_after(n);
        CHECK_ERROR(rp_unpackbits(&out.array, &a.array, 0, 3, RP_BITS_BIG), RP_MEMORY_ERROR, "");
        CHECK(!out.array.block);
    }
}

/* ---- delete and insert ---- */

static int16_t elements[MOST], values[MOST];
static intptr_t places[MOST];

static void check_delete(intptr_t outer, intptr_t length, intptr_t inner, intptr_t n)
{
    intptr_t shape[] = {outer, length, inner}, kept = 0;
    static bool gone[MOST];
    memset(gone, 0, sizeof gone);
    for (intptr_t i = 0; i < n; i++) {
        places[i] = random_between(-(int)length, (int)length - 1);
        gone[places[i] < 0 ? places[i] + length : places[i]] = true;
    }
    rp_slot a, which, by_position, by_mark;
    dense(&a, RP_INT16, elements, 3, shape);
    rp_slot_init(&by_position);
    rp_slot_init(&by_mark);
    line(&which, RP_INTP, places, n);
    CHECK(rp_delete(&by_position.array, &a.array, 1, &which.array) == 0);
    line(&which, RP_BOOL, gone, length);
    CHECK(rp_delete(&by_mark.array, &a.array, 1, &which.array) == 0);
    for (intptr_t i = 0; i < length; i++)
        kept += !gone[i];
    bool same = by_position.array.shape[1] == kept && by_mark.array.shape[1] == kept;
    for (intptr_t o = 0; o < outer; o++)
        for (intptr_t i = 0, k = 0; i < length; k += !gone[i++])
            for (intptr_t j = 0; j < inner && !gone[i]; j++) {
                int16_t expected = elements[(o * length + i) * inner + j];
                same &= ((int16_t *)by_position.array.data)[(o * kept + k) * inner + j] == expected;
                same &= ((int16_t *)by_mark.array.data)[(o * kept + k) * inner + j] == expected;
            }
    CHECK(same);
    rp_array_release(&by_position.array);
    rp_array_release(&by_mark.array);
}

/* One after the other, each before its place as it was at first. */
static void check_insert(intptr_t outer, intptr_t length, intptr_t inner, intptr_t n)
{
    intptr_t shape[] = {outer, length, inner}, news[] = {outer, n, inner};
    for (intptr_t i = 0; i < n; i++)
        places[i] = random_between(-(int)length, (int)length);
    rp_slot a, before, what, out;
    dense(&a, RP_INT16, elements, 3, shape);
    dense(&what, RP_INT16, values, 3, news);
    line(&before, RP_INTP, places, n);
    rp_slot_init(&out);
    CHECK(rp_insert(&out.array, &a.array, 1, &before.array, &what.array) == 0);
    CHECK(out.array.shape[1] == length + n);
    bool same = true;
    for (intptr_t o = 0; o < outer; o++) {
        const int16_t *row = (int16_t *)out.array.data + o * (length + n) * inner;
        for (intptr_t k = 0; k <= length; k++) {
            for (intptr_t i = 0; i < n; i++) {
                intptr_t at = places[i] < 0 ? places[i] + length : places[i];
                for (intptr_t j = 0; j < inner && at == k; j++)
                    same &= *row++ == values[(o * n + i) * inner + j];
            }
            for (intptr_t j = 0; j < inner && k < length; j++)
                same &= *row++ == elements[(o * length + k) * inner + j];
        }
    }
    CHECK(same);
    rp_array_release(&out.array);
}

static void fill_elements(void)
{
    for (int i = 0; i < MOST; i++) {
        elements[i] = (int16_t)i;
        values[i] = (int16_t)(i * 31);
    }
}

static void splicing(void)
{
    fill_elements();
    for (intptr_t length = 1; length < 12; length++)
        for (intptr_t inner = 0; inner < 4; inner++)
            for (intptr_t n = 0; n < 15; n += 1 + n / 4) {
                check_delete(3, length, inner, n);
                check_insert(3, length, inner, n);
            }
    check_delete(1, 5000, 1, 3000);
    check_insert(1, 500, 1, 700);
    check_insert(1, 0, 3, 4);
}

static void splicing_on_threads(void)
{
    fill_elements();
    CHECK(rp_pool_start(3) == 3);
    check_delete(1, MOST, 1, 100000);
    check_delete(100, 600, 4, 200);
    check_insert(200, 700, 1, 300);
    check_insert(1, 900, 300, 90);
    rp_pool_stop();
}

static void splicing_errors(void)
{
    rp_slot a, which, what, out;
    intptr_t shape[] = {3, 4}, at[] = {0, 4};
    bool marks[4] = {true, false, false, true};
    dense(&a, RP_INT16, elements, 2, shape);
    rp_slot_init(&out);
    rp_array *to = &out.array, *from = &a.array;
    line(&which, RP_INTP, at, 2);
    CHECK_ERROR(rp_delete(to, from, 1, &which.array), RP_INDEX_ERROR, "index 4 is out of bounds");
    line(&what, RP_INT16, values, 3);
    CHECK_ERROR(rp_insert(to, from, 1, &which.array, &what.array), RP_VALUE_ERROR, "broadcast");
    at[1] = 5;
    line(&what, RP_INT16, values, 1);
    CHECK_ERROR(rp_insert(to, from, 1, &which.array, &what.array), RP_INDEX_ERROR, "index 5");
    at[1] = -5;
    CHECK_ERROR(rp_insert(to, from, 1, &which.array, &what.array), RP_INDEX_ERROR, "index -5");
    line(&which, RP_BOOL, marks, 4);
    CHECK_ERROR(rp_delete(to, from, 0, &which.array), RP_VALUE_ERROR, "axis length of 3");
    CHECK_ERROR(rp_insert(to, from, 0, &which.array, &what.array), RP_INDEX_ERROR, "integer");
    line(&which, RP_FLOAT64, at, 1);
    CHECK_ERROR(rp_delete(to, from, 0, &which.array), RP_INDEX_ERROR, "integer");
    /* Everything is a copy: of the array, the positions, the values. */
    at[1] = 2;
    a.array.strides[1] = 4;
    int16_t small[] = {0, 2};
    line(&which, RP_INT16, small, 2);
    for (long n = 0; n < 6; n++) {
        rp_alloc_fail_after(n);
        CHECK_ERROR(rp_delete(to, from, 0, &which.array), RP_MEMORY_ERROR, "");
        CHECK(!out.array.block);
    }
    for (long n = 0; n < 5; n++) {
        rp_alloc_fail_after(n);
        CHECK_ERROR(rp_insert(to, from, 0, &which.array, &what.array), RP_MEMORY_ERROR, "");
        CHECK(!out.array.block);
    }
    rp_alloc_fail_after(-1);
    CHECK(rp_insert(to, from, 0, &which.array, &what.array) == 0);
    rp_array_release(to);
}

/* ---- views by hand ---- */

/* Whatever is allowed lies within the block: each element is read, under AddressSanitizer. */
static void strided_views_stay_inside(void)
{
    int allowed = 0, refused = 0;
    for (int round = 0; round < 20000; round++) {
        intptr_t nbytes = random_below(200);
        char *block = rp_alloc((size_t)nbytes);
        rp_slot a, out;
        rp_slot_init(&a);
        rp_slot_init(&out);
        a.array.dtype = rp_dtype_of(random_below(2) ? RP_INT16 : RP_FLOAT64);
        a.array.data = block + random_below((int)nbytes + 1);
        int ndim = random_below(4);
        intptr_t shape[3], strides[3];
        for (int i = 0; i < ndim; i++) {
            shape[i] = random_below(6);
            strides[i] = random_between(-20, 20);
        }
        if (rp_view_strided(&out.array, &a.array, ndim, shape, strides, block, nbytes) < 0) {
            refused++;
        } else {
            allowed += rp_array_size(&out.array) > 0;
            uintptr_t begin, end;
            rp_memory_extent(&out.array, &begin, &end);
            CHECK(begin == end ||
                  (begin >= (uintptr_t)block && end <= (uintptr_t)block + (uintptr_t)nbytes));
            rp_slot copy;
            rp_slot_init(&copy);
            CHECK(rp_array_copy(&copy.array, &out.array, NULL, RP_ORDER_C) == 0);
            rp_array_release(&copy.array);
        }
        rp_free(block);
    }
    CHECK(allowed > 1000 && refused > 1000);
}

static void strided_views_of_huge_spans(void)
{
    char block[64];
    rp_slot a, out;
    line(&a, RP_INT16, block, 32);
    rp_slot_init(&out);
    intptr_t shape[] = {2, 3}, far[] = {INTPTR_MAX, INTPTR_MAX}, back[] = {INTPTR_MIN, -2};
    CHECK_ERROR(rp_view_strided(&out.array, &a.array, 2, shape, far, block, 64), RP_VALUE_ERROR,
                "has 64 bytes");
    CHECK_ERROR(rp_view_strided(&out.array, &a.array, 2, shape, back, block, 64), RP_VALUE_ERROR,
                "64");
    intptr_t near[] = {2, -2}, fits[] = {12, 4};
    CHECK_ERROR(rp_view_strided(&out.array, &a.array, 2, shape, near, block, 64), RP_VALUE_ERROR,
                "bytes -4 to 4 of a block of 64");
    CHECK(rp_view_strided(&out.array, &a.array, 2, shape, fits, block, 22) == 0);
    CHECK_ERROR(rp_view_strided(&out.array, &a.array, 2, shape, fits, block, 21), RP_VALUE_ERROR,
                "bytes 0 to 22 of a block of 21");
    intptr_t negative[] = {-1}, many[] = {INTPTR_MAX};
    CHECK_ERROR(rp_view_strided(&out.array, &a.array, 1, negative, near, block, 64), RP_VALUE_ERROR,
                "negative");
    CHECK_ERROR(rp_view_strided(&out.array, &a.array, 1, many, near, block, 64), RP_VALUE_ERROR,
                "too big");
}

static void fields(void)
{
    double element[] = {1, 2};
    rp_slot a, out;
    line(&a, RP_FLOAT64, element, 2);
    rp_slot_init(&out);
    const rp_dtype *half = rp_dtype_of(RP_INT32);
    CHECK(rp_view_field(&out.array, &a.array, half, 4) == 0);
    CHECK(out.array.data == (char *)element + 4 && out.array.strides[0] == 8);
    CHECK_ERROR(rp_view_field(&out.array, &a.array, half, 5), RP_VALUE_ERROR, "plus offset");
    CHECK_ERROR(rp_view_field(&out.array, &a.array, half, INTPTR_MAX), RP_VALUE_ERROR, "plus");
    CHECK_ERROR(rp_view_field(&out.array, &a.array, half, -1), RP_VALUE_ERROR, "negative");
    CHECK_ERROR(rp_view_field(&out.array, &a.array, rp_dtype_of(RP_COMPLEX128), 0), RP_VALUE_ERROR,
                "larger");
}

static const check_test tests[] = {
    TEST(packing),  TEST(packing_on_threads),        TEST(packing_errors),
    TEST(splicing), TEST(splicing_on_threads),       TEST(splicing_errors),
    TEST(fields),   TEST(strided_views_stay_inside), TEST(strided_views_of_huge_spans),
};

CHECK_MAIN(tests)
