#include "ufunc/loops/product.h"

#include "base/bits.h"
#include "dtype/dtype.h"
#include "simd/vec_float.h"
#include "thread/pool.h"
#include "ufunc/loops/lines.h"
#include <math.h>

/* ---- what cannot change any more ---- */

/* A product that has overflowed, vanished or become NaN stays what it is whatever follows, but for
 * its sign, unless infinity meets zero or something meets NaN. That can be seen without multiplying
 * in order: from then on the factors are only looked at, many at a time. */
typedef struct rest {
    rp_vec signs; /* of all factors, exclusively or-ed */
    rp_vec kept;  /* all ones where no factor changed the product */
} rest;

typedef rp_vec (*order_fn)(rp_vec, rp_vec);

RP_INLINE rest look_at(const char *in, intptr_t nbytes, bool vanished, rp_vec infinity,
                       rp_vec minus, order_fn less)
{
    rest r = {rp_vec_zero(), rp_vec_ones()};
    for (intptr_t i = 0; i < nbytes; i += RP_VEC_SIZE) {
        rp_vec x = rp_vec_load(in + i), size = rp_vec_andnot(x, minus);
        r.signs = rp_vec_xor(r.signs, x);
        rp_vec kept = vanished ? less(size, infinity) : less(rp_vec_zero(), size);
        r.kept = rp_vec_and(r.kept, kept);
    }
    return r;
}

typedef rest (*look_fn)(const char *in, intptr_t nbytes, bool vanished);

enum { PIECES = 64, PIECE_BYTES = 1 << 17 };

typedef struct look {
    look_fn fn;
    const char *in;
    intptr_t nbytes, piece;
    bool vanished;
    rest rests[PIECES];
} look;

static void look_at_pieces(void *context, intptr_t begin, intptr_t end)
{
    look *l = context;
    for (intptr_t i = begin; i < end; i++) {
        intptr_t nbytes = rp_min_intp(l->piece, l->nbytes - i * l->piece);
        l->rests[i] = l->fn(l->in + i * l->piece, nbytes, l->vanished);
    }
}

static rest look_ahead(look_fn fn, const char *in, intptr_t nbytes, bool vanished)
{
    intptr_t share = (nbytes / PIECES / RP_VEC_SIZE + 1) * RP_VEC_SIZE;
    look l = {fn,       in,
              nbytes,   rp_max_intp(share, PIECE_BYTES),
              vanished, {{rp_vec_zero(), rp_vec_zero()}}};
    intptr_t pieces = (nbytes + l.piece - 1) / l.piece;
    rp_parallel_for(pieces, 1, look_at_pieces, &l);
    for (intptr_t i = 1; i < pieces; i++) {
        l.rests[0].signs = rp_vec_xor(l.rests[0].signs, l.rests[i].signs);
        l.rests[0].kept = rp_vec_and(l.rests[0].kept, l.rests[i].kept);
    }
    return l.rests[0];
}

/* ---- one line ---- */

/* Factors between two looks at what has become of the product. */
enum { BLOCK = 1024 };

#define IN_ORDER(name, type)                                                                       \
    static type in_order_##name(type r, const char *in, intptr_t n, intptr_t step)                 \
    {                                                                                              \
        for (; n > 0; n--, in += step)                                                             \
            r *= *(const type *)in;                                                                \
        return r;                                                                                  \
    }

/* n is a number of whole vectors. */
#define SETTLED(name, type, copysign)                                                              \
    static rest look_at_##name(const char *in, intptr_t nbytes, bool vanished)                     \
    {                                                                                              \
        return look_at(in, nbytes, vanished, rp_vec_splat_##name(INFINITY),                        \
                       rp_vec_splat_##name(-0.0f), rp_vec_less_##name);                            \
    }                                                                                              \
    static type settled_##name(type r, const char *in, intptr_t n)                                 \
    {                                                                                              \
        type signs[RP_VEC_SIZE / sizeof(type)];                                                    \
        rest rest = look_ahead(look_at_##name, in, n * (intptr_t)sizeof(type), r == 0);            \
        if (rp_vec_any(rp_vec_not(rest.kept)))                                                     \
            return NAN;                                                                            \
        rp_vec_store(signs, rest.signs);                                                           \
        for (int i = 0; i < RP_COUNT_OF(signs); i++)                                               \
            r *= copysign(1, signs[i]);                                                            \
        return r;                                                                                  \
    }

#define PRODUCT(name, type)                                                                        \
    void rp_product_##name(char *product, const char *in, intptr_t n, intptr_t step)               \
    {                                                                                              \
        type r = *(type *)product;                                                                 \
        for (intptr_t count; n > BLOCK && !isnan(r); n -= count, in += count * step) {             \
            bool settled = (r == 0 || isinf(r)) && step == sizeof(type);                           \
            count = settled ? n / BLOCK * BLOCK : BLOCK;                                           \
            r = settled ? settled_##name(r, in, count) : in_order_##name(r, in, count, step);      \
        }                                                                                          \
        *(type *)product = isnan(r) ? r : in_order_##name(r, in, n, step);                         \
    }

#define DTYPE(name, type, copysign)                                                                \
    IN_ORDER(name, type)                                                                           \
    SETTLED(name, type, copysign)                                                                  \
    PRODUCT(name, type)
DTYPE(float32, float, copysignf)
DTYPE(float64, double, copysign)
#undef DTYPE

/* ---- several lines, side by side ---- */

enum { LINES = 8 };

#define MULTIPLY_LINES(name, type)                                                                 \
    RP_LINES_FN(rp_product_lines_##name)                                                           \
    {                                                                                              \
        for (; lines >= LINES; lines -= LINES, out += LINES * out_step, in += LINES * line_step) { \
            type r[LINES];                                                                         \
            for (int k = 0; k < LINES; k++)                                                        \
                r[k] = *(type *)(out + k * out_step);                                              \
            for (intptr_t i = 0; i < n; i++)                                                       \
                for (int k = 0; k < LINES; k++)                                                    \
                    r[k] *= *(const type *)(in + k * line_step + i * step);                        \
            for (int k = 0; k < LINES; k++)                                                        \
                *(type *)(out + k * out_step) = r[k];                                              \
        }                                                                                          \
        for (; lines > 0; lines--, out += out_step, in += line_step)                               \
            rp_product_##name(out, in, n, step);                                                   \
    }

MULTIPLY_LINES(float32, float)
MULTIPLY_LINES(float64, double)
