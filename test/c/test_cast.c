/* Casts: values against NumPy's, and every pair, stride, alignment and byte order against a
 * reference that casts one element in the plainest way. */
#include "check.h"
#include "dtype/cast.h"
#include "dtype_oracle.h"
#include <stdlib.h>

/* ---- the reference ---- */

typedef struct value {
    char kind; /* as dtype.kind */
    int64_t i;
    uint64_t u;
    double re, im;
} value;

static double half_value(uint16_t bits)
{
    int exponent = bits >> 10 & 31, mantissa = bits & 1023;
    double magnitude = exponent == 31 ? (mantissa ? NAN : INFINITY)
                       : exponent     ? ldexp(1024 + mantissa, exponent - 25)
                                      : ldexp(mantissa, -24);
    return bits & 0x8000 ? -magnitude : magnitude;
}

static uint16_t half_bits(double x)
{
    uint16_t sign = signbit(x) ? 0x8000 : 0;
    double magnitude = fabs(x);
    if (isnan(x))
        return sign | 0x7e00;
    if (magnitude >= 65520)
        return sign | 0x7c00;
    int exponent = magnitude < 0x1p-14 ? -14 : ilogb(magnitude);
    long units = lrint(ldexp(magnitude, 10 - exponent)); /* to even; up to 2048 */
    return sign | (uint16_t)(units + 1024 * (exponent + 14));
}

static value read_value(int num, const char *p)
{
    value v = {.kind = rp_dtype_of(num)->kind};
    switch (num) {
    case RP_BOOL: v.u = *(const uint8_t *)p != 0; break;
#define INTEGER(NUMBER, name, c_type, ...)                                                         \
    case RP_##NUMBER: v.i = (int64_t) * (const c_type *)p; break;
        RP_SIGNED_DTYPES(INTEGER)
#undef INTEGER
#define INTEGER(NUMBER, name, c_type, ...)                                                         \
    case RP_##NUMBER: v.u = *(const c_type *)p; break;
        RP_UNSIGNED_DTYPES(INTEGER)
#undef INTEGER
    case RP_FLOAT16: v.re = half_value(*(const uint16_t *)p); break;
    case RP_FLOAT32: v.re = *(const float *)p; break;
    case RP_FLOAT64: v.re = *(const double *)p; break;
    case RP_COMPLEX64: v.re = ((const float *)p)[0], v.im = ((const float *)p)[1]; break;
    case RP_COMPLEX128: v.re = ((const double *)p)[0], v.im = ((const double *)p)[1]; break;
    }
    if (v.kind == 'i')
        v.u = (uint64_t)v.i;
    return v;
}

static uint64_t integer_of_double(double x, int num)
{
    double t = trunc(x);
    if (num == RP_UINT64) {
        if (t >= 0x1p64)
            return 0;
        if (t >= 0x1p63)
            return (uint64_t)t;
    }
    bool wide = num >= RP_UINT32;
    if (!(fabs(t) < (wide ? 0x1p63 : 0x1p31)))
        return wide ? (uint64_t)INT64_MIN : (uint64_t)(int64_t)INT32_MIN;
    return (uint64_t)(int64_t)t;
}

static double double_of(value v)
{
    return v.kind == 'i' ? (double)v.i : v.kind == 'u' || v.kind == 'b' ? (double)v.u : v.re;
}

static float float_of(value v)
{
    return v.kind == 'i' ? (float)v.i : v.kind == 'u' || v.kind == 'b' ? (float)v.u : (float)v.re;
}

static void write_value(int num, char *p, value v)
{
    bool inexact = v.kind == 'f' || v.kind == 'c';
    uint64_t integer = inexact ? integer_of_double(v.re, num) : v.u;
    switch (num) {
    case RP_BOOL: *(uint8_t *)p = inexact ? v.re != 0 || v.im != 0 : v.u != 0; break;
#define INTEGER(NUMBER, name, c_type, ...)                                                         \
    case RP_##NUMBER: *(c_type *)p = (c_type)integer; break;
        RP_INTEGER_DTYPES(INTEGER)
#undef INTEGER
    case RP_FLOAT16: *(uint16_t *)p = half_bits(inexact ? v.re : float_of(v)); break;
    case RP_FLOAT32: *(float *)p = float_of(v); break;
    case RP_FLOAT64: *(double *)p = double_of(v); break;
    case RP_COMPLEX64:
        ((float *)p)[0] = float_of(v);
        ((float *)p)[1] = (float)v.im;
        break;
    case RP_COMPLEX128:
        ((double *)p)[0] = double_of(v);
        ((double *)p)[1] = v.im;
        break;
    }
}

