#include "index/squeeze.h"

#define BIT(b, i) ((uint64_t)(b) >> (i)&1)

/* Bit i puts its position in front of those of the bits above it. */
#define BEFORE(b, i, rest) ((uint64_t)(i)*BIT(b, i) | (rest) << 8 * BIT(b, i))
#define SQUEEZE(b)                                                                                 \
    BEFORE(b, 0,                                                                                   \
           BEFORE(b, 1,                                                                            \
                  BEFORE(b, 2,                                                                     \
                         BEFORE(b, 3,                                                              \
                                BEFORE(b, 4, BEFORE(b, 5, BEFORE(b, 6, BEFORE(b, 7, 0ull))))))))

/* Bit i counts for every element after it. (Shifts by 64 are none in C: twice by half of it.) */
#define AFTER(b, i) (BIT(b, i) * (0x0101010101010101ull << 4 * ((i) + 1) << 4 * ((i) + 1)))
#define SPREAD(b)                                                                                  \
    (AFTER(b, 0) + AFTER(b, 1) + AFTER(b, 2) + AFTER(b, 3) + AFTER(b, 4) + AFTER(b, 5) +           \
     AFTER(b, 6))

#define FOUR(f, b) f(b), f((b) + 1), f((b) + 2), f((b) + 3)
#define SIXTEEN(f, b) FOUR(f, b), FOUR(f, (b) + 4), FOUR(f, (b) + 8), FOUR(f, (b) + 12)
#define SIXTY_FOUR(f, b)                                                                           \
    SIXTEEN(f, b), SIXTEEN(f, (b) + 16), SIXTEEN(f, (b) + 32), SIXTEEN(f, (b) + 48)
#define ALL(f) SIXTY_FOUR(f, 0), SIXTY_FOUR(f, 64), SIXTY_FOUR(f, 128), SIXTY_FOUR(f, 192)

const uint64_t rp_squeeze_order[256] = {ALL(SQUEEZE)};
const uint64_t rp_spread_order[256] = {ALL(SPREAD)};

/* The bytes of the element that byte i of an order names. */
#define WORD(order, i) (0x03020100u + 0x04040404u * (uint32_t)((order) >> 8 * (i)&3))
#define LONG(order, i) (0x0706050403020100ull + 0x0808080808080808ull * ((order) >> 8 * (i)&1))
#define WORDS(order)                                                                               \
    {                                                                                              \
        WORD(order, 0), WORD(order, 1), WORD(order, 2), WORD(order, 3)                             \
    }
#define LONGS(order)                                                                               \
    {                                                                                              \
        LONG(order, 0), LONG(order, 1)                                                             \
    }
#define SQUEEZE_WORDS(b) WORDS(SQUEEZE(b))
#define SPREAD_WORDS(b) WORDS(SPREAD(b))
#define SQUEEZE_LONGS(b) LONGS(SQUEEZE(b))
#define SPREAD_LONGS(b) LONGS(SPREAD(b))

const uint32_t rp_squeeze_words[16][4] = {SIXTEEN(SQUEEZE_WORDS, 0)};
const uint32_t rp_spread_words[16][4] = {SIXTEEN(SPREAD_WORDS, 0)};
const uint64_t rp_squeeze_longs[4][2] = {FOUR(SQUEEZE_LONGS, 0)};
const uint64_t rp_spread_longs[4][2] = {FOUR(SPREAD_LONGS, 0)};
