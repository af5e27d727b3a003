/* Each elementary function against MPFR, which computes with 120 bits: the error in units of the
 * last place may not pass what the list of ufuncs promises. `--write` makes the checksums of the
 * results anew, with which test/js/accuracy.test.ts compares what WebAssembly gives. Functions of
 * one float32 are swept as well, against the C library's of double: with `--all` over every operand
 * there is, and the others with 50 times as many points, in 40 minutes. */
#include "check.h"
#include "accuracy_points.h"
#include "ufunc/ufunc_internal.h"
#include <math.h>
#include <mpfr.h>
#include <stdlib.h>

enum { POINTS = 100000, SUMMED = 20000, PRECISION = 120 };
static const char fixture[] = "test/oracle/fixtures/accuracy.json";

/* --- References --- */

typedef int (*reference1)(mpfr_t, const mpfr_t, mpfr_rnd_t);
typedef int (*reference2)(mpfr_t, const mpfr_t, const mpfr_t, mpfr_rnd_t);

/* larger + log(1 + exp(smaller - larger)), with twice the bits: the two may nearly cancel. */
static int add_logarithms(mpfr_t y, const mpfr_t a, const mpfr_t b, bool binary)
{
    if (mpfr_nan_p(a) || mpfr_nan_p(b))
        return mpfr_set_nan(y), 0;
    bool a_larger = mpfr_cmp(a, b) > 0;
    mpfr_srcptr larger = a_larger ? a : b, smaller = a_larger ? b : a;
    if (mpfr_inf_p(larger) || mpfr_inf_p(smaller))
        return mpfr_set(y, larger, MPFR_RNDN);
    mpfr_t t;
    mpfr_init2(t, 2 * PRECISION);
    mpfr_sub(t, smaller, larger, MPFR_RNDN);
    binary ? mpfr_exp2(t, t, MPFR_RNDN) : mpfr_exp(t, t, MPFR_RNDN);
    binary ? mpfr_log2p1(t, t, MPFR_RNDN) : mpfr_log1p(t, t, MPFR_RNDN);
    mpfr_add(y, larger, t, MPFR_RNDN);
    mpfr_clear(t);
    return 0;
}
static int logaddexp(mpfr_t y, const mpfr_t a, const mpfr_t b, mpfr_rnd_t mode)
{
    (void)mode;
    return add_logarithms(y, a, b, false);
}
static int logaddexp2(mpfr_t y, const mpfr_t a, const mpfr_t b, mpfr_rnd_t mode)
{
    (void)mode;
    return add_logarithms(y, a, b, true);
}

static const struct {
    const char *name;
    reference1 one;
    reference2 two;
    double (*quick)(double); /* of one operand */
} references[] = {
    {"exp", mpfr_exp, NULL, exp},         {"exp2", mpfr_exp2, NULL, exp2},
    {"expm1", mpfr_expm1, NULL, expm1},   {"log", mpfr_log, NULL, log},
    {"log2", mpfr_log2, NULL, log2},      {"log10", mpfr_log10, NULL, log10},
    {"log1p", mpfr_log1p, NULL, log1p},   {"sin", mpfr_sin, NULL, sin},
    {"cos", mpfr_cos, NULL, cos},         {"tan", mpfr_tan, NULL, tan},
    {"arcsin", mpfr_asin, NULL, asin},    {"arccos", mpfr_acos, NULL, acos},
    {"arctan", mpfr_atan, NULL, atan},    {"sinh", mpfr_sinh, NULL, sinh},
    {"cosh", mpfr_cosh, NULL, cosh},      {"tanh", mpfr_tanh, NULL, tanh},
    {"arcsinh", mpfr_asinh, NULL, asinh}, {"arccosh", mpfr_acosh, NULL, acosh},
    {"arctanh", mpfr_atanh, NULL, atanh}, {"cbrt", mpfr_cbrt, NULL, cbrt},
    {"power", NULL, mpfr_pow, NULL},      {"float_power", NULL, mpfr_pow, NULL},
    {"arctan2", NULL, mpfr_atan2, NULL},  {"hypot", NULL, mpfr_hypot, NULL},
    {"logaddexp", NULL, logaddexp, NULL}, {"logaddexp2", NULL, logaddexp2, NULL},
};

