#include "ufunc/core_dims.h"

#include "base/bits.h"
#include <string.h>

/* ---- the signature ---- */

static int name_of(rp_core_dims *core, const char **names, int *lengths, const char *name,
                   int length)
{
    int i = 0;
    while (i < core->names && (lengths[i] != length || memcmp(names[i], name, (size_t)length) != 0))
        i++;
    if (i == core->names) {
        names[i] = name;
        lengths[i] = length;
        core->may_miss[i] = core->missing[i] = false;
        core->names++;
    }
    return i;
}

/* "(n?,k),(k,m?)->(n?,m?)": those of ufunc_list.h, which are well formed. */
static void read_signature(rp_core_dims *core)
{
    const char *names[RP_MAX_CORE_NAMES];
    int lengths[RP_MAX_CORE_NAMES], op = -1;
    core->names = 0;
    for (const char *at = core->uf->signature; *at;) {
        if (*at == '(')
            core->counts[++op] = 0;
        int length = 0;
        while (at[length] >= 'a' && at[length] <= 'z')
            length++;
        if (length == 0) {
            at++;
            continue;
        }
        int name = name_of(core, names, lengths, at, length);
        core->dims[op][core->counts[op]++] = (int8_t)name;
        at += length;
        core->may_miss[name] |= *at == '?';
    }
}

/* ---- how many each operand has ---- */

static void drop_name(rp_core_dims *core, int nargs, int name)
{
    core->missing[name] = true;
    for (int i = 0; i < nargs; i++)
        for (int d = 0; d < core->counts[i]; d++)
            core->present[i] -= core->dims[i][d] == name;
}

static int check_ndim(rp_core_dims *core, rp_array *const *ops, int nargs, int i)
{
    const rp_ufunc *uf = core->uf;
    int ndim = ops[i]->ndim;
    for (int d = 0; d < core->counts[i] && ndim < core->present[i]; d++) {
        int name = core->dims[i][d];
        if (core->may_miss[name] && !core->missing[name])
            drop_name(core, nargs, name);
    }
    if (ndim >= core->present[i])
        return 0;
    return rp_fail(RP_VALUE_ERROR,
                   "%s: %s operand %d does not have enough dimensions (has %d, gufunc core with "
                   "signature %s requires %d)",
                   uf->name, i < uf->nin ? "Input" : "Output", i < uf->nin ? i : i - uf->nin, ndim,
                   uf->signature, core->present[i]);
}

static int check_keepdims(const rp_core_dims *core)
{
    const rp_ufunc *uf = core->uf;
    for (int i = 1; i < uf->nin + uf->nout; i++) {
        bool is_input = i < uf->nin;
        if (core->counts[i] != (is_input ? core->counts[0] : 0))
            return rp_fail(RP_TYPE_ERROR,
                           "%s does not support keepdims: its signature %s requires %s %d to have "
                           "%d core dimensions, but keepdims can only be used when all inputs have "
                           "the same number of core dimensions and all outputs have no core "
                           "dimensions.",
                           uf->name, uf->signature, is_input ? "input" : "output",
                           is_input ? i : i - uf->nin, core->counts[i]);
    }
    return 0;
}

/* ---- which axes they are ---- */

/* Core dimensions last, in the order given; the other axes before them, in theirs. */
static void place_axes(rp_core_dims *core, int i, int ndim, const int *chosen)
{
    int count = core->present[i], place = 0;
    for (int axis = 0; axis < ndim; axis++) {
        bool is_core = false;
        for (int d = 0; d < count; d++)
            is_core |= chosen[d] == axis;
        if (!is_core)
            core->axes[i][place++] = (int8_t)axis;
    }
    for (int d = 0; d < count; d++)
        core->axes[i][place++] = (int8_t)chosen[d];
}

static int choose_listed_axes(const rp_core_dims *core, const rp_core_axes *how, int i, int ndim,
                              int *chosen)
{
    int count = core->present[i], given = how->counts[i];
    if (given < 0 && count != 1)
        return rp_fail(RP_AXIS_ERROR,
                       "%s: operand %d has %d core dimensions, but the axes item is a single "
                       "integer.",
                       core->uf->name, i, count);
    if (given >= 0 && given != count)
        return rp_fail(RP_AXIS_ERROR,
                       "%s: operand %d has %d core dimensions, but %d dimensions are specified by "
                       "axes tuple.",
                       core->uf->name, i, count, given);
    for (int d = 0; d < count; d++) {
        RP_TRY(chosen[d] = rp_normalize_axis(how->axes[i][d], ndim, NULL));
        for (int before = 0; before < d; before++)
            if (chosen[before] == chosen[d])
                return rp_fail(RP_VALUE_ERROR, "axes item %d has value %d repeated", i, chosen[d]);
    }
    return 0;
}

