#include "ufunc/loops/argcolumns.h"

#include "dtype/dtype.h"

/* Whether a compiler can vectorise each loop is not an error. */
#if defined(__clang__)
#pragma clang diagnostic ignored "-Wpass-failed"
#endif

/* Branch-free, and worth vectors though the compiler's estimate says no. */
#define EACH_COLUMN _Pragma("clang loop vectorize(assume_safety)")

/* Positions are as wide as the elements, so that both go through the same number of lanes. */
#define ARG_COLUMNS(direction, name, type, position, compare)                                      \
    static void direction##_##name(const char *in, intptr_t row_step, intptr_t rows, intptr_t n,   \
                                   intptr_t *found)                                                \
    {                                                                                              \
        type best[RP_ARG_COLUMNS];                                                                 \
        position at[RP_ARG_COLUMNS];                                                               \
        for (intptr_t j = 0; j < n; j++) {                                                         \
            best[j] = ((const type *)in)[j];                                                       \
            at[j] = 0;                                                                             \
        }                                                                                          \
        for (intptr_t r = 1; r < rows; r++) {                                                      \
            const type *row = (const type *)(in + r * row_step);                                   \
            EACH_COLUMN for (intptr_t j = 0; j < n; j++)                                           \
            {                                                                                      \
                /* also true where only the new one is NaN; once NaN, nothing is better */         \
                bool better = !(row[j] compare best[j]) & (best[j] == best[j]);                    \
                best[j] = better ? row[j] : best[j];                                               \
                at[j] = better ? (position)r : at[j];                                              \
            }                                                                                      \
        }                                                                                          \
        for (intptr_t j = 0; j < n; j++)                                                           \
            found[j] = (intptr_t)at[j];                                                            \
    }

#define BOTH(name, type, position)                                                                 \
    ARG_COLUMNS(greatest, name, type, position, <=)                                                \
    ARG_COLUMNS(least, name, type, position, >=)
BOTH(int32, int32_t, int32_t)
BOTH(uint32, uint32_t, int32_t)
BOTH(float32, float, int32_t)
BOTH(int64, int64_t, int64_t)
BOTH(uint64, uint64_t, int64_t)
BOTH(float64, double, int64_t)

rp_arg_columns_fn rp_arg_columns_loop(int num, bool greatest)
{
    switch (num) {
#define CASE(NUMBER, name)                                                                         \
    case RP_##NUMBER: return greatest ? greatest_##name : least_##name;
        CASE(INT32, int32)
        CASE(UINT32, uint32)
        CASE(FLOAT32, float32)
        CASE(INT64, int64)
        CASE(UINT64, uint64)
        CASE(FLOAT64, float64)
    default: return NULL;
    }
}
