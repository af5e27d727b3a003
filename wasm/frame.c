#include "frame.h"

#include "base/alloc.h"
#include <math.h>
#include <stddef.h>
#include <string.h>

rp_frame rp_the_frame;

_Static_assert(sizeof(rp_array) == 40, "js/runtime/layout.ts counts on it");

RP_EXPORT(rp_js_start) rp_frame *rp_js_start(void)
{
    for (int i = 0; i < RP_FRAME_SLOTS; i++)
        rp_slot_init(&rp_the_frame.slots[i]);
    return &rp_the_frame;
}

RP_EXPORT(rp_js_layout) const int32_t *rp_js_layout(void)
{
    static int32_t layout[8];
    layout[0] = sizeof(rp_slot);
    layout[1] = offsetof(rp_slot, dims);
    layout[2] = offsetof(rp_slot, value);
    layout[3] = offsetof(rp_frame, numbers);
    layout[4] = offsetof(rp_frame, options);
    layout[5] = offsetof(rp_frame, keys);
    layout[6] = offsetof(rp_frame, text);
    layout[7] = sizeof(rp_key);
    return layout;
}

int rp_frame_integers(int count, intptr_t *out, const char *what)
{
    if (count < 0 || count > RP_FRAME_NUMBERS)
        return rp_fail(RP_VALUE_ERROR, "too many %s: %d", what, count);
    for (int i = 0; i < count; i++) {
        double value = rp_the_frame.numbers[i];
        if (!(value == floor(value)) || isinf(value))
            return rp_fail(RP_TYPE_ERROR, "%s must be whole numbers, found %g", what, value);
        if (value < (double)INTPTR_MIN || value > (double)INTPTR_MAX)
            return rp_fail(RP_VALUE_ERROR,
                           "Maximum allowed dimension exceeded: %s hold %lld, an array has at most "
                           "%zd elements along an axis",
                           what, fabs(value) < 0x1p63 ? (long long)value : 0, INTPTR_MAX);
        out[i] = (intptr_t)value;
    }
    return 0;
}

/* ---- errors and memory ---- */

RP_EXPORT(rp_js_error_message) const char *rp_js_error_message(void) { return rp_error_message(); }

RP_EXPORT(rp_js_alloc) void *rp_js_alloc(uint32_t nbytes) { return rp_alloc(nbytes); }

RP_EXPORT(rp_js_free) void rp_js_free(void *block) { rp_free(block); }

RP_EXPORT(rp_js_memory) void rp_js_memory(void)
{
    rp_memory_stats stats = rp_memory_get_stats();
    rp_the_frame.numbers[0] = (double)stats.live_bytes;
    rp_the_frame.numbers[1] = (double)stats.live_blocks;
    rp_the_frame.numbers[2] = (double)stats.heap_bytes;
}

RP_EXPORT(rp_js_alloc_fail_after) void rp_js_alloc_fail_after(int count)
{
    rp_alloc_fail_after(count);
}