static int check_axes_lists(const rp_core_dims *core, const rp_core_axes *how)
{
    const rp_ufunc *uf = core->uf;
    int nargs = uf->nin + uf->nout;
    bool may_omit = true;
    for (int i = uf->nin; i < nargs; i++)
        may_omit &= core->counts[i] == 0;
    if (how->lists == nargs || (how->lists == uf->nin && may_omit))
        return 0;
    return rp_fail(RP_VALUE_ERROR,
                   "axes should be a list with an entry for all %d inputs and outputs; entries for "
                   "outputs can only be omitted if none of them has core axes.",
                   nargs);
}

static int choose_axes(rp_core_dims *core, rp_array *const *ops, int nargs, const rp_core_axes *how)
{
    if (how && how->lists >= 0)
        RP_TRY(check_axes_lists(core, how));
    for (int i = 0; i < nargs; i++) {
        int count = core->present[i], chosen[RP_MAX_CORE_DIMS];
        int ndim = ops[i]->dtype ? ops[i]->ndim : core->loop_ndim + count;
        for (int d = 0; d < count; d++)
            chosen[d] = ndim - count + d;
        if (how && how->has_axis && count > 0)
            RP_TRY(chosen[0] = rp_normalize_axis(how->axis, ndim, NULL));
        if (how && i < how->lists)
            RP_TRY(choose_listed_axes(core, how, i, ndim, chosen));
        place_axes(core, i, ndim, chosen);
    }
    return 0;
}

int rp_core_dims_init(rp_core_dims *core, const rp_ufunc *uf, rp_array *const *ops,
                      const rp_core_axes *how)
{
    int nargs = uf->nin + uf->nout;
    core->uf = uf;
    read_signature(core);
    if (how && how->keepdims >= 0)
        RP_TRY(check_keepdims(core));
    if (how && how->has_axis && core->names != 1)
        return rp_fail(RP_TYPE_ERROR,
                       "%s: axis can only be used with a single shared core dimension, not with "
                       "the %d distinct ones implied by signature %s.",
                       uf->name, core->names, uf->signature);
    memcpy(core->present, core->counts, sizeof core->present);
    if (how && how->keepdims > 0)
        for (int i = uf->nin; i < nargs; i++)
            core->present[i] = core->present[0];
    for (int i = 0; i < nargs; i++)
        if (ops[i]->dtype)
            RP_TRY(check_ndim(core, ops, nargs, i));
    core->loop_ndim = 0;
    for (int i = 0; i < nargs; i++) {
        int loops = ops[i]->dtype ? ops[i]->ndim - core->present[i] : 0;
        core->loop_ndim = loops > core->loop_ndim ? loops : core->loop_ndim;
    }
    for (int i = uf->nin; i < nargs; i++)
        if (core->loop_ndim + core->present[i] > RP_MAX_DIMS)
            return rp_fail(RP_VALUE_ERROR, "too many dimensions for generalized ufunc %s",
                           uf->name);
    return choose_axes(core, ops, nargs, how);
}

int rp_core_dims_measure(rp_core_dims *core, rp_array *const *views)
{
    const rp_ufunc *uf = core->uf;
    for (int name = 0; name < core->names; name++)
        core->sizes[name] = core->missing[name] ? 1 : -1;
    for (int i = 0; i < uf->nin + uf->nout; i++) {
        if (!views[i]->dtype)
            continue;
        int axis = views[i]->ndim - core->present[i], first = axis;
        for (int d = 0; d < core->counts[i]; d++) {
            int name = core->dims[i][d];
            if (core->missing[name])
                continue;
            intptr_t size = views[i]->shape[axis++];
            if (core->sizes[name] < 0)
                core->sizes[name] = size;
            else if (size != core->sizes[name])
                return rp_fail(RP_VALUE_ERROR,
                               "%s: %s operand %d has a mismatch in its core dimension %d, with "
                               "gufunc signature %s (size %zd is different from %zd)",
                               uf->name, i < uf->nin ? "Input" : "Output",
                               i < uf->nin ? i : i - uf->nin, axis - 1 - first, uf->signature, size,
                               core->sizes[name]);
        }
    }
    return 0;
}
