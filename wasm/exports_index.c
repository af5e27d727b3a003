/* Selecting: keys with arrays among them. */
#include "frame.h"

#include "index/fancy.h"

enum { FIRST_KEY_ARRAY = 2 }; /* slot of the array that a key calls number 0 */

static rp_array *slot(int i) { return &rp_the_frame.slots[i].array; }

static int key_arrays(int count, rp_array **arrays)
{
    if (count < 0 || count > RP_FRAME_KEYS)
        return rp_fail(RP_INDEX_ERROR, "too many indices: %d", count);
    for (int i = 0; i < RP_FRAME_SLOTS - FIRST_KEY_ARRAY; i++)
        arrays[i] = slot(FIRST_KEY_ARRAY + i);
    return 0;
}

RP_EXPORT(rp_js_index_get) int rp_js_index_get(int count)
{
    rp_array *arrays[RP_FRAME_SLOTS];
    RP_TRY(key_arrays(count, arrays));
    rp_slot_init(&rp_the_frame.slots[1]);
    rp_array *out = slot(1);
    int code = rp_index_get(out, slot(0), count, rp_the_frame.keys, arrays);
    return code < 0 ? code : out->dtype->id;
}

RP_EXPORT(rp_js_index_set) int rp_js_index_set(int count)
{
    rp_array *arrays[RP_FRAME_SLOTS];
    RP_TRY(key_arrays(count, arrays));
    return rp_index_set(slot(0), count, rp_the_frame.keys, arrays, slot(1));
}
