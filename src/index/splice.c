#include "index/splice.h"

#include "array/iter.h"
#include "base/alloc.h"
#include "base/bits.h"
#include "index/gather.h"
#include "thread/pool.h"
#include <string.h>

enum {
    BLOCK_POSITIONS = 4096,
    PIECE_BYTES = 1 << 16,
};

/* A dense array as (outer, axis, chunk of bytes), whose chunks come from places or go to them. */
typedef struct splice_work {
    const char *from;
    char *to;
    intptr_t from_outer, to_outer; /* bytes from one outer position to the next */
    const intptr_t *offsets;
    intptr_t count, bytes, blocks;
    bool scatters;
} splice_work;

static void splice_units(void *context, intptr_t begin, intptr_t end)
{
    const splice_work *work = context;
    for (intptr_t unit = begin; unit < end; unit++) {
        intptr_t outer = unit / work->blocks, first = unit % work->blocks * BLOCK_POSITIONS;
        intptr_t n = rp_min_intp(BLOCK_POSITIONS, work->count - first), bytes = work->bytes;
        const char *from = work->from + outer * work->from_outer;
        char *to = work->to + outer * work->to_outer;
        if (work->scatters)
            rp_scatter(to, work->offsets + first, from + first * bytes, bytes, n, bytes);
        else
            rp_gather(to + first * bytes, bytes, from, work->offsets + first, n, bytes);
    }
}

/* Room for places; NULL with a MemoryError. */
static intptr_t *alloc_places(intptr_t n)
{
    intptr_t bytes;
    if (rp_mul_intp(n, sizeof(intptr_t), &bytes))
        return rp_alloc((size_t)bytes);
    (void)rp_fail(RP_MEMORY_ERROR, "Unable to allocate memory for %zd positions", (ptrdiff_t)n);
    return NULL;
}

static void run_splice(splice_work *work, intptr_t outer)
{
    work->blocks = (work->count + BLOCK_POSITIONS - 1) / BLOCK_POSITIONS;
    intptr_t units = outer * work->blocks, moved = outer * work->count * work->bytes;
    if (moved == 0)
        return;
    if (rp_worth_threads(moved / 8, 0))
        rp_parallel_for(units, rp_max_intp(1, units / rp_max_intp(1, moved / PIECE_BYTES)),
                        splice_units, work);
    else
        splice_units(work, 0, units);
}

/* `a` in rows, its own memory or a copy; `axis` is counted anew where the axes were exchanged. */
static int make_rows(rp_array *rows, const rp_array *a, int *axis, bool *columns)
{
    *columns = rp_is_f_contiguous(a) && !rp_is_c_contiguous(a);
    if (*columns || rp_is_c_contiguous(a))
        rp_array_alias(rows, a);
    else
        RP_TRY(rp_array_copy(rows, a, NULL, RP_ORDER_C));
    if (*columns) {
        rp_reverse_axes(rows);
        *axis = a->ndim - 1 - *axis;
    }
    return 0;
}

/* Room for the result: as `rows`, but for the length of one axis. */
static int make_room(rp_array *out, const rp_array *rows, int axis, intptr_t length,
                     intptr_t *outer, intptr_t *bytes)
{
    intptr_t shape[RP_MAX_DIMS];
    *outer = 1;
    *bytes = rows->dtype->itemsize;
    for (int i = 0; i < rows->ndim; i++) {
        shape[i] = i == axis ? length : rows->shape[i];
        if (i < axis)
            *outer *= shape[i];
        if (i > axis)
            *bytes *= shape[i];
    }
    return rp_array_allocate(out, rows->dtype, rows->ndim, shape, RP_ORDER_C, false);
}

/* ---- delete ---- */

/* A byte for each position, other than 0 where it goes: an array of bools itself where it is dense,
 * else one of our own, which is to be freed. */
typedef struct goners {
    const uint8_t *bytes;
    uint8_t *block;
} goners;

static int fail_marks(intptr_t length)
{
    return rp_fail(
        RP_VALUE_ERROR,
        "boolean array argument obj to delete must be one dimensional and match the axis "
        "length of %zd",
        (ptrdiff_t)length);
}