static int find_reference(const char *name)
{
    for (int i = 0; i < RP_COUNT_OF(references); i++)
        if (strcmp(references[i].name, name) == 0)
            return i;
    return -1;
}

/* --- Errors --- */

typedef struct format {
    int num, size, digits;
    int least, top; /* the exponents of the smallest number, and of the power of two above all,
                       for which an infinity counts */
} format;
static const format formats[] = {
    {.num = RP_FLOAT64, .size = 8, .digits = 53, .least = -1074, .top = 1024},
    {.num = RP_FLOAT32, .size = 4, .digits = 24, .least = -149, .top = 128},
};

static void replace_infinity(mpfr_t x, const format *f)
{
    if (!mpfr_inf_p(x) && !(mpfr_regular_p(x) && mpfr_get_exp(x) > f->top))
        return;
    mpfr_set_si_2exp(x, mpfr_signbit(x) ? -1 : 1, f->top, MPFR_RNDN);
}

/* Of the last place of a number below 2^exponent, but not of half of it: the exponent of the unit.
 */
static long unit_below(long exponent, const format *f)
{
    long unit = exponent - f->digits;
    return unit < f->least ? f->least : unit;
}

/* |got - exact| in units of the last place of `exact`; spoils both. Zeros must have the right sign.
 */
static double error_in_ulps(mpfr_t got, mpfr_t exact, const format *f)
{
    if (mpfr_nan_p(got) || mpfr_nan_p(exact))
        return mpfr_nan_p(got) && mpfr_nan_p(exact) ? 0 : INFINITY;
    if (mpfr_zero_p(exact))
        return mpfr_zero_p(got) && !mpfr_signbit(got) == !mpfr_signbit(exact) ? 0 : INFINITY;
    if (mpfr_inf_p(exact))
        return mpfr_equal_p(got, exact) ? 0 : INFINITY;
    replace_infinity(got, f);
    replace_infinity(exact, f);
    long unit = unit_below(mpfr_get_exp(exact), f);
    mpfr_sub(got, got, exact, MPFR_RNDN);
    mpfr_mul_2si(got, got, -unit, MPFR_RNDN);
    return fabs(mpfr_get_d(got, MPFR_RNDN));
}

/* --- Calls --- */

static char *operands[2], *results;

/* The first round's points are those of test/js/accuracy.test.ts. */
static void make_points(const format *f, int round)
{
    uint32_t state = 2463534242u + (uint32_t)round * 2654435769u;
    for (int i = 0; i < POINTS; i++)
        for (int k = 0; k < 2; k++) {
            if (f->num == RP_FLOAT64)
                ((double *)operands[k])[i] = float64_point(&state, kind_of_point(i, k));
            else
                ((float *)operands[k])[i] = float32_point(&state, kind_of_point(i, k));
        }
}

static void line_of(rp_slot *slot, const format *f, char *data)
{
    rp_slot_init(slot);
    slot->array.dtype = rp_dtype_of(f->num);
    slot->array.data = data;
    slot->array.ndim = 1;
    slot->array.shape[0] = POINTS;
    slot->array.strides[0] = f->size;
    slot->array.flags = RP_ARRAY_WRITEABLE;
}

static int compute(const rp_ufunc *uf, const format *f)
{
    rp_slot slots[3];
    rp_array *ops[3];
    for (int i = 0; i <= uf->nin; i++) {
        line_of(&slots[i], f, i == uf->nin ? results : operands[i]);
        ops[i] = &slots[i].array;
    }
    return rp_ufunc_call(uf, ops, NULL);
}

static double value_at(const char *line, int i, const format *f)
{
    return f->num == RP_FLOAT64 ? ((const double *)line)[i] : (double)((const float *)line)[i];
}

