/* Which loop for which dtypes: NumPy 2's rules (NEP 50), over the loop tables. */
#include "ufunc/ufunc_internal.h"

#include "array/weak.h"
#include "base/format.h"
#include <math.h>

#define IS(uf, name_) ((uf)->loops == &rp_loops_##name_)

/* The dtype each operand counts as: its own in native order, or for a weak scalar the one it takes
 * on beside the others. */
static int operand_dtypes(const rp_ufunc *uf, rp_array *const *ops, const rp_dtype **dtypes)
{
    const rp_dtype *strong[RP_UFUNC_MAX_ARGS];
    rp_weak weak[RP_UFUNC_MAX_ARGS];
    int strong_count = 0;
    for (int i = 0; i < uf->nin; i++)
        if (!ops[i]->weak)
            strong[strong_count++] = ops[i]->dtype;
    if (strong_count == uf->nin) {
        for (int i = 0; i < uf->nin; i++)
            dtypes[i] = ops[i]->dtype->native;
        return 0;
    }
    const rp_dtype *company = strong_count ? rp_result_type(strong_count, strong, NULL) : NULL;
    if (strong_count && !company)
        return -(int)rp_error_get();
    bool compares = uf->nin == 2 && uf->nout == 1 && uf->loops->rows[0].types[2] == RP_BOOL &&
                    uf->loops->rows[uf->loops->count - 1].types[2] == RP_BOOL;
    for (int i = 0; i < uf->nin; i++) {
        if (!ops[i]->weak) {
            dtypes[i] = ops[i]->dtype->native;
            continue;
        }
        rp_weak kind = (rp_weak)ops[i]->weak;
        bool is_int = kind == RP_WEAK_INT || kind == RP_WEAK_BIGINT;
        const rp_dtype *as_int =
            company && rp_is_integer(company) ? company : rp_dtype_of(RP_INT64);
        /* Factor and exponent do not take on each other's dtype. */
        if (is_int && company && company->kind != 'b' && IS(uf, ldexp)) {
            bool narrow = rp_weak_fits(ops[i], rp_dtype_of(RP_INT32));
            dtypes[i] = rp_dtype_of(i == 0 ? RP_INT8 : narrow ? RP_INT32 : RP_INT64);
            continue;
        }
        bool may_be_int = !company || company->kind == 'b' || rp_is_integer(company);
        /* A number that the integers around it cannot hold counts as a float; a bigint says that
         * it means an integer, and is an error later, unless it is only compared. */
        if (is_int && may_be_int && !rp_weak_fits(ops[i], as_int)) {
            if (!company && kind == RP_WEAK_BIGINT &&
                rp_weak_fits(ops[i], rp_dtype_of(RP_UINT64))) {
                dtypes[i] = rp_dtype_of(RP_UINT64);
                continue;
            }
            if (kind == RP_WEAK_INT || compares)
                kind = RP_WEAK_FLOAT;
        }
        strong[strong_count] = NULL;
        for (int k = 0; k < strong_count; k++)
            weak[k] = RP_STRONG;
        weak[strong_count] = kind;
        dtypes[i] = rp_result_type(strong_count + 1, strong, weak);
        if (!dtypes[i])
            return -(int)rp_error_get();
    }
    return 0;
}

/* ---- rows ---- */

const rp_loop *rp_ufunc_uniform_loop(const rp_ufunc *uf, const rp_dtype *dtype, bool exactly)
{
    for (int r = 0; r < uf->loops->count; r++) {
        const rp_loop *row = &uf->loops->rows[r];
        int num = row->types[0];
        if (row->types[1] != num || row->types[2] != num)
            continue;
        if (exactly ? num == dtype->num
                    : rp_can_cast(dtype->native, rp_dtype_of(num), RP_CASTING_SAFE))
            return row;
    }
    return NULL;
}

static bool inputs_fit(const rp_ufunc *uf, const rp_loop *row, const rp_dtype *const *dtypes,
                       rp_casting casting)
{
    for (int i = 0; i < uf->nin; i++)
        if (!rp_can_cast(dtypes[i], rp_dtype_of(row->types[i]), casting))
            return false;
    return true;
}

