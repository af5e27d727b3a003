/* Lines of samples. */
#include "frame.h"

#include "signal/signal.h"

static rp_array *slot(int i) { return &rp_the_frame.slots[i].array; }

static rp_array *empty_slot(int i)
{
    rp_slot_init(&rp_the_frame.slots[i]);
    return slot(i);
}

static int result_id(int code, const rp_array *out) { return code < 0 ? code : out->dtype->id; }

RP_EXPORT(rp_js_correlate) int rp_js_correlate(int overhang, int convolves)
{
    rp_array *out = empty_slot(2);
    int code = convolves ? rp_convolve(slot(0), slot(1), (rp_overhang)overhang, out)
                         : rp_correlate(slot(0), slot(1), (rp_overhang)overhang, out);
    return result_id(code, out);
}

enum { INTERP_LEFT = 1, INTERP_RIGHT = 2 };

RP_EXPORT(rp_js_interp) int rp_js_interp(int given)
{
    const double *numbers = rp_the_frame.numbers;
    rp_interpolation how = {.left = given & INTERP_LEFT ? numbers : NULL,
                            .right = given & INTERP_RIGHT ? numbers + 2 : NULL,
                            .period = numbers[4]};
    rp_array *out = empty_slot(3);
    return result_id(rp_interp(slot(0), slot(1), slot(2), &how, out), out);
}
