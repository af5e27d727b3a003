#include "ufunc/loops/lines.h"

typedef struct lines_row {
    const rp_loop_table *ufunc;
    int num;
    rp_lines_fn fn;
} lines_row;

static const lines_row rows[] = {
    {&rp_loops_add, RP_FLOAT32, rp_sum_lines_float32},
    {&rp_loops_add, RP_FLOAT64, rp_sum_lines_float64},
    {&rp_loops_multiply, RP_FLOAT32, rp_product_lines_float32},
    {&rp_loops_multiply, RP_FLOAT64, rp_product_lines_float64},
    {&rp_loops_maximum, RP_FLOAT32, rp_maximum_lines_float32},
    {&rp_loops_maximum, RP_FLOAT64, rp_maximum_lines_float64},
    {&rp_loops_minimum, RP_FLOAT32, rp_minimum_lines_float32},
    {&rp_loops_minimum, RP_FLOAT64, rp_minimum_lines_float64},
};

rp_lines_fn rp_lines_loop(const rp_ufunc *uf, int num)
{
    for (int i = 0; i < RP_COUNT_OF(rows); i++)
        if (rows[i].ufunc == uf->loops && rows[i].num == num)
            return rows[i].fn;
    return NULL;
}