static bool signature_fits(const rp_ufunc *uf, const rp_loop *row, const rp_call *call)
{
    int nargs = uf->nin + uf->nout;
    for (int i = 0; i < nargs; i++) {
        const rp_dtype *wanted = call->has_signature ? call->signature[i] : NULL;
        if (!wanted && i >= uf->nin)
            wanted = call->dtype;
        if (wanted && wanted->num != row->types[i])
            return false;
    }
    return true;
}

/* Where some inputs are fixed, the loop must suit the others as they are. */
static bool open_inputs_fit(const rp_ufunc *uf, const rp_loop *row, const rp_dtype *const *dtypes,
                            const rp_call *call)
{
    bool some = false, fit = true;
    for (int i = 0; i < uf->nin && call->has_signature; i++) {
        some |= call->signature[i] != NULL;
        fit &= call->signature[i] ||
               rp_can_cast(dtypes[i], rp_dtype_of(row->types[i]), RP_CASTING_SAFE);
    }
    return fit || !some;
}

bool rp_ufunc_is_logical(const rp_ufunc *uf)
{
    return IS(uf, logical_or) || IS(uf, logical_and) || IS(uf, logical_xor);
}

/* Operations that NumPy refuses for bool, though a wider loop would take it. */
static int refuse_bool(const rp_ufunc *uf)
{
    if (IS(uf, subtract))
        return rp_fail(RP_TYPE_ERROR,
                       "numpy boolean subtract, the `-` operator, is not supported, use the "
                       "bitwise_xor, the `^` operator, or the logical_xor function instead.");
    if (IS(uf, negative))
        return rp_fail(RP_TYPE_ERROR, "The numpy boolean negative, the `-` operator, is not "
                                      "supported, use the `~` operator or the logical_not function "
                                      "instead.");
    if (IS(uf, positive) || IS(uf, sign) || IS(uf, gcd) || IS(uf, lcm))
        return rp_fail(RP_TYPE_ERROR,
                       "ufunc '%s' did not contain a loop with signature matching types bool -> "
                       "None",
                       uf->name);
    return 0;
}

int rp_ufunc_check_dtype(const rp_dtype *dtype)
{
    if (!dtype || !dtype->swapped)
        return 0;
    return rp_fail(RP_TYPE_ERROR,
                   "The `dtype` and `signature` arguments to ufuncs only select the general DType "
                   "and not details such as the byte order or time unit.");
}

static int check_call_dtypes(const rp_ufunc *uf, const rp_call *call)
{
    RP_TRY(rp_ufunc_check_dtype(call->dtype));
    for (int i = 0; call->has_signature && i < uf->nin + uf->nout; i++)
        RP_TRY(rp_ufunc_check_dtype(call->signature[i]));
    return 0;
}

/* The loop of operands that all have its dtypes already. */
static const rp_loop *own_loop(const rp_ufunc *uf, rp_array *const *ops)
{
    if (ops[0]->weak || !rp_is_numeric(ops[0]->dtype))
        return NULL;
    const rp_loop *row = rp_ufunc_exact_loop(uf, ops[0]->dtype->num);
    if (!row)
        return NULL;
    for (int i = 0; i < uf->nin + uf->nout; i++) {
        bool open = i >= uf->nin && !ops[i]->dtype;
        if (!open && (ops[i]->weak || ops[i]->dtype != rp_dtype_of(row->types[i])))
            return NULL;
    }
    return row;
}