/* Equal bits, but that any NaN will do for a NaN. */
static bool same_element(int num, const char *a, const char *b)
{
    const rp_dtype *d = rp_dtype_of(num);
    if (memcmp(a, b, (size_t)d->itemsize) == 0)
        return true;
    if (!rp_is_inexact(d))
        return false;
    value x = read_value(num, a), y = read_value(num, b);
    bool re = x.re == y.re ? signbit(x.re) == signbit(y.re) : isnan(x.re) && isnan(y.re);
    bool im = x.im == y.im ? signbit(x.im) == signbit(y.im) : isnan(x.im) && isnan(y.im);
    return re && im;
}

/* ---- sources of all sorts ---- */

static uint64_t random_state = 88172645463325252u;
static uint64_t random_bits(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    return random_state ^= random_state << 17;
}

static const double edges[] = {
    0.0,
    -0.0,
    1,
    -1,
    0.5,
    1.5,
    127,
    128,
    255.5,
    256,
    -129,
    32768,
    65504,
    65519,
    65520,
    65536,
    2147483647.0,
    2147483648.0,
    -2147483648.5,
    -2147483649.0,
    4294967295.0,
    4294967296.5,
    0x1p51,
    -0x1p51,
    0x1.8p52,
    0x1p53,
    0x1p62,
    0x1p63,
    -0x1p63,
    -0x1.0000000000001p63,
    0x1.8p63,
    0x1p64,
    0x1p90,
    -0x1p90,
    1e300,
    -1e300,
    INFINITY,
    -INFINITY,
    NAN,
    1e-8,
    6e-8,
    2.98e-8,
    1e-40,
    5e-324,
    3.4e38,
    3.41e38,
};
enum { EDGES = sizeof edges / sizeof *edges };

/* `small`: all values of moderate size, for the paths that suppose that. */
static void random_element(int num, char *p, bool small)
{
    const rp_dtype *d = rp_dtype_of(num);
    uint64_t bits[2] = {random_bits(), random_bits()};
    if (num == RP_BOOL) { /* any byte that is not 0 is true */
        *p = (char)(bits[0] % 4 == 3 ? bits[1] : bits[0] % 2);
    } else if (!rp_is_inexact(d)) {
        uint64_t shift = small ? 64 - 8 : bits[1] % 64;
        uint64_t x = bits[1] >> 32 & 1 ? (uint64_t)((int64_t)bits[0] >> shift) : bits[0] >> shift;
        memcpy(p, &x, (size_t)d->itemsize); /* little-endian */
    } else {
        double re = (double)((int64_t)bits[0] >> (small ? 40 : bits[1] % 64)) / 64,
               im = (double)(bits[1] >> 60);
        if (!small && bits[1] >> 32 & 1)
            re = edges[bits[0] % EDGES];
        if (!small && (bits[1] >> 33 & 7) == 0)
            im = edges[bits[1] >> 40 & 31];
        write_value(num, p, (value){.kind = 'c', .re = re, .im = im});
    }
}

static void swap_element(const rp_dtype *d, char *p)
{
    int part = d->kind == 'c' ? d->itemsize / 2 : d->itemsize;
    for (int start = 0; start < d->itemsize; start += part)
        for (int k = 0; k < part / 2; k++) {
            char c = p[start + k];
            p[start + k] = p[start + part - 1 - k];
            p[start + part - 1 - k] = c;
        }
}

/* ---- every pair ---- */

enum { LONGEST = 600, ROOM = 16 * LONGEST * 2 * 2 + 64 };
static _Alignas(64) char src_room[ROOM], dst_room[ROOM], expected[ROOM];

/* One transfer; the factors multiply the item sizes. Returns whether all bytes are as they should.
 */