static double worst_error(int reference, const format *f, int *worst_at)
{
    mpfr_t x, y, exact, got;
    mpfr_inits2(PRECISION, x, y, exact, got, (mpfr_ptr)0);
    double worst = 0;
    for (int i = 0; i < POINTS; i++) {
        mpfr_set_d(x, value_at(operands[0], i, f), MPFR_RNDN);
        mpfr_set_d(y, value_at(operands[1], i, f), MPFR_RNDN);
        mpfr_set_d(got, value_at(results, i, f), MPFR_RNDN);
        if (references[reference].one)
            references[reference].one(exact, x, MPFR_RNDN);
        else
            references[reference].two(exact, x, y, MPFR_RNDN);
        double error = error_in_ulps(got, exact, f);
        if (error > worst)
            worst = error, *worst_at = i;
    }
    mpfr_clears(x, y, exact, got, (mpfr_ptr)0);
    return worst;
}

/* FNV-1a over words of 32 bits, low one first, all NaN alike. */
static uint32_t checksum(const format *f)
{
    uint32_t hash = 2166136261u;
    for (int i = 0; i < SUMMED; i++) {
        double value = value_at(results, i, f);
        uint64_t bits =
            f->num == RP_FLOAT64 ? rp_bits_of_double(value) : rp_bits_of_float((float)value);
        if (value != value)
            bits = f->num == RP_FLOAT64 ? 0x7ff8000000000000u : 0x7fc00000u;
        for (int word = 0; word < f->size / 4; word++)
            hash = (hash ^ (uint32_t)(bits >> 32 * word)) * 16777619u;
    }
    return hash;
}

/* --- Tests --- */

static char sums[8192];
static int sums_length;

static void judge(const rp_ufunc *uf, const format *f)
{
    int reference = find_reference(uf->name), at = 0;
    const char *dtype = f->num == RP_FLOAT64 ? "float64" : "float32";
    CHECK(reference >= 0);
    if (reference < 0 || compute(uf, f) < 0) {
        fprintf(stderr, "%s of %s: no reference, or %s\n", uf->name, dtype, rp_error_message());
        check_failures++;
        return;
    }
    double worst = worst_error(reference, f, &at);
    printf("  %-10s %s: %.3f ulp of %g, at %a, %a\n", uf->name, dtype, worst, (double)uf->ulp,
           value_at(operands[0], at, f), value_at(operands[1], at, f));
    CHECK(worst <= (double)uf->ulp);
}

/* Of the results just judged. */
static void add_checksum(const rp_ufunc *uf, const format *f)
{
    const char *dtype = f->num == RP_FLOAT64 ? "float64" : "float32";
    sums_length +=
        snprintf(sums + sums_length, sizeof sums - (size_t)sums_length, "%s    \"%s %s\": %u",
                 sums_length ? ",\n" : "", uf->name, dtype, checksum(f));
}

/* --- Sweeps of float32 --- */

/* A prime, so that all low bits come; every exponent has some 65,000 operands then. */
static uint64_t sweep_step = 127;

static void make_operands_of_sweep(uint64_t first)
{
    for (int i = 0; i < POINTS; i++) {
        uint64_t bits = first + (uint64_t)i * sweep_step;
        ((float *)operands[0])[i] = rp_float_of_bits((uint32_t)(bits <= UINT32_MAX ? bits : 0));
    }
}

/* What overflows in float32 is judged with the points. */
static double error_in_sweep(float got, double exact, const format *f)
{
    if (isnan(exact) || exact == 0 || isinf((float)exact) || isinf(got))
        return isnan(got) == isnan(exact) && (isnan(exact) || got == (float)exact) ? 0 : INFINITY;
    int exponent;
    (void)frexp(exact, &exponent);
    return ldexp(fabs((double)got - exact), -(int)unit_below(exponent, f));
}

static void sweep(const rp_ufunc *uf, double (*exact)(double))
{
    const format *f = &formats[1];
    double worst = 0;
    float worst_at = 0;
    for (uint64_t first = 0; first <= UINT32_MAX; first += POINTS * sweep_step) {
        make_operands_of_sweep(first);
        CHECK(compute(uf, f) == 0);
        for (int i = 0; i < POINTS; i++) {
            float x = ((const float *)operands[0])[i];
            double error = error_in_sweep(((const float *)results)[i], exact(x), f);
            if (error > worst)
                worst = error, worst_at = x;
        }
    }
    printf("  %-10s float32: %.3f ulp of %g, at %a, swept\n", uf->name, worst, (double)uf->ulp,
           (double)worst_at);
    CHECK(worst <= (double)uf->ulp);
}