static int mark_positions(uint8_t *gone, const rp_array *which, int axis, intptr_t length)
{
    rp_slot slot;
    rp_slot_init(&slot);
    RP_TRY(rp_positions(&slot.array, which, length, axis, RP_MODE_RAISE));
    const intptr_t *positions = (const intptr_t *)slot.array.data;
    for (intptr_t i = 0, n = rp_array_size(which); i < n; i++)
        gone[positions[i] < 0 ? positions[i] + length : positions[i]] = 1;
    rp_array_release(&slot.array);
    return 0;
}

static int mark(goners *gone, const rp_array *which, int axis, intptr_t length)
{
    bool marks = which->dtype->kind == 'b';
    if (!marks && !rp_is_integer(which->dtype))
        return rp_fail(RP_INDEX_ERROR,
                       "arrays used as indices must be of integer (or boolean) type");
    if (marks && (which->ndim != 1 || which->shape[0] != length))
        return fail_marks(length);
    if (marks && rp_is_c_contiguous(which)) {
        *gone = (goners){(const uint8_t *)which->data, NULL};
        return 0;
    }
    uint8_t *block = rp_alloc_zeroed((size_t)length);
    if (!block)
        return -RP_MEMORY_ERROR;
    *gone = (goners){block, block};
    if (!marks)
        return mark_positions(block, which, axis, length);
    for (intptr_t i = 0; i < length; i++)
        block[i] = (uint8_t)which->data[i * which->strides[0]];
    return 0;
}

static intptr_t count_kept(const uint8_t *gone, intptr_t n)
{
    intptr_t kept = 0;
    for (intptr_t i = 0; i < n; i++)
        kept += gone[i] == 0;
    return kept;
}

/* Moves up the chunks that stay, eight at a time where none goes. Else each is written, and written
 * over where it goes, without a branch to foretell; but nothing past the last one that stays. */
static inline void compress_loop(char *restrict to, const char *restrict from,
                                 const uint8_t *restrict gone, intptr_t kept, size_t bytes)
{
    char *end = to + kept * (intptr_t)bytes;
    while (end - to >= 8 * (intptr_t)bytes) {
        uint64_t eight;
        memcpy(&eight, gone, sizeof eight);
        if (eight == 0) {
            for (size_t j = 0; j < 8; j++)
                memcpy(to + j * bytes, from + j * bytes, bytes);
            to += 8 * bytes;
        } else {
            for (size_t j = 0; j < 8; j++) {
                memcpy(to, from + j * bytes, bytes);
                to += gone[j] ? 0 : bytes;
            }
        }
        from += 8 * bytes;
        gone += 8;
    }
    for (; to < end; from += bytes, gone++) {
        memcpy(to, from, bytes);
        to += *gone ? 0 : bytes;
    }
}

static void compress(char *to, const char *from, const uint8_t *gone, intptr_t kept, intptr_t bytes)
{
    switch (bytes) {
    case 1: compress_loop(to, from, gone, kept, 1); return;
    case 2: compress_loop(to, from, gone, kept, 2); return;
    case 4: compress_loop(to, from, gone, kept, 4); return;
    case 8: compress_loop(to, from, gone, kept, 8); return;
    case 16: compress_loop(to, from, gone, kept, 16); return;
    default:
        for (intptr_t i = 0; kept > 0; i++) {
            if (gone[i])
                continue;
            memcpy(to, from + i * bytes, (size_t)bytes);
            to += bytes;
            kept--;
        }
    }
}

/* One line, in blocks that know where their first chunk goes. */
typedef struct line_work {
    const char *from;
    char *to;
    const uint8_t *gone;
    const intptr_t *starts;
    intptr_t bytes;
} line_work;

static void compress_blocks(void *context, intptr_t begin, intptr_t end)
{
    const line_work *work = context;
    for (intptr_t block = begin; block < end; block++) {
        intptr_t first = block * BLOCK_POSITIONS, start = work->starts[block];
        compress(work->to + start * work->bytes, work->from + first * work->bytes,
                 work->gone + first, work->starts[block + 1] - start, work->bytes);
    }
}