static bool transfer_is_right(const rp_dtype *from, const rp_dtype *to, intptr_t n,
                              intptr_t from_factor, intptr_t to_factor, int misalign, bool small)
{
    intptr_t ss = from->itemsize * from_factor, ds = to->itemsize * to_factor;
    char *src = src_room + ROOM / 2 + misalign, *dst = dst_room + ROOM / 2 + misalign;
    memset(dst_room, 0x33, ROOM);
    memset(expected, 0x33, ROOM);
    for (intptr_t i = 0; i < n; i++) {
        _Alignas(16) char in[16];
        random_element(from->num, in, small);
        if (from->swapped)
            swap_element(from, in);
        memcpy(src + i * ss, in, (size_t)from->itemsize);
    }
    for (intptr_t i = 0; i < n; i++) {
        _Alignas(16) char in[16], out[16];
        memcpy(in, src + i * ss, (size_t)from->itemsize);
        if (from->swapped)
            swap_element(from, in);
        if (from->num == to->num)
            memcpy(out, in, 16);
        else
            write_value(to->num, out, read_value(from->num, in));
        memcpy(expected + ROOM / 2 + misalign + i * ds, out, (size_t)to->itemsize);
    }

    rp_transfer t;
    if (rp_transfer_init(&t, from, to, misalign == 0) < 0)
        return false;
    rp_transfer_run(&t, src, ss, dst, ds, n);

    for (intptr_t i = 0; i < n; i++) {
        _Alignas(16) char got[16], want[16];
        char *place = expected + ROOM / 2 + misalign + i * ds;
        memcpy(got, dst + i * ds, (size_t)to->itemsize);
        memcpy(want, place, (size_t)to->itemsize);
        if (to->swapped)
            swap_element(to, got);
        if (!(from->num == to->num ? !memcmp(got, want, (size_t)to->itemsize)
                                   : same_element(to->num, got, want)))
            return false;
        memcpy(place, dst + i * ds, (size_t)to->itemsize);
    }
    return memcmp(expected, dst_room, ROOM) == 0; /* nothing else was written */
}

static void every_pair_casts(void)
{
    static const intptr_t factors[][2] = {{1, 1},  {2, 1},  {1, 2}, {2, 2},
                                          {-1, 1}, {1, -2}, {0, 1}, {0, 2}};
    static const intptr_t counts[] = {0, 1, 2, 7, 33, 257, LONGEST};
    for (int a = 0; a < rp_dtype_count(); a++)
        for (int b = 0; b < rp_dtype_count(); b++) {
            const rp_dtype *from = rp_dtype_by_id(a), *to = rp_dtype_by_id(b);
            for (int f = 0; f < 8; f++)
                for (int c = 0; c < 7; c++) {
                    if ((from->swapped || to->swapped) && (f + c + a) % 3)
                        continue; /* a third is enough */
                    int misalign = (a + b + f + c) % 3;
                    if (!transfer_is_right(from, to, counts[c], factors[f][0], factors[f][1],
                                           misalign, (f + c) % 2)) {
                        fprintf(
                            stderr, "%s%s -> %s%s, %d elements, strides %d, %d, misaligned %d\n",
                            from->swapped ? ">" : "", from->name, to->swapped ? ">" : "", to->name,
                            (int)counts[c], (int)factors[f][0], (int)factors[f][1], misalign);
                        CHECK(false);
                    }
                }
            CHECK(transfer_is_right(from, to, LONGEST, 1, 1, 0, false));
            CHECK(transfer_is_right(from, to, LONGEST, 1, 1, 0, true));
        }
}

static void single_elements_cast(void)
{
    for (int a = 0; a < rp_dtype_count(); a++)
        for (int b = 0; b < rp_dtype_count(); b++)
            for (int round = 0; round < 20; round++) {
                const rp_dtype *from = rp_dtype_by_id(a), *to = rp_dtype_by_id(b);
                _Alignas(16) char in[16], plain[16], want[16];
                char src[17], dst[17];
                random_element(from->num, plain, false);
                memcpy(in, plain, 16);
                if (from->swapped)
                    swap_element(from, in);
                memcpy(src + 1, in, 16);
                CHECK(rp_cast_element(from, src + 1, to, dst + 1) == 0);
                memcpy(in, dst + 1, 16);
                if (to->swapped)
                    swap_element(to, in);
                if (from->num == to->num)
                    memcpy(want, plain, 16);
                else
                    write_value(to->num, want, read_value(from->num, plain));
                CHECK(same_element(to->num, in, want));
            }
}

