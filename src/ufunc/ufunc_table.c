/* The registry, made from the list. */
#include "ufunc/ufunc_internal.h"

#include <stdatomic.h>
#include <string.h>

enum {
#define UFUNC(name, ...) ID_##name,
    RP_ALL_UFUNCS(UFUNC) RP_ALL_GUFUNCS(UFUNC)
#undef UFUNC
        UFUNC_COUNT
};

static const rp_ufunc table[UFUNC_COUNT] = {
#define UFUNC(name_, nin_, nout_, identity_, ulp_, result_, summary_)                              \
    [ID_##name_] = {                                                                               \
        .name = #name_,                                                                            \
        .nin = nin_,                                                                               \
        .nout = nout_,                                                                             \
        .identity = RP_IDENTITY_##identity_,                                                       \
        .loops = &rp_loops_##name_,                                                                \
        .ulp = ulp_,                                                                               \
        .summary = summary_,                                                                       \
    },
    RP_ALL_UFUNCS(UFUNC)
#undef UFUNC
#define GUFUNC(name_, nin_, nout_, signature_, result_, summary_)                                  \
    [ID_##name_] = {                                                                               \
        .name = #name_,                                                                            \
        .nin = nin_,                                                                               \
        .nout = nout_,                                                                             \
        .loops = &rp_loops_##name_,                                                                \
        .signature = signature_,                                                                   \
        .summary = summary_,                                                                       \
    },
        RP_ALL_GUFUNCS(GUFUNC)
#undef GUFUNC
};

int rp_ufunc_count(void) { return UFUNC_COUNT; }

const rp_ufunc *rp_ufunc_by_id(int id) { return (unsigned)id < UFUNC_COUNT ? &table[id] : NULL; }

const rp_ufunc *rp_ufunc_by_name(const char *name)
{
    for (int id = 0; id < UFUNC_COUNT; id++)
        if (strcmp(table[id].name, name) == 0)
            return &table[id];
    return NULL;
}

/* Rows found before, by ufunc and dtype: 0 is not looked for yet. */
enum { ROW_NONE = 255 };
static _Atomic uint8_t found_rows[UFUNC_COUNT][RP_NUM_NUMERIC];

static int find_exact_row(const rp_ufunc *uf, int num)
{
    for (int r = 0; r < uf->loops->count; r++) {
        const rp_loop *row = &uf->loops->rows[r];
        int i = 0;
        while (i < uf->nin && row->types[i] == num)
            i++;
        if (i == uf->nin)
            return r + 1;
    }
    return ROW_NONE;
}

const rp_loop *rp_ufunc_exact_loop(const rp_ufunc *uf, int num)
{
    if ((uintptr_t)uf - (uintptr_t)table >= sizeof table) { /* in no list: stat/ has such */
        int found = find_exact_row(uf, num);
        return found == ROW_NONE ? NULL : &uf->loops->rows[found - 1];
    }
    _Atomic uint8_t *place = &found_rows[uf - table][num];
    int row = atomic_load_explicit(place, memory_order_relaxed);
    if (row == 0) {
        row = find_exact_row(uf, num);
        atomic_store_explicit(place, (uint8_t)row, memory_order_relaxed);
    }
    return row == ROW_NONE ? NULL : &uf->loops->rows[row - 1];
}