static int delete_from_line(rp_array *out, const rp_array *line, const uint8_t *gone)
{
    intptr_t length = line->shape[0], blocks = (length + BLOCK_POSITIONS - 1) / BLOCK_POSITIONS;
    intptr_t bytes = line->dtype->itemsize, *starts = alloc_places(blocks + 1);
    if (!starts)
        return -RP_MEMORY_ERROR;
    starts[0] = 0;
    for (intptr_t b = 0; b < blocks; b++) {
        intptr_t first = b * BLOCK_POSITIONS;
        starts[b + 1] =
            starts[b] + count_kept(gone + first, rp_min_intp(BLOCK_POSITIONS, length - first));
    }
    int code = rp_array_allocate(out, line->dtype, 1, &starts[blocks], RP_ORDER_C, false);
    if (code >= 0) {
        line_work work = {line->data, out->data, gone, starts, bytes};
        if (rp_worth_threads(length, (int)rp_min_intp(bytes, 1000)))
            rp_parallel_for(blocks, rp_max_intp(1, PIECE_BYTES / (BLOCK_POSITIONS * bytes)),
                            compress_blocks, &work);
        else
            compress_blocks(&work, 0, blocks);
    }
    rp_free(starts);
    return code;
}

/* Every line loses the same: where the rest lies is found once. */
static int gather_lines(rp_array *out, const rp_array *rows, int axis, const uint8_t *gone,
                        intptr_t outer, intptr_t bytes)
{
    intptr_t length = rows->shape[axis], kept = out->shape[axis];
    /* One more than needed, for what is gone is written too. */
    intptr_t *offsets = alloc_places(kept + 1);
    if (!offsets)
        return -RP_MEMORY_ERROR;
    for (intptr_t i = 0, k = 0; i < length; i++) {
        offsets[k] = i * bytes;
        k += gone[i] == 0;
    }
    splice_work work = {.from = rows->data,
                        .to = out->data,
                        .from_outer = length * bytes,
                        .to_outer = kept * bytes,
                        .offsets = offsets,
                        .count = kept,
                        .bytes = bytes};
    run_splice(&work, outer);
    rp_free(offsets);
    return 0;
}

static int delete_from_lines(rp_array *out, const rp_array *rows, int axis, const uint8_t *gone)
{
    intptr_t outer, bytes;
    RP_TRY(make_room(out, rows, axis, count_kept(gone, rows->shape[axis]), &outer, &bytes));
    int code = rp_array_size(out) == 0 ? 0 : gather_lines(out, rows, axis, gone, outer, bytes);
    if (code < 0)
        rp_array_release(out);
    return code;
}

int rp_delete(rp_array *out, const rp_array *a, int axis, const rp_array *which)
{
    goners gone = {NULL, NULL};
    int code = mark(&gone, which, axis, a->shape[axis]);
    rp_slot rows;
    rp_slot_init(&rows);
    bool columns = false;
    if (code >= 0)
        code = make_rows(&rows.array, a, &axis, &columns);
    if (code >= 0) {
        code = a->ndim == 1 ? delete_from_line(out, &rows.array, gone.bytes)
                            : delete_from_lines(out, &rows.array, axis, gone.bytes);
        rp_array_release(&rows.array);
    }
    if (code >= 0 && columns)
        rp_reverse_axes(out);
    rp_free(gone.block);
    return code;
}

/* ---- insert ---- */

/* Where the n new chunks and the `length` old ones come to lie. Positions are sorted by counting,
 * which leaves equal ones in their order. */
static int find_places(const int64_t *before, intptr_t n, intptr_t length, int axis, intptr_t *news,
                       intptr_t *olds)
{
    memset(olds, 0, sizeof *olds * (size_t)(length + 2));
    for (intptr_t i = 0; i < n; i++) {
        int64_t at = before[i] < 0 ? before[i] + length : before[i];
        if (at < 0 || at > length)
            return rp_fail(RP_INDEX_ERROR, "index %lld is out of bounds for axis %d with size %zd",
                           (long long)before[i], axis, (ptrdiff_t)length);
        news[i] = (intptr_t)at;
        olds[at + 1]++;
    }
    for (intptr_t i = 1; i <= length; i++)
        olds[i] += olds[i - 1];
    /* olds[p]: how many are put in before a position less than p; in the end, before p or less. */
    for (intptr_t i = 0; i < n; i++)
        news[i] += olds[news[i]]++;
    for (intptr_t i = 0; i < length; i++)
        olds[i] += i;
    return 0;
}

