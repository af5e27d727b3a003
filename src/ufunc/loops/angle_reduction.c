/* Payne and Hanek 1983, "Radian reduction for trigonometric functions": of the product x * 2/pi
 * only those bits are computed that are neither whole turns nor below what is asked. */
#include "ufunc/loops/angle_reduction.h"
#include "base/half.h"

enum { WORDS = 7, EXPONENT_BIAS = 1075 };

/* 2/pi in words of 32 bits, behind two words of zeros: enough for the largest double. */
static const uint32_t two_over_pi[] = {
    0,          0,          0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041,
    0xfe5163ab, 0xdebbc561, 0xb7246e3a, 0x424dd2e0, 0x06492eea, 0x09d1921c, 0xfe1deb1c, 0xb129a73e,
    0xe88235f5, 0x2ebb4484, 0xe99c7026, 0xb45f7e41, 0x3991d639, 0x835339f4, 0x9c845f8b, 0xbdf9283b,
    0x1ff897ff, 0xde05980f, 0xef2f118b, 0x5a0a6d1f, 0x6d367ecf, 0x27cb09b7, 0x4f463f66, 0x9e5fea2d,
    0x7527bac7, 0xebe5f17b, 0x3d0739f7, 0x8a5292ea, 0x6bfb5fb1, 0x1f8d5d08, 0x56033046};

/* |x| * 2/pi modulo 4, as a fraction of 4 in 7 words, the first one highest. |x| = mantissa *
 * 2^exponent is at least 1/2. */
static void quarter_turns(uint64_t mantissa, int exponent, uint32_t turns[WORDS])
{
    /* Words before this one give multiples of 4: exponent - 32 * skipped is at least 2. */
    int skipped = (exponent - 2 + 64) / 32 - 2;
    int shift = exponent - 2 - 32 * skipped;
    const uint32_t *words = &two_over_pi[skipped + 2];
    /* With the mantissa moved left by the shift there are three words of it, and the product's
     * high words fall away. */
    uint32_t part[3] = {(uint32_t)(mantissa << shift), (uint32_t)(mantissa << shift >> 32),
                        (uint32_t)(shift ? mantissa >> (64 - shift) : 0)};
    uint64_t carry = 0;
    for (int at = WORDS - 1; at >= 0; at--) {
        uint64_t sum = carry;
        carry = 0;
        for (int k = 0; k < 3 && at + k < WORDS; k++) {
            uint64_t product = (uint64_t)part[k] * words[at + k];
            sum += (uint32_t)product;
            carry += product >> 32;
        }
        turns[at] = (uint32_t)sum;
        carry += sum >> 32;
    }
}

/* Two words of a fraction from word `at` on, zeros behind its end. */
static uint64_t two_words(const uint32_t turns[WORDS], int at)
{
    uint64_t high = at < WORDS ? turns[at] : 0, low = at + 1 < WORDS ? turns[at + 1] : 0;
    return high << 32 | low;
}

/* The quadrant of a finite |x| >= 1/2, and its rest and excess. */
static int reduce(double x, double *rest, double *excess)
{
    uint64_t bits = rp_bits_of_double(x) & INT64_MAX;
    uint64_t mantissa = (bits & (((uint64_t)1 << 52) - 1)) | (uint64_t)1 << 52;
    uint32_t turns[WORDS];
    quarter_turns(mantissa, (int)(bits >> 52) - EXPONENT_BIAS, turns);

    /* The nearest quadrant; what is left becomes a signed fraction of 4, and its size is taken. */
    uint32_t quadrant = (turns[0] + 0x20000000u) >> 30;
    turns[0] -= quadrant << 30;
    bool below = turns[0] >> 31;
    for (int i = WORDS - 1, carry = 1; i >= 0 && below; i--) {
        turns[i] = ~turns[i] + (uint32_t)carry;
        carry &= turns[i] == 0;
    }
    int first = 0;
    while (first < WORDS - 1 && turns[first] == 0)
        first++;
    uint64_t high = two_words(turns, first), low = two_words(turns, first + 2);
    int zeros = __builtin_clzll(high | 1);
    if (zeros > 0) {
        high = high << zeros | low >> (64 - zeros);
        low <<= zeros;
    }
    /* (high + low / 2^64) * 2^-(62 + zeros + 32 first) right angles. */
    int scale = 62 + zeros + 32 * first;
    double unit = rp_double_of_bits((uint64_t)(1023 - scale) << 52);
    double hi = (double)(high >> 11) * 0x1p11 * unit;
    double lo = ((double)(high & 0x7ff) + (double)low * 0x1p-64) * unit;

    /* Times pi/2, to twice the precision. */
    rp_vec_pair product = rp_vec_two_product_float64(rp_vec_splat_float64(hi),
                                                     rp_vec_splat_float64(0x1.921fb54442d18p+0));
    double error =
        rp_vec_lane_float64(product.lo, 0) + hi * 0x1.1a62633145c07p-54 + lo * 0x1.921fb54442d18p+0;
    bool negative = rp_bits_of_double(x) >> 63;
    double sign = below != negative ? -1 : 1;
    *rest = sign * rp_vec_lane_float64(product.hi, 0);
    *excess = -sign * error;
    return negative ? -(int)quadrant : (int)quadrant;
}

rp_angle rp_reduce_slow_lanes(rp_vec x, rp_vec fast, rp_angle angle)
{
    double of[2], rest[2], excess[2];
    int64_t quadrant[2], is_fast[2];
    rp_vec_store(of, x);
    rp_vec_store(rest, angle.rest);
    rp_vec_store(excess, angle.excess);
    rp_vec_store(quadrant, angle.quadrant);
    rp_vec_store(is_fast, fast);
    for (int i = 0; i < 2; i++) {
        if (is_fast[i])
            continue;
        quadrant[i] = 0;
        rest[i] = excess[i] = of[i] - of[i]; /* NaN, where there is no angle */
        if (rest[i] == 0)
            quadrant[i] = reduce(of[i], &rest[i], &excess[i]);
    }
    return (rp_angle){rp_vec_load(quadrant), rp_vec_load(rest), rp_vec_load(excess)};
}