/* absolute is inexact for complex numbers only. */
static bool is_judged(const rp_ufunc *uf)
{
    return uf->ulp > 0 && strcmp(uf->name, "absolute") != 0;
}

static int rounds = 1;

static void judge_all(const format *f, int round)
{
    make_points(f, round);
    for (int id = 0; id < rp_ufunc_count(); id++) {
        const rp_ufunc *uf = rp_ufunc_by_id(id);
        if (!is_judged(uf) || !rp_ufunc_exact_loop(uf, f->num))
            continue;
        judge(uf, f);
        if (round == 0)
            add_checksum(uf, f);
    }
}

static void test_errors_are_within_the_bounds_of_the_list(void)
{
    for (int k = 0; k < RP_COUNT_OF(formats); k++)
        for (int round = 0; round < rounds; round++)
            judge_all(&formats[k], round);
}

/* Sums of exponentials near 1, whose logarithms are much smaller than the operands. */
static void make_cancelling_points(double base)
{
    uint32_t state = 2463534242u;
    for (int i = 0; i < POINTS; i++) {
        double larger = 0.5 - 3 * (double)next_word(&state) / UINT32_MAX;
        double share = (double)next_word(&state) / UINT32_MAX;
        if (i % 4 == 0)
            larger = -ldexp(1 + share, -(int)(next_word(&state) % 300));
        double sum = ldexp(larger, -(int)(next_word(&state) % 12)) * (0.5 + share);
        double rest = expm1(log(base) * sum) - expm1(log(base) * larger);
        ((double *)operands[0])[i] = larger;
        ((double *)operands[1])[i] = rest > 0 ? log(rest) / log(base) : larger - 4 * share;
    }
}

static void test_sums_of_exponentials_that_cancel_are_within_the_bounds(void)
{
    const struct {
        const char *name;
        double base;
    } functions[] = {{"logaddexp", exp(1)}, {"logaddexp2", 2}};
    for (int i = 0; i < RP_COUNT_OF(functions); i++) {
        make_cancelling_points(functions[i].base);
        judge(rp_ufunc_by_name(functions[i].name), &formats[0]);
    }
}

static void test_errors_over_the_range_of_float32_are_within_the_bounds(void)
{
    for (int id = 0; id < rp_ufunc_count(); id++) {
        const rp_ufunc *uf = rp_ufunc_by_id(id);
        int reference = is_judged(uf) ? find_reference(uf->name) : -1;
        if (reference >= 0 && references[reference].quick)
            sweep(uf, references[reference].quick);
    }
}

static bool is_writing;

static void test_checksums_are_those_of_the_fixture(void)
{
    static char text[sizeof sums];
    FILE *file = fopen(fixture, is_writing ? "w" : "r");
    CHECK(file);
    if (!file)
        return;
    if (is_writing)
        fprintf(file, "{\n%s\n}\n", sums);
    else {
        char wanted[sizeof sums + 8];
        size_t length = fread(text, 1, sizeof text - 1, file);
        text[length] = '\0';
        snprintf(wanted, sizeof wanted, "{\n%s\n}\n", sums);
        CHECK(strcmp(text, wanted) == 0);
    }
    fclose(file);
}

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    is_writing = argc > 1 && strcmp(argv[1], "--write") == 0;
    if (argc > 1 && strcmp(argv[1], "--all") == 0)
        sweep_step = 1, rounds = 50;
    for (int k = 0; k < 2; k++)
        operands[k] = malloc(POINTS * sizeof(double));
    results = malloc(POINTS * sizeof(double));
    const check_test tests[] = {TEST(test_errors_are_within_the_bounds_of_the_list),
                                TEST(test_sums_of_exponentials_that_cancel_are_within_the_bounds),
                                TEST(test_errors_over_the_range_of_float32_are_within_the_bounds),
                                TEST(test_checksums_are_those_of_the_fixture)};
    int failed = check_run(tests, RP_COUNT_OF(tests));
    free(operands[0]);
    free(operands[1]);
    free(results);
    mpfr_free_cache();
    return failed;
}