/* The same place, for types of one size. */
static void casts_in_place(void)
{
    for (int a = 0; a < RP_NUM_NUMERIC; a++)
        for (int b = 0; b < RP_NUM_NUMERIC; b++)
            for (int factor = 1; factor <= 2; factor++) {
                const rp_dtype *from = rp_dtype_of(a), *to = rp_dtype_of(b);
                intptr_t size = from->itemsize, stride = size * factor;
                if (to->itemsize != size)
                    continue;
                for (intptr_t i = 0; i < LONGEST; i++)
                    random_element(a, src_room + i * stride, false);
                memcpy(dst_room, src_room, ROOM);
                rp_transfer t;
                CHECK(rp_transfer_init(&t, from, to, true) == 0);
                rp_transfer_run(&t, src_room, stride, dst_room, stride, LONGEST);
                rp_transfer_run(&t, src_room, stride, src_room, stride, LONGEST);
                for (intptr_t i = 0; i < LONGEST; i++)
                    CHECK(same_element(b, src_room + i * stride, dst_room + i * stride));
            }
}

/* ---- against NumPy ---- */

/* Casts an array of one value, long enough for all paths, and returns the bits of its elements. */
static uint64_t cast_bits(int from, const void *element, int to, intptr_t n)
{
    rp_transfer t;
    CHECK(rp_transfer_init(&t, rp_dtype_of(from), rp_dtype_of(to), true) == 0);
    intptr_t from_size = rp_dtype_of(from)->itemsize, to_size = rp_dtype_of(to)->itemsize;
    for (intptr_t i = 0; i < n; i++)
        memcpy(src_room + i * from_size, element, (size_t)from_size);
    rp_transfer_run(&t, src_room, from_size, dst_room, to_size, n);
    for (intptr_t i = 1; i < n; i++)
        CHECK(memcmp(dst_room, dst_room + i * to_size, (size_t)to_size) == 0);
    uint64_t bits = 0;
    memcpy(&bits, dst_room, (size_t)to_size);
    return bits;
}

static void floats_truncate_as_in_numpy(void)
{
    static const int targets[][2] = {{RP_INT8, RP_UINT8}, {RP_INT16, RP_UINT16}, {RP_INT32, -1},
                                     {RP_UINT32, -1},     {RP_INT64, -1},        {RP_UINT64, -1}};
    for (size_t i = 0; i < sizeof oracle_float_to_int / sizeof *oracle_float_to_int; i++)
        for (int k = 0; k < 12; k++) {
            int to = targets[k / 2][k % 2];
            if (to < 0)
                continue;
            double x = oracle_float_to_int[i].value;
            uint64_t of_double = oracle_float_to_int[i].of_double[k / 2];
            uint64_t of_single = oracle_float_to_int[i].of_single[k / 2];
            for (intptr_t n = 1; n < 40; n += 6) {
                bool good =
                    cast_bits(RP_FLOAT64, &x, to, n) == of_double &&
                    cast_bits(RP_COMPLEX128, &(rp_complex128){x, 5}, to, n) == of_double &&
                    cast_bits(RP_FLOAT32, &(float){(float)x}, to, n) == of_single &&
                    cast_bits(RP_COMPLEX64, &(rp_complex64){(float)x, 5}, to, n) == of_single;
                if (!good)
                    fprintf(stderr, "%a to %s, %d elements\n", x, rp_dtype_of(to)->name, (int)n);
                CHECK(good);
            }
        }
}

static void wide_integers_round_as_in_numpy(void)
{
    for (size_t i = 0; i < sizeof oracle_int_to_float / sizeof *oracle_int_to_float; i++)
        for (intptr_t n = 1; n < 20; n += 6) {
            uint64_t x = oracle_int_to_float[i].value;
            CHECK(cast_bits(RP_INT64, &x, RP_FLOAT32, n) == oracle_int_to_float[i].i64_f32);
            CHECK(cast_bits(RP_UINT64, &x, RP_FLOAT32, n) == oracle_int_to_float[i].u64_f32);
            CHECK(cast_bits(RP_INT64, &x, RP_FLOAT64, n) == oracle_int_to_float[i].i64_f64);
            CHECK(cast_bits(RP_UINT64, &x, RP_FLOAT64, n) == oracle_int_to_float[i].u64_f64);
        }
}

