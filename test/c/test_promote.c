/* Promotion and casting rules against tables that NumPy wrote. */
#include "check.h"
#include "dtype/dtype.h"
#include "dtype_oracle.h"

enum { OPERANDS = RP_NUM_NUMERIC + 3 }; /* and the weak int, float and complex */

static const rp_dtype *of_letter(char letter) { return rp_dtype_of(letter - 'a'); }

static void pairs_promote_as_in_numpy(void)
{
    for (int a = 0; a < RP_NUM_NUMERIC; a++)
        for (int b = 0; b < RP_NUM_NUMERIC; b++) {
            const rp_dtype *expected = of_letter(oracle_promote[a][b]);
            CHECK(rp_promote_types(rp_dtype_of(a), rp_dtype_of(b)) == expected);
            CHECK(rp_promote_types(rp_dtype_of(a)->opposite, rp_dtype_of(b)->opposite) == expected);
        }
}

static void casting_rules_are_numpys(void)
{
    for (int a = 0; a < RP_NUM_NUMERIC; a++)
        for (int b = 0; b < RP_NUM_NUMERIC; b++)
            for (int rule = RP_CASTING_NO; rule <= RP_CASTING_UNSAFE; rule++) {
                int strictest = oracle_can_cast[a][b] - '0';
                const rp_dtype *from = rp_dtype_of(a), *to = rp_dtype_of(b);
                CHECK(rp_can_cast(from, to, (rp_casting)rule) == (rule >= strictest));
                if (from->opposite != from && a == b) {
                    CHECK(rp_can_cast(from->opposite, to->opposite, (rp_casting)rule));
                    CHECK(rp_can_cast(from->opposite, to, (rp_casting)rule) == (rule >= 1));
                } else {
                    CHECK(rp_can_cast(from->opposite, to, (rp_casting)rule) == (rule >= strictest));
                }
            }
    for (int rule = RP_CASTING_NO; rule <= RP_CASTING_UNSAFE; rule++) {
        const char *name = rp_casting_name((rp_casting)rule);
        CHECK(rp_casting_parse(name, strlen(name)) == rule);
    }
    CHECK_ERROR(rp_casting_parse("same", 4), RP_VALUE_ERROR,
                "casting must be one of 'no', 'equiv', 'safe', 'same_kind', or 'unsafe' "
                "(got 'same')");
    CHECK(rp_casting_parse("", 0) == -RP_VALUE_ERROR);
    rp_error_clear();
}

static const rp_dtype *result_of(int n, const int *operands)
{
    static const rp_weak weak_kinds[] = {RP_WEAK_INT, RP_WEAK_FLOAT, RP_WEAK_COMPLEX};
    const rp_dtype *dtypes[5];
    rp_weak weak[5];
    bool any_weak = false;
    for (int i = 0; i < n; i++) {
        bool strong = operands[i] < RP_NUM_NUMERIC;
        dtypes[i] = strong ? rp_dtype_of(operands[i]) : NULL;
        weak[i] = strong ? RP_STRONG : weak_kinds[operands[i] - RP_NUM_NUMERIC];
        any_weak |= !strong;
    }
    return rp_result_type(n, dtypes, any_weak ? weak : NULL);
}

static void result_types_are_numpys(void)
{
    for (int a = 0; a < OPERANDS; a++)
        for (int b = 0; b < OPERANDS; b++)
            for (int c = 0; c < OPERANDS; c++) {
                char expected = oracle_result_type[a][b * OPERANDS + c];
                if (result_of(3, (int[]){a, b, c}) != of_letter(expected)) {
                    fprintf(stderr, "result_type(%d, %d, %d)\n", a, b, c);
                    CHECK(false);
                }
                if (b == c) /* as of two */
                    CHECK(result_of(2, (int[]){a, b}) == of_letter(expected));
                if (a == b && b == c) /* as of one */
                    CHECK(result_of(1, (int[]){a}) == of_letter(expected));
            }
    for (size_t i = 0; i < sizeof oracle_result_type_5 / sizeof *oracle_result_type_5; i++)
        for (const char *c = oracle_result_type_5[i]; *c; c += 6) {
            int operands[5];
            for (int k = 0; k < 5; k++)
                operands[k] = c[k] - 'a';
            CHECK(result_of(5, operands) == of_letter(c[5]));
        }
    const rp_dtype *swapped = rp_dtype_of(RP_INT16)->opposite;
    CHECK(rp_result_type(1, &swapped, NULL) == swapped->native);
    CHECK(rp_result_type(1, (const rp_dtype *[]){NULL}, (rp_weak[]){RP_WEAK_BIGINT}) ==
          rp_dtype_of(RP_INT64));
    CHECK_ERROR(rp_result_type(0, NULL, NULL), RP_VALUE_ERROR,
                "at least one array or dtype is required");
}

static void least_types_of_values_are_numpys(void)
{
    for (size_t i = 0; i < sizeof oracle_min_scalar / sizeof *oracle_min_scalar; i++) {
        double re = oracle_min_scalar[i].re, im = oracle_min_scalar[i].im;
        uint64_t bits = oracle_min_scalar[i].integer;
        int num = oracle_min_scalar[i].from - 'a';
        _Alignas(16) char element[16];
        memcpy(element, &bits, 8);
        if (num == RP_FLOAT16)
            *(rp_half *)element = rp_half_of_double(re);
        else if (num == RP_FLOAT32)
            *(float *)element = (float)re;
        else if (num == RP_FLOAT64)
            *(double *)element = re;
        else if (num == RP_COMPLEX64)
            *(rp_complex64 *)element = (rp_complex64){(float)re, (float)im};
        else if (num == RP_COMPLEX128)
            *(rp_complex128 *)element = (rp_complex128){re, im};
        const rp_dtype *got = rp_min_scalar_type(rp_dtype_of(num), element);
        if (got != of_letter(oracle_min_scalar[i].result)) {
            fprintf(stderr, "min_scalar_type: row %d: %s\n", (int)i, got->name);
            CHECK(false);
        }
    }
}

static const check_test tests[] = {
    TEST(pairs_promote_as_in_numpy),
    TEST(casting_rules_are_numpys),
    TEST(result_types_are_numpys),
    TEST(least_types_of_values_are_numpys),
};
CHECK_MAIN(tests)
