#include "array/nditer_parts.h"

int rp_nditer_check_flags(uint32_t flags)
{
    bool indexed = flags & (RP_ND_C_INDEX | RP_ND_F_INDEX | RP_ND_MULTI_INDEX);
    if (flags & RP_ND_C_INDEX && flags & RP_ND_F_INDEX)
        return rp_fail(RP_VALUE_ERROR,
                       "Iterator flags C_INDEX and F_INDEX cannot both be specified");
    if (flags & RP_ND_EXTERNAL_LOOP && indexed)
        return rp_fail(RP_VALUE_ERROR, "Iterator flag EXTERNAL_LOOP cannot be used if an index or "
                                       "multi-index is being tracked");
    if (flags & RP_ND_RANGED && flags & RP_ND_EXTERNAL_LOOP && !(flags & RP_ND_BUFFERED))
        return rp_fail(RP_VALUE_ERROR, "Iterator flag RANGED cannot be used with the flag "
                                       "EXTERNAL_LOOP unless BUFFERED is also enabled");
    return 0;
}

static int check_operand_flags(uint32_t asked, uint32_t *found)
{
    uint32_t access = asked & (RP_ND_READWRITE | RP_ND_READONLY | RP_ND_WRITEONLY);
    if (access == 0)
        return rp_fail(RP_VALUE_ERROR, "None of the iterator flags READWRITE, READONLY, or "
                                       "WRITEONLY were specified for an operand");
    if (access & (access - 1))
        return rp_fail(RP_VALUE_ERROR, "Only one of the iterator flags READWRITE, READONLY, and "
                                       "WRITEONLY may be specified for an operand");
    *found = access == RP_ND_READONLY    ? RP_ND_READ
             : access == RP_ND_WRITEONLY ? RP_ND_WRITE
                                         : RP_ND_READ | RP_ND_WRITE;
    if (*found & RP_ND_WRITE && (asked & (RP_ND_COPY | RP_ND_UPDATEIFCOPY)) == RP_ND_COPY)
        return rp_fail(RP_VALUE_ERROR, "If an iterator operand is writeable, must use the flag "
                                       "UPDATEIFCOPY instead of COPY");
    if (asked & RP_ND_WRITEMASKED && !(*found & RP_ND_WRITE))
        return rp_fail(RP_VALUE_ERROR, "The iterator flag WRITEMASKED may only be used with "
                                       "READWRITE or WRITEONLY");
    if (asked & RP_ND_WRITEMASKED && asked & RP_ND_ARRAYMASK)
        return rp_fail(RP_VALUE_ERROR, "The iterator flag WRITEMASKED may not be used together "
                                       "with ARRAYMASK");
    if (asked & RP_ND_VIRTUAL && access != RP_ND_READWRITE)
        return rp_fail(RP_VALUE_ERROR, "The iterator flag VIRTUAL should be be used together with "
                                       "READWRITE");
    return 0;
}

/* An operand that is not there. */
static int check_absent(uint32_t flags, uint32_t asked, uint32_t found)
{
    if (asked & RP_ND_VIRTUAL)
        return 0;
    if (!(asked & RP_ND_ALLOCATE))
        return rp_fail(RP_VALUE_ERROR, "Iterator operand was NULL, but neither the ALLOCATE nor "
                                       "the VIRTUAL flag was specified");
    if (!(found & RP_ND_WRITE))
        return rp_fail(RP_VALUE_ERROR, "Automatic allocation was requested for an iterator "
                                       "operand, but it wasn't flagged for writing");
    if (flags & RP_ND_BUFFERED && !(flags & RP_ND_DELAY_BUFALLOC) && found & RP_ND_READ)
        return rp_fail(RP_VALUE_ERROR, "Automatic allocation was requested for an iterator "
                                       "operand, and it was flagged as readable, but buffering "
                                       "without delayed allocation was enabled");
    return 0;
}

static int check_operand(rp_nd_operand *own, const rp_nditer_request *r, int i)
{
    const rp_array *op = r->ops[i];
    uint32_t asked = r->op_flags[i];
    own->own = op->dtype;
    own->dtype = r->op_dtypes[i] ? r->op_dtypes[i] : op->dtype;
    if (!op->dtype)
        return check_absent(r->flags, asked, own->flags);
    if (own->flags & RP_ND_WRITE && !rp_is_writeable(op))
        return rp_fail(RP_VALUE_ERROR, "operand array with iterator write flag set is read-only");
    if (!(r->flags & RP_ND_ZEROSIZE_OK) && rp_array_size(op) == 0)
        return rp_fail(RP_VALUE_ERROR, "Iteration of zero-sized operands is not enabled");
    if (asked & RP_ND_NBO && own->dtype->swapped) {
        own->dtype = own->dtype->native;
        own->flags |= RP_ND_CAST;
    }
    if (asked & RP_ND_ALIGNED && !rp_is_aligned(op))
        own->flags |= RP_ND_CAST;
    return 0;
}

