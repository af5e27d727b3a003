#include "ufunc/loops/scan.h"

#include "dtype/dtype.h"
#include "ufunc/loops/running.h"
#include <string.h>

/* Signed and unsigned sums have the same bits, and unsigned ones may wrap. */
#define SCAN(name, type, op)                                                                       \
    static void scan_##name(const char *in, intptr_t in_step, char *out, intptr_t out_step,        \
                            intptr_t n)                                                            \
    {                                                                                              \
        type total = *(const type *)in;                                                            \
        *(type *)out = total;                                                                      \
        for (intptr_t i = 1; i < n; i++) {                                                         \
            in += in_step;                                                                         \
            out += out_step;                                                                       \
            total = (type)(total op * (const type *)in);                                           \
            *(type *)out = total;                                                                  \
        }                                                                                          \
    }

SCAN(add_uint64, uint64_t, +)
SCAN(add_any_float32, float, +)
SCAN(add_any_float64, double, +)
SCAN(multiply_uint64, uint64_t, *)
SCAN(multiply_float32, float, *)
SCAN(multiply_float64, double, *)

#define DENSE_SCAN(name, type)                                                                     \
    static void scan_add_##name(const char *in, intptr_t in_step, char *out, intptr_t out_step,    \
                                intptr_t n)                                                        \
    {                                                                                              \
        if (in_step != sizeof(type) || out_step != sizeof(type)) {                                 \
            scan_add_any_##name(in, in_step, out, out_step, n);                                    \
            return;                                                                                \
        }                                                                                          \
        type first = *(type *)out = *(const type *)in;                                             \
        rp_running_##name(first, (const type *)in + 1, (type *)out + 1, n - 1);                    \
    }
DENSE_SCAN(float32, float)
DENSE_SCAN(float64, double)

rp_scan_fn rp_scan_loop(const char *ufunc_name, int num)
{
    bool adds = strcmp(ufunc_name, "add") == 0;
    if (!adds && strcmp(ufunc_name, "multiply") != 0)
        return NULL;
    switch (num) {
    case RP_INT64:
    case RP_UINT64: return adds ? scan_add_uint64 : scan_multiply_uint64;
    case RP_FLOAT32: return adds ? scan_add_float32 : scan_multiply_float32;
    case RP_FLOAT64: return adds ? scan_add_float64 : scan_multiply_float64;
    default: return NULL;
    }
}
