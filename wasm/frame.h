/* The frame: one fixed place in memory through which JavaScript and the core talk. JavaScript
 * writes operands into slots and options beside them, makes one call, and reads results from slots.
 * js/runtime/layout.ts has the same offsets; rp_js_layout lets the loader check them. */
#ifndef RP_WASM_FRAME_H
#define RP_WASM_FRAME_H

#include "array/array.h"
#include "ufunc/ufunc.h"
#include "export.h"

enum {
    RP_FRAME_SLOTS = 68, /* a key may hold an array for every axis */
    RP_FRAME_NUMBERS = 256,
    RP_FRAME_OPTIONS = 32,
    RP_FRAME_KEYS = 2 * RP_MAX_DIMS + 1,
    RP_FRAME_TEXT_BYTES = 16384,
};

/* Places in rp_frame.options; a call reads them only if RP_CALL_OPTIONS is among its flags. */
enum {
    RP_OPTION_CASTING,   /* rp_casting, -1: the default */
    RP_OPTION_ORDER,     /* rp_order, -1: the default */
    RP_OPTION_DTYPE,     /* address of a descriptor, 0: none */
    RP_OPTION_SIGNATURE, /* 1: the next RP_UFUNC_MAX_ARGS places hold descriptors or 0 */
    RP_OPTION_SIGNATURE_0,
};

/* Flags of a call. */
enum {
    RP_CALL_OUT = 1 << 0,     /* output slots are filled in, or have dtype 0: to be allocated */
    RP_CALL_WHERE = 1 << 1,   /* the mask is in the slot after the outputs */
    RP_CALL_OPTIONS = 1 << 2, /* options hold something */
    RP_CALL_INITIAL = 1 << 3, /* the initial value is in the slot after the mask's */
    RP_CALL_KEEPDIMS = 1 << 4,
    RP_CALL_NO_INITIAL = 1 << 5, /* initial=None */
    RP_CALL_ALL_AXES = 1 << 6,   /* axis=None */
    /* numbers say where a generalised ufunc's core dimensions are: keepdims (-1: not given), 0
     * neither, 1 axis or 2 axes, the axis or the number of lists, then for each list how many axes
     * (-1: one that is no list) and the first RP_MAX_CORE_DIMS of them. */
    RP_CALL_CORE = 1 << 7,
};

typedef struct rp_frame {
    rp_slot slots[RP_FRAME_SLOTS];
    double numbers[RP_FRAME_NUMBERS]; /* shapes, axes, bounds: checked by the core, not by
                                         JavaScript */
    int32_t options[RP_FRAME_OPTIONS];
    rp_key keys[RP_FRAME_KEYS];
    char text[RP_FRAME_TEXT_BYTES]; /* UTF-8 in and out */
} rp_frame;

extern rp_frame rp_the_frame;

/* Whole numbers from the frame's numbers, as lengths or axes: ValueError / OverflowError where one
 * is no whole number or fits no intp. */
int rp_frame_integers(int count, intptr_t *out, const char *what);

#endif
