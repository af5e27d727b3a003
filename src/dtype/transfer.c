#include "base/bits.h"
#include "dtype/cast.h"
#include "dtype/cast_errors.h"

int rp_transfer_init(rp_transfer *t, const rp_dtype *from, const rp_dtype *to, bool aligned)
{
    *t = (rp_transfer){.from = from, .to = to, .swap_from = from->swapped, .swap_to = to->swapped};
    if (from->num == to->num)
        return 0;
    if (!rp_is_numeric(from) || !rp_is_numeric(to))
        return rp_fail(RP_TYPE_ERROR, "Cannot cast array data from dtype('%s') to dtype('%s')",
                       from->name, to->name);
    t->cast = rp_cast_loop(from->num, to->num);
    t->direct = aligned && !from->swapped && !to->swapped;
    return 0;
}

static void cast(const rp_transfer *t, const char *src, intptr_t src_stride, char *dst,
                 intptr_t dst_stride, intptr_t n)
{
    char *args[2] = {(char *)src, dst};
    intptr_t steps[2] = {src_stride, dst_stride};
    if (rp_float_watched)
        rp_watched_cast(t, args, n, steps);
    else
        t->cast(args, &n, steps, NULL);
}

enum { CHUNK = 256 }; /* elements */

static void cast_through_buffers(const rp_transfer *t, const char *src, intptr_t src_stride,
                                 char *dst, intptr_t dst_stride, intptr_t n)
{
    _Alignas(16) char in[CHUNK * sizeof(rp_complex128)];
    _Alignas(16) char out[CHUNK * sizeof(rp_complex128)];
    intptr_t from_size = t->from->itemsize, to_size = t->to->itemsize;
    for (intptr_t done = 0; done < n; done += CHUNK) {
        intptr_t count = rp_min_intp(n - done, CHUNK);
        t->from->ops->copy_swap(in, from_size, src + done * src_stride, src_stride, count,
                                t->swap_from, t->from);
        cast(t, in, from_size, out, to_size, count);
        t->to->ops->copy_swap(dst + done * dst_stride, dst_stride, out, to_size, count, t->swap_to,
                              t->to);
    }
}

void rp_transfer_run(const rp_transfer *t, const char *src, intptr_t src_stride, char *dst,
                     intptr_t dst_stride, intptr_t n)
{
    if (n <= 0)
        return;
    if (!t->cast) {
        bool swap = t->swap_from != t->swap_to;
        t->from->ops->copy_swap(dst, dst_stride, src, src_stride, n, swap, t->from);
    } else if (src_stride == 0 && n > 1) { /* cast once, then repeat */
        _Alignas(16) char element[16];
        rp_cast_element(t->from, src, t->to, element);
        t->to->ops->copy_swap(dst, dst_stride, element, 0, n, false, t->to);
    } else if (t->direct) {
        cast(t, src, src_stride, dst, dst_stride, n);
    } else {
        cast_through_buffers(t, src, src_stride, dst, dst_stride, n);
    }
}

int rp_cast_element(const rp_dtype *from, const char *src, const rp_dtype *to, char *dst)
{
    rp_transfer t;
    RP_TRY(rp_transfer_init(&t, from, to, false));
    if (!t.cast) {
        rp_transfer_run(&t, src, 0, dst, 0, 1);
        return 0;
    }
    _Alignas(16) char in[16], out[16];
    from->ops->copy_swap(in, 0, src, 0, 1, t.swap_from, from);
    cast(&t, in, 0, out, 0, 1);
    to->ops->copy_swap(dst, 0, out, 0, 1, t.swap_to, to);
    return 0;
}