static void scale(intptr_t *places, intptr_t n, intptr_t bytes)
{
    for (intptr_t i = 0; i < n; i++)
        places[i] *= bytes;
}

/* The values as they will lie in the result, n along the axis, in rows. */
static int make_values(rp_array *out, const rp_array *values, const rp_array *a, int axis,
                       intptr_t n, bool columns)
{
    rp_slot trimmed, spread;
    rp_slot_init(&trimmed);
    rp_slot_init(&spread);
    int extra = 0;
    while (values->ndim - extra > a->ndim && values->shape[extra] == 1)
        extra++;
    trimmed.array.dtype = values->dtype;
    trimmed.array.data = values->data;
    trimmed.array.ndim = values->ndim - extra;
    for (int i = 0; i < trimmed.array.ndim; i++) {
        trimmed.array.shape[i] = values->shape[i + extra];
        trimmed.array.strides[i] = values->strides[i + extra];
    }
    intptr_t shape[RP_MAX_DIMS];
    for (int i = 0; i < a->ndim; i++)
        shape[i] = i == axis ? n : a->shape[i];
    RP_TRY(rp_view_broadcast(&spread.array, &trimmed.array, a->ndim, shape));
    if (columns)
        rp_reverse_axes(&spread.array);
    return rp_array_copy(out, &spread.array, a->dtype, RP_ORDER_C);
}

/* Both kinds of chunks go to their places. */
static int put_in(rp_array *out, const rp_array *rows, int axis, const rp_array *values,
                  intptr_t *news, intptr_t *olds)
{
    intptr_t length = rows->shape[axis], n = values->shape[axis], outer, bytes;
    RP_TRY(make_room(out, rows, axis, length + n, &outer, &bytes));
    scale(news, n, bytes);
    scale(olds, length, bytes);
    splice_work old = {.from = rows->data,
                       .to = out->data,
                       .from_outer = length * bytes,
                       .to_outer = (length + n) * bytes,
                       .offsets = olds,
                       .count = length,
                       .bytes = bytes,
                       .scatters = true};
    splice_work new = old;
    new.from = values->data;
    new.from_outer = n *bytes;
    new.offsets = news;
    new.count = n;
    run_splice(&old, outer);
    run_splice(&new, outer);
    return 0;
}

static int insert_at(rp_array *out, const rp_array *a, int axis, intptr_t *news, intptr_t *olds,
                     intptr_t n, const rp_array *values)
{
    rp_slot rows, placed;
    rp_slot_init(&rows);
    rp_slot_init(&placed);
    bool columns;
    int along = axis;
    RP_TRY(make_rows(&rows.array, a, &along, &columns));
    int code = make_values(&placed.array, values, a, axis, n, columns);
    if (code >= 0) {
        code = put_in(out, &rows.array, along, &placed.array, news, olds);
        rp_array_release(&placed.array);
    }
    rp_array_release(&rows.array);
    if (code >= 0 && columns)
        rp_reverse_axes(out);
    return code;
}

int rp_insert(rp_array *out, const rp_array *a, int axis, const rp_array *before,
              const rp_array *values)
{
    if (!rp_is_integer(before->dtype))
        return rp_fail(RP_INDEX_ERROR,
                       "arrays used as indices must be of integer (or boolean) type");
    intptr_t n = rp_array_size(before), length = a->shape[axis];
    rp_slot wide;
    rp_slot_init(&wide);
    RP_TRY(rp_array_copy(&wide.array, before, rp_dtype_of(RP_INT64), RP_ORDER_C));
    intptr_t places, *news = NULL;
    int code = -RP_MEMORY_ERROR;
    if (!rp_add_intp(n + 2, length, &places))
        code = rp_fail(RP_VALUE_ERROR, "the result of insert is too large");
    else
        news = alloc_places(places);
    if (news) {
        intptr_t *olds = news + n;
        code = find_places((const int64_t *)wide.array.data, n, length, axis, news, olds);
        if (code >= 0)
            code = insert_at(out, a, axis, news, olds, n, values);
    }
    rp_free(news);
    rp_array_release(&wide.array);
    return code;
}
