/* Points at which elementary functions are judged. test/js/accuracy.test.ts makes the same ones, so
 * that a checksum of the results tells whether WebAssembly gives the bits that were judged here. */
#ifndef RP_TEST_ACCURACY_POINTS_H
#define RP_TEST_ACCURACY_POINTS_H

#include "base/bits.h"
#include "base/half.h"

/* Xorshift of 32 bits (Marsaglia 2003). */
static uint32_t next_word(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    return *state ^= *state << 5;
}

/* Functions change their ways near small multiples of these: pi/4, log(2)/2, log10(2), 1/4, and
 * where exponentials overflow or vanish. */
static const double landmarks[8] = {
    0.7853981633974483, 0.34657359027997264, 0.3010299956639812, 0.25,
    709.782712893384,   745.1332191019412,   88.72283905206835,  103.97207708399179,
};

/* What each fourth point is: any bits at all; 48 exponents around 1; near a landmark; the numbers
 * from 1/16 to 1024, where most functions are at work. */
enum { ANY, AROUND_ONE, LANDMARK, ORDINARY };

static double landmark(uint32_t *state, uint32_t *offset)
{
    uint32_t which = next_word(state), multiple = next_word(state);
    *offset = multiple >> 8 & 63;
    double sign = which >> 31 ? -1 : 1;
    return sign * landmarks[which & 7] * (which & 4 ? 1 : multiple & 63);
}

static double float64_point(uint32_t *state, int kind)
{
    uint32_t offset, high = next_word(state), low = next_word(state);
    uint32_t rest = high & 0x800fffff, exponent = high >> 20 & 0x7ff;
    if (kind == LANDMARK)
        return rp_double_of_bits(rp_bits_of_double(landmark(state, &offset)) + offset - 32);
    if (kind == AROUND_ONE)
        high = rest | (1023 - 24 + exponent % 48) << 20;
    if (kind == ORDINARY)
        high = rest | (1023 - 4 + exponent % 14) << 20;
    return rp_double_of_bits((uint64_t)high << 32 | low);
}

static float float32_point(uint32_t *state, int kind)
{
    uint32_t offset, bits = next_word(state);
    uint32_t rest = bits & 0x807fffff, exponent = bits >> 23 & 0xff;
    if (kind == LANDMARK) {
        float near = (float)landmark(state, &offset);
        return rp_float_of_bits(rp_bits_of_float(near) + offset - 32);
    }
    if (kind == AROUND_ONE)
        bits = rest | (127 - 24 + exponent % 48) << 23;
    if (kind == ORDINARY)
        bits = rest | (127 - 4 + exponent % 14) << 23;
    return rp_float_of_bits(bits);
}

/* Of two operands the second one's kind changes more slowly, so that all kinds meet. */
static int kind_of_point(int i, int operand) { return (operand ? i >> 2 : i) & 3; }

#endif