const rp_loop *rp_ufunc_resolve(const rp_ufunc *uf, rp_array *const *ops, const rp_call *call,
                                const rp_dtype **dtypes)
{
    const rp_dtype *in[RP_UFUNC_MAX_ARGS];
    bool fixed = call && (call->dtype || call->has_signature);
    const rp_loop *own = fixed ? NULL : own_loop(uf, ops);
    if (own) {
        for (int i = 0; i < uf->nin + uf->nout; i++)
            dtypes[i] = rp_dtype_of(own->types[i]);
        return own;
    }
    if (fixed && check_call_dtypes(uf, call) < 0)
        return NULL;
    if (operand_dtypes(uf, ops, in) < 0)
        return NULL;
    bool all_bool = true, all_whole = true;
    for (int i = 0; i < uf->nin; i++) {
        all_bool &= in[i]->kind == 'b';
        all_whole &= in[i]->kind == 'b' || rp_is_integer(in[i]);
    }
    if (all_bool && !fixed && refuse_bool(uf) < 0)
        return NULL;
    const rp_loop *found = NULL;
    /* Logic on operands of several dtypes is logic on their truth. */
    bool by_truth =
        !fixed && rp_ufunc_is_logical(uf) && (ops[0]->weak || ops[1]->weak || in[0] != in[1]);
    if (by_truth)
        found = rp_ufunc_exact_loop(uf, RP_BOOL);
    if (all_whole && !fixed && IS(uf, divide))
        found = rp_ufunc_exact_loop(uf, RP_FLOAT64);
    for (int r = 0; r < uf->loops->count && !found; r++) {
        const rp_loop *row = &uf->loops->rows[r];
        if (fixed && !signature_fits(uf, row, call))
            continue;
        if (inputs_fit(uf, row, in, RP_CASTING_SAFE))
            found = row;
    }
    /* A fixed dtype may ask for a narrower loop: then `casting` decides, below. */
    for (int r = 0; r < uf->loops->count && fixed && !found; r++)
        if (signature_fits(uf, &uf->loops->rows[r], call) &&
            open_inputs_fit(uf, &uf->loops->rows[r], in, call))
            found = &uf->loops->rows[r];
    if (!found) {
        rp_fail(RP_TYPE_ERROR,
                fixed ? "No loop matching the specified signature and casting was found for ufunc "
                        "%s"
                      : "ufunc '%s' not supported for the input types, and the inputs could not "
                        "be safely coerced to any supported types according to the casting rule "
                        "''safe''",
                uf->name);
        return NULL;
    }
    rp_casting casting = call ? call->casting : RP_CASTING_SAME_KIND;
    char from[RP_DTYPE_LABEL_BYTES], to[RP_DTYPE_LABEL_BYTES];
    for (int i = 0; i < uf->nin + uf->nout; i++) {
        dtypes[i] = rp_dtype_of(found->types[i]);
        bool is_input = i < uf->nin;
        if (!is_input && !ops[i]->dtype)
            continue;
        const rp_dtype *from_dtype = is_input ? (ops[i]->weak ? in[i] : ops[i]->dtype) : dtypes[i];
        const rp_dtype *goal = is_input ? dtypes[i] : ops[i]->dtype;
        /* A weak scalar's value has the last word, when it is converted. */
        if (is_input && (by_truth || ops[i]->weak))
            continue;
        if (rp_can_cast(from_dtype, goal, casting))
            continue;
        char number[12] = "";
        if (is_input || uf->nout > 1)
            rp_format(number, sizeof number, " %d", is_input ? i : i - uf->nin);
        rp_fail(RP_TYPE_ERROR,
                "Cannot cast ufunc '%s' %s%s from dtype('%s') to dtype('%s') with casting rule "
                "'%s'",
                uf->name, is_input ? "input" : "output", number, rp_dtype_label(from_dtype, from),
                rp_dtype_label(goal, to), rp_casting_name(casting));
        return NULL;
    }
    return found;
}

/* ---- what reductions start from ---- */

const rp_dtype *rp_ufunc_accumulator(const rp_ufunc *uf, const rp_dtype *dtype)
{
    bool widens = IS(uf, add) || IS(uf, multiply);
    if (!widens || (dtype->kind != 'b' && !rp_is_integer(dtype)))
        return dtype->native;
    return rp_dtype_of(dtype->kind == 'u' ? RP_UINT64 : RP_INT64);
}

bool rp_ufunc_identity(const rp_ufunc *uf, const rp_dtype *dtype, char *element)
{
    if (uf->identity == RP_IDENTITY_NONE || uf->identity == RP_IDENTITY_REORDERABLE)
        return false;
    if (uf->identity == RP_IDENTITY_MINUS_INFINITY) {
        double least = -INFINITY;
        return rp_cast_element(rp_dtype_of(RP_FLOAT64), (const char *)&least, dtype, element) == 0;
    }
    int64_t value = uf->identity == RP_IDENTITY_ONE         ? 1
                    : uf->identity == RP_IDENTITY_MINUS_ONE ? -1
                                                            : 0;
    return rp_cast_element(rp_dtype_of(RP_INT64), (const char *)&value, dtype, element) == 0;
}
