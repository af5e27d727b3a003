/* Floating-point conditions: who reports them, and that watching changes nothing else. */
#include "check.h"

#include "array/create.h"
#include "base/float_status.h"
#include "dtype/cast.h"
#include "stat/stat.h"
#include "thread/pool.h"
#include "ufunc/ufunc.h"

static rp_array *filled(int num, intptr_t n, double value)
{
    rp_array *a = rp_array_new(rp_dtype_of(num), 1, &n, RP_ORDER_C);
    for (intptr_t i = 0; i < n; i++)
        rp_cast_element(rp_dtype_of(RP_FLOAT64), (const char *)&value, a->dtype,
                        a->data + i * a->dtype->itemsize);
    return a;
}

static double *doubles(const rp_array *a) { return (double *)a->data; }

static int call2(const char *name, rp_array *a, rp_array *b, rp_array *out)
{
    rp_array *ops[3] = {a, b, out};
    return rp_ufunc_call(rp_ufunc_by_name(name), ops, NULL);
}

/* The only report is of these conditions (0: there is none) under this name; then begins anew. */
static bool reported(unsigned conditions, const char *name)
{
    const char *found = "";
    rp_float_report("cast");
    unsigned first = rp_float_reported(0, &found);
    bool right = first == conditions && (first == 0 || strcmp(found, name) == 0) &&
                 rp_float_reported(1, &found) == 0;
    rp_float_watch(rp_float_watched);
    return right;
}

static void reports_what_is_watched_for(void)
{
    rp_array *one = filled(RP_FLOAT64, 3, 1), *zero = filled(RP_FLOAT64, 3, 0);
    rp_array *out = filled(RP_FLOAT64, 3, 5);
    CHECK(call2("divide", one, zero, out) == 0);
    CHECK(reported(0, ""));
    rp_float_watch(RP_FLOAT_OVER);
    CHECK(call2("divide", one, zero, out) == 0);
    CHECK(reported(0, ""));
    doubles(one)[2] = 0;
    rp_float_watch(RP_FLOAT_DIVIDE);
    CHECK(call2("divide", one, zero, out) == 0);
    CHECK(reported(RP_FLOAT_DIVIDE | RP_FLOAT_INVALID, "divide"));
    CHECK(call2("add", one, zero, out) == 0);
    CHECK(reported(0, ""));
    rp_float_watch(0);
    rp_array_drop(one);
    rp_array_drop(zero);
    rp_array_drop(out);
}

static void sees_operands_that_are_written_over(void)
{
    rp_array *a = filled(RP_FLOAT64, 1000, 2);
    doubles(a)[999] = 1e300;
    rp_float_watch(15);
    CHECK(call2("multiply", a, a, a) == 0);
    CHECK(reported(RP_FLOAT_OVER, "multiply"));
    CHECK(doubles(a)[0] == 4);
    CHECK(call2("multiply", a, a, a) == 0);
    CHECK(reported(0, ""));
    rp_float_watch(0);
    rp_array_drop(a);
}

static void names_methods_and_casts(void)
{
    rp_array *big = filled(RP_FLOAT64, 20, 1e308), *narrow = filled(RP_FLOAT32, 20, 0);
    rp_slot out;
    rp_float_watch(15);
    rp_slot_init(&out);
    rp_reduction how = {.axes = 1};
    CHECK(rp_ufunc_reduce(rp_ufunc_by_name("add"), big, &out.array, &how) == 0);
    CHECK(reported(RP_FLOAT_OVER, "reduce"));
    rp_array_release(&out.array);
    rp_slot_init(&out);
    CHECK(rp_ufunc_accumulate(rp_ufunc_by_name("add"), big, 0, NULL, &out.array) == 0);
    CHECK(reported(RP_FLOAT_OVER, "accumulate"));
    rp_array_release(&out.array);
    CHECK(rp_array_assign(narrow, big, RP_CASTING_UNSAFE) == 0);
    CHECK(reported(RP_FLOAT_OVER, "cast"));
    intptr_t none = 0;
    rp_array *empty = rp_array_new(rp_dtype_of(RP_FLOAT64), 1, &none, RP_ORDER_C);
    rp_moment mean = {.axes = 1};
    rp_slot_init(&out);
    CHECK(rp_mean(empty, &out.array, &mean) == 0);
    const char *name = "";
    CHECK(rp_float_reported(0, &name) == RP_FLOAT_NOTE && strstr(name, "empty slice"));
    CHECK(rp_float_reported(1, &name) == RP_FLOAT_INVALID && strcmp(name, "scalar divide") == 0);
    CHECK(rp_float_report_count() == 2);
    rp_array_release(&out.array);
    rp_float_watch(0);
    rp_array_drop(empty);
    rp_array_drop(narrow);
    rp_array_drop(big);
}