int rp_nditer_check_operands(rp_nditer *it, const rp_nditer_request *r)
{
    bool masks = false;
    for (int i = 0; i < it->nop; i++) {
        RP_TRY(check_operand_flags(r->op_flags[i], &it->ops[i].flags));
        if (r->op_flags[i] & RP_ND_ARRAYMASK) {
            if (it->mask_op >= 0)
                return rp_fail(RP_VALUE_ERROR,
                               "Only one iterator operand may receive an ARRAYMASK flag");
            it->mask_op = i;
        }
        masks |= r->op_flags[i] & RP_ND_WRITEMASKED;
        it->ops[i].flags |= r->op_flags[i] & RP_ND_WRITEMASKED;
        RP_TRY(check_operand(&it->ops[i], r, i));
    }
    if (masks && it->mask_op < 0)
        return rp_fail(RP_VALUE_ERROR, "An iterator operand was flagged as WRITEMASKED, but no "
                                       "ARRAYMASK operand was given to supply the mask");
    if (!masks && it->mask_op >= 0)
        return rp_fail(RP_VALUE_ERROR, "An iterator operand was flagged as the ARRAYMASK, but no "
                                       "WRITEMASKED operands were given to use the mask");
    return 0;
}

/* ---- dtypes ---- */

static const rp_dtype *common_dtype(const rp_nditer *it, bool only_inputs)
{
    const rp_dtype *dtypes[RP_NDITER_OPERANDS];
    rp_weak weak[RP_NDITER_OPERANDS] = {RP_STRONG};
    int count = 0;
    for (int i = 0; i < it->nop; i++)
        if (it->ops[i].dtype && (!only_inputs || it->ops[i].flags & RP_ND_READ))
            dtypes[count++] = it->ops[i].dtype;
    if (count == 0) {
        rp_fail(RP_TYPE_ERROR, "no arrays or types available to calculate result type");
        return NULL;
    }
    return count == 1 ? dtypes[0] : rp_result_type(count, dtypes, weak);
}

static int fail_cast(const rp_dtype *from, const rp_dtype *to, rp_casting casting, int i, bool read)
{
    char a[RP_DTYPE_LABEL_BYTES], b[RP_DTYPE_LABEL_BYTES];
    const char *rule = rp_casting_name(casting);
    if (read)
        return rp_fail(RP_TYPE_ERROR,
                       "Iterator operand %d dtype could not be cast from dtype('%s') to "
                       "dtype('%s') according to the rule '%s'",
                       i, rp_dtype_label(from, a), rp_dtype_label(to, b), rule);
    return rp_fail(RP_TYPE_ERROR,
                   "Iterator requested dtype could not be cast from dtype('%s') to dtype('%s'), "
                   "the operand %d dtype, according to the rule '%s'",
                   rp_dtype_label(from, a), rp_dtype_label(to, b), i, rule);
}

int rp_nditer_find_dtypes(rp_nditer *it, const rp_nditer_request *r)
{
    bool missing = false, all = r->flags & RP_ND_COMMON_DTYPE;
    for (int i = 0; i < it->nop; i++)
        missing |= !it->ops[i].dtype;
    if (missing || all) {
        const rp_dtype *common = common_dtype(it, !all);
        if (!common)
            return -(int)rp_error_get();
        for (int i = 0; i < it->nop; i++)
            if (all || !it->ops[i].dtype)
                it->ops[i].dtype = common;
    }
    for (int i = 0; i < it->nop; i++) {
        rp_nd_operand *op = &it->ops[i];
        if (!op->own || op->own == op->dtype)
            continue;
        if (op->flags & RP_ND_READ && !rp_can_cast(op->own, op->dtype, r->casting))
            return fail_cast(op->own, op->dtype, r->casting, i, true);
        if (op->flags & RP_ND_WRITE && !rp_can_cast(op->dtype, op->own, r->casting))
            return fail_cast(op->dtype, op->own, r->casting, i, false);
        op->flags |= RP_ND_CAST;
    }
    if (it->mask_op >= 0 && r->flags & RP_ND_BUFFERED && it->ops[it->mask_op].dtype->itemsize != 1)
        return rp_fail(RP_TYPE_ERROR, "Only bool and uint8 masks are supported.");
    return 0;
}