static void halves_round_once(void)
{
    for (size_t i = 0; i < sizeof oracle_to_half / sizeof *oracle_to_half; i++)
        for (intptr_t n = 1; n < 20; n += 6) {
            double x = oracle_to_half[i].value;
            float single = (float)x;
            uint16_t of_double = oracle_to_half[i].of_double,
                     of_single = oracle_to_half[i].of_single;
            CHECK(cast_bits(RP_FLOAT64, &x, RP_FLOAT16, n) == of_double);
            CHECK(cast_bits(RP_COMPLEX128, &(rp_complex128){x, 1}, RP_FLOAT16, n) == of_double);
            CHECK(cast_bits(RP_FLOAT32, &single, RP_FLOAT16, n) == of_single);
            CHECK(cast_bits(RP_COMPLEX64, &(rp_complex64){single, 1}, RP_FLOAT16, n) == of_single);
            int64_t whole = fabs(x) < 0x1p63 ? (int64_t)x : INT64_MIN;
            CHECK(cast_bits(RP_INT64, &whole, RP_FLOAT16, n) == oracle_to_half[i].of_int64);
        }
}

static void every_half_converts(void)
{
    for (uint32_t bits = 0; bits < 0x10000; bits++) {
        rp_half half = {(uint16_t)bits};
        bool nan = (bits & 0x7fff) > 0x7c00;
        double expected_value = half_value(half.bits);
        float single = rp_half_to_float(half);
        CHECK(nan ? isnan(single) && signbit(single) == (bits >> 15)
                  : single == expected_value && signbit(single) == (bits >> 15));
        rp_half back = rp_half_of_float(single), wide_back = rp_half_of_double(single);
        CHECK(back.bits == bits);                              /* NaNs keep their payload */
        CHECK(nan ? (wide_back.bits | 0x200) == (bits | 0x200) /* but may become quiet ones */
                  : wide_back.bits == bits);
        if (nan || (bits & 0x7fff) >= 0x7bff)
            continue;
        /* Half way to the next one up, and a hair to either side. */
        double next = half_value((uint16_t)(bits + 1)), middle = (expected_value + next) / 2;
        double around[] = {middle, nextafter(middle, -INFINITY), nextafter(middle, INFINITY)};
        for (int k = 0; k < 3; k++) {
            CHECK(rp_half_of_double(around[k]).bits == half_bits(around[k]));
            float near =
                k == 0 ? (float)middle : nextafterf((float)middle, k == 1 ? -INFINITY : INFINITY);
            CHECK(rp_half_of_float(near).bits == half_bits(near));
        }
    }
    for (int i = 0; i < 200000; i++) {
        uint64_t bits = random_bits();
        double x = rp_double_of_bits((bits & 0x800fffffffffffffu) | (1023 - 30 + bits % 50) << 52);
        CHECK(rp_half_of_double(x).bits == half_bits(x));
        CHECK(rp_half_of_float((float)x).bits == half_bits((float)x));
    }
}

static void random_wide_values_cast(void)
{
    for (int round = 0; round < 200; round++)
        for (int from = RP_INT64; from <= RP_FLOAT64; from++)
            for (int to = RP_INT8; to <= RP_FLOAT64; to++) {
                if (from == to)
                    continue;
                for (intptr_t i = 0; i < LONGEST; i++) { /* any bits: every exponent, every NaN */
                    uint64_t x = random_bits();
                    if (from == RP_FLOAT64 && i % 2)
                        x = (x & 0x800fffffffffffffu) | (1023 - 2 + x % 70) << 52;
                    if (from == RP_FLOAT32 && i % 2)
                        x = (x & 0x807fffffu) | (127 - 2 + x % 70) << 23;
                    memcpy(src_room + i * rp_dtype_of(from)->itemsize, &x, 8);
                }
                rp_transfer t;
                CHECK(rp_transfer_init(&t, rp_dtype_of(from), rp_dtype_of(to), true) == 0);
                intptr_t ss = rp_dtype_of(from)->itemsize, ds = rp_dtype_of(to)->itemsize;
                rp_transfer_run(&t, src_room, ss, dst_room, ds, LONGEST);
                for (intptr_t i = 0; i < LONGEST; i++) {
                    write_value(to, expected, read_value(from, src_room + i * ss));
                    CHECK(same_element(to, expected, dst_room + i * ds));
                }
            }
}

static const check_test tests[] = {
    TEST(every_pair_casts),
    TEST(single_elements_cast),
    TEST(casts_in_place),
    TEST(floats_truncate_as_in_numpy),
    TEST(wide_integers_round_as_in_numpy),
    TEST(halves_round_once),
    TEST(every_half_converts),
    TEST(random_wide_values_cast),
};
CHECK_MAIN(tests)