enum { MANY = 1000000 };

static void threads_raise_together(void)
{
    rp_array *a = filled(RP_FLOAT64, MANY, 1.5), *out = filled(RP_FLOAT64, MANY, 0);
    rp_array *plain = filled(RP_FLOAT64, MANY, 0);
    rp_pool_start(3);
    doubles(a)[7] = 1e-200;
    doubles(a)[MANY / 2] = 1e200;
    CHECK(call2("multiply", a, a, plain) == 0);
    rp_float_watch(15);
    CHECK(call2("multiply", a, a, out) == 0);
    CHECK(reported(RP_FLOAT_OVER | RP_FLOAT_UNDER, "multiply"));
    CHECK(memcmp(plain->data, out->data, MANY * sizeof(double)) == 0);
    rp_slot sum, watched;
    rp_slot_init(&sum);
    rp_slot_init(&watched);
    rp_reduction how = {.axes = 1};
    CHECK(rp_ufunc_reduce(rp_ufunc_by_name("add"), a, &watched.array, &how) == 0);
    CHECK(reported(0, ""));
    rp_float_watch(0);
    CHECK(rp_ufunc_reduce(rp_ufunc_by_name("add"), a, &sum.array, &how) == 0);
    CHECK(*doubles(&sum.array) == *doubles(&watched.array));
    rp_array_release(&sum.array);
    rp_array_release(&watched.array);
    rp_pool_stop();
    rp_array_drop(plain);
    rp_array_drop(out);
    rp_array_drop(a);
}

static void many_reports_join_the_last(void)
{
    rp_float_watch(15);
    for (int i = 0; i < 20; i++) {
        rp_float_raise(i < 10 ? RP_FLOAT_OVER : RP_FLOAT_UNDER);
        rp_float_report("step");
    }
    const char *name = "";
    int count = rp_float_report_count();
    CHECK(count > 0 && count < 20);
    CHECK(rp_float_reported(count - 1, &name) == (RP_FLOAT_OVER | RP_FLOAT_UNDER));
    CHECK(rp_float_reported(count, &name) == 0 && rp_float_reported(-1, &name) == 0);
    rp_float_watch(0);
    CHECK(rp_float_report_count() == 0);
}

static void memory_running_out_leaves_nothing(void)
{
    rp_array *a = filled(RP_FLOAT32, 300, 1e30);
    rp_float_watch(15);
    for (int allowed = 0; allowed < 8; allowed++) {
        rp_slot out;
        rp_slot_init(&out);
        rp_moment how = {.axes = 1};
        rp_alloc_fail_after(allowed);
        int code = rp_var(a, &out.array, &how);
        rp_alloc_fail_after(-1);
        CHECK(code == 0 || rp_error_get() == RP_MEMORY_ERROR);
        rp_error_clear();
        if (code == 0)
            rp_array_release(&out.array);
    }
    rp_float_watch(0);
    rp_array_drop(a);
}

static const check_test tests[] = {
    TEST(reports_what_is_watched_for), TEST(sees_operands_that_are_written_over),
    TEST(names_methods_and_casts),     TEST(threads_raise_together),
    TEST(many_reports_join_the_last),  TEST(memory_running_out_leaves_nothing),
};

CHECK_MAIN(tests)
