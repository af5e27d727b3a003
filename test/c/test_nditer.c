/* The iterator that programs hold, against a plain walk over multi-indices: every element once,
 * where it lies, whatever the layout, order, buffers and reductions. */
#include "array/nditer.h"
#include "check.h"

enum { OPS = 3, DIMS = 4 };

static uint32_t state = 7;
static int below(int n)
{
    state = state * 1664525u + 1013904223u;
    return (int)((state >> 16) % (uint32_t)n);
}

typedef struct scene {
    rp_array *arrays[OPS]; /* as created */
    rp_slot slots[OPS];    /* as the iterator sees them */
    rp_array *ops[OPS];
    uint32_t op_flags[OPS];
    const rp_dtype *dtypes[OPS];
    rp_nditer_request request;
} scene;

/* An array of int16 of a shape in which some axes may be 1, its axes in any order and direction. */
static void place_operand(scene *s, int i, int ndim, const intptr_t *shape, bool repeats)
{
    intptr_t own[DIMS];
    for (int d = 0; d < ndim; d++)
        own[d] = repeats && below(3) == 0 ? 1 : shape[d];
    rp_array *a =
        rp_array_new(rp_dtype_of(RP_INT16), ndim, own, below(2) ? RP_ORDER_C : RP_ORDER_F);
    s->arrays[i] = a;
    for (intptr_t k = 0, n = rp_array_size(a); k < n; k++)
        ((int16_t *)a->data)[k] = (int16_t)(100 * i + k);
    rp_slot_init(&s->slots[i]);
    rp_array *view = &s->slots[i].array;
    rp_array_alias(view, a);
    for (int d = 0; d < ndim; d++)
        if (below(4) == 0) {
            view->data += view->strides[d] * (view->shape[d] - 1);
            view->strides[d] = -view->strides[d];
        }
    s->ops[i] = view;
}

static void make_scene(scene *s, uint32_t flags, int ndim, bool reduces, bool casts)
{
    intptr_t shape[DIMS];
    for (int d = 0; d < ndim; d++)
        shape[d] = 1 + below(4);
    for (int i = 0; i < OPS; i++) {
        bool output = i == OPS - 1;
        place_operand(s, i, ndim, shape, i && (!output || reduces));
        s->op_flags[i] = output ? RP_ND_READWRITE : RP_ND_READONLY;
        s->dtypes[i] = casts && below(2) ? rp_dtype_of(RP_FLOAT64) : NULL;
    }
    s->request = (rp_nditer_request){.nop = OPS,
                                     .ops = s->ops,
                                     .flags = flags | (reduces ? RP_ND_REDUCE_OK : 0),
                                     .op_flags = s->op_flags,
                                     .op_dtypes = s->dtypes,
                                     .order = (rp_order)below(4),
                                     .casting = RP_CASTING_UNSAFE,
                                     .oa_ndim = -1,
                                     .buffersize = 1 + below(9)};
}

static void drop_scene(scene *s)
{
    for (int i = 0; i < OPS; i++)
        rp_array_drop(s->arrays[i]);
}

static int16_t element(const rp_array *a, const intptr_t *index)
{
    const char *p = a->data;
    for (int d = 0; d < a->ndim; d++)
        p += a->shape[d] == 1 ? 0 : a->strides[d] * index[d];
    return *(const int16_t *)p;
}

/* Without buffers: at each multi-index each operand stands at its own element, and the positions
 * find their way back. */
static void every_element_once(void)
{
    for (int turn = 0; turn < 300; turn++) {
        scene s;
        int ndim = 1 + below(DIMS);
        uint32_t index_kind = below(2) ? RP_ND_C_INDEX : RP_ND_F_INDEX;
        make_scene(&s, RP_ND_MULTI_INDEX | index_kind, ndim, turn % 2, false);
        rp_nditer *it;
        CHECK(rp_nditer_new(&it, &s.request) == 0);
        char seen[256] = {0};
        intptr_t count = 0;
        do {
            intptr_t index[RP_MAX_DIMS], shape[RP_MAX_DIMS], at, flat = 0;
            rp_nditer_multi_index(it, index);
            rp_nditer_shape(it, shape);
            for (int k = 0; k < ndim; k++) {
                int d = index_kind == RP_ND_C_INDEX ? k : ndim - 1 - k;
                flat = flat * shape[d] + index[d];
            }
            CHECK(rp_nditer_flat_index(it) == flat && !seen[flat]);
            seen[flat] = 1;
            CHECK(rp_nditer_find(it, ndim, index, &at) == 0 && at == it->at);
            CHECK(rp_nditer_find_flat(it, flat, &at) == 0 && at == it->at);
            for (int i = 0; i < OPS; i++)
                CHECK(*(int16_t *)(s.ops[i]->data + it->ops[i].offset) == element(s.ops[i], index));
            count++;
        } while (rp_nditer_step(it));
        CHECK(count == it->size);
        rp_free(it);
        drop_scene(&s);
    }
}

enum { MOST = 256 }; /* 4 axes of 4 */
static double buffers[OPS][MOST];

/* One operand's chunk into its buffer, or back. */
static void transfer(const scene *s, const rp_nditer *it, int i, bool back)
{
    if (it->ops[i].flags & RP_ND_BUFFERING && (!back || it->ops[i].flags & RP_ND_WRITE))
        CHECK(rp_nditer_transfer(it, i, s->ops[i]->data, true, (char *)buffers[i], back, NULL) ==
              0);
}

static double *place_of(const rp_nditer *it, const scene *s, int i, intptr_t k, bool *wide,
                        int16_t **narrow)
{
    const rp_nd_operand *op = &it->ops[i];
    char *from = op->flags & RP_ND_BUFFERING ? (char *)buffers[i] : s->ops[i]->data;
    from += op->offset + k * op->inner;
    *wide = op->dtype->num == RP_FLOAT64;
    *narrow = (int16_t *)from;
    return (double *)from;
}

/* Buffered: sums over whatever axes come out as an unbuffered walk has them, for all sizes of
 * buffers; each run is long enough for the promise of its size. */
static void buffered_sums(void)
{
    for (int turn = 0; turn < 600; turn++) {
        scene s;
        uint32_t flags = RP_ND_BUFFERED | (turn & 1 ? RP_ND_EXTERNAL_LOOP : 0) |
                         (turn & 2 ? RP_ND_GROWINNER : 0);
        make_scene(&s, flags, 1 + below(DIMS), turn & 4, true);
        rp_array *out = s.ops[OPS - 1];
        int32_t expected[MOST] = {0};
        int16_t *first = (int16_t *)s.arrays[OPS - 1]->data;
        intptr_t outputs = rp_array_size(out), count = 0;
        for (intptr_t k = 0; k < outputs; k++)
            expected[k] = first[k];
        /* the plain walk */
        rp_nditer_request plain = s.request;
        rp_nditer *it;
        plain.flags = plain.flags & RP_ND_REDUCE_OK;
        const rp_dtype *none[OPS] = {NULL};
        plain.op_dtypes = none;
        CHECK(rp_nditer_new(&it, &plain) == 0);
        do {
            int16_t x = *(int16_t *)(s.ops[0]->data + it->ops[0].offset);
            int16_t y = *(int16_t *)(s.ops[1]->data + it->ops[1].offset);
            expected[(int16_t *)(out->data + it->ops[2].offset) - first] += x + y;
        } while (rp_nditer_step(it));
        rp_free(it);
        /* in chunks */
        CHECK(rp_nditer_new(&it, &s.request) == 0);
        do {
            for (int i = 0; i < OPS; i++)
                transfer(&s, it, i, false);
            do {
                intptr_t n = rp_nditer_inner_size(it);
                for (intptr_t k = 0; k < n; k++, count++) {
                    double sum = 0;
                    for (int i = 0; i < OPS; i++) {
                        bool wide;
                        int16_t *narrow;
                        double *value = place_of(it, &s, i, k, &wide, &narrow);
                        sum += wide ? *value : *narrow;
                        if (i == OPS - 1 && wide)
                            *value = sum;
                        else if (i == OPS - 1)
                            *narrow = (int16_t)sum;
                    }
                }
            } while (rp_nditer_step(it));
            for (int i = 0; i < OPS; i++)
                transfer(&s, it, i, true);
        } while (rp_nditer_next_chunk(it));
        CHECK(count == it->size);
        for (intptr_t k = 0; k < outputs; k++)
            CHECK(first[k] == (int16_t)expected[k]);
        rp_free(it);
        drop_scene(&s);
    }
}

/* Outputs and copies are described dense, in the order of the iteration. */
static void new_arrays(void)
{
    scene s;
    make_scene(&s, RP_ND_EXTERNAL_LOOP, 3, false, false);
    rp_slot_init(&s.slots[2]);
    s.op_flags[1] |= RP_ND_COPY;
    s.dtypes[1] = rp_dtype_of(RP_FLOAT32);
    s.op_flags[2] = RP_ND_WRITEONLY | RP_ND_ALLOCATE;
    rp_nditer *it;
    CHECK(rp_nditer_new(&it, &s.request) == 0);
    CHECK(it->ops[1].flags & RP_ND_NEW_ARRAY && it->ops[1].flags & RP_ND_COPIED);
    CHECK(it->ops[2].flags & RP_ND_NEW_ARRAY && !(it->ops[2].flags & RP_ND_COPIED));
    CHECK(s.ops[1]->dtype->num == RP_FLOAT32 && s.ops[2]->dtype->num == RP_FLOAT32);
    CHECK(rp_array_size(s.ops[2]) == it->size);
    CHECK(it->ndim == 0 || it->strides[2][0] == 4 || it->shape[0] == 1);
    rp_free(it);
    drop_scene(&s);
}

static void failures(void)
{
    scene s;
    rp_nditer *it;
    make_scene(&s, RP_ND_MULTI_INDEX, 2, false, false);
    rp_alloc_fail_after(0);
    CHECK_ERROR(rp_nditer_new(&it, &s.request), RP_MEMORY_ERROR, "");
    rp_alloc_fail_after(-1);
    s.request.nop = 0;
    CHECK_ERROR(rp_nditer_new(&it, &s.request), RP_VALUE_ERROR, "at least one operand");
    s.request.nop = OPS;
    s.dtypes[0] = rp_dtype_of(RP_FLOAT64);
    CHECK_ERROR(rp_nditer_new(&it, &s.request), RP_TYPE_ERROR, "copying or buffering");
    s.request.casting = RP_CASTING_NO;
    CHECK_ERROR(rp_nditer_new(&it, &s.request), RP_TYPE_ERROR, "according to the rule 'no'");
    s.dtypes[0] = NULL;
    const int32_t far[] = {0, 9}, twice[] = {1, 1};
    const int32_t *axes[OPS] = {far, NULL, NULL};
    s.request.op_axes = axes;
    s.request.oa_ndim = 2;
    CHECK_ERROR(rp_nditer_new(&it, &s.request), RP_VALUE_ERROR, "not a valid axis");
    axes[0] = twice;
    CHECK_ERROR(rp_nditer_new(&it, &s.request), RP_VALUE_ERROR, "duplicate value 1");
    s.request.op_axes = NULL;
    s.request.oa_ndim = -1;
    CHECK(rp_nditer_new(&it, &s.request) == 0);
    rp_alloc_fail_after(0);
    CHECK(rp_nditer_copy(it) == NULL);
    rp_alloc_fail_after(-1);
    intptr_t at, index[] = {0, 99};
    CHECK_ERROR(rp_nditer_find(it, 2, index, &at), RP_INDEX_ERROR, "out-of-bounds");
    CHECK_ERROR(rp_nditer_find(it, 1, index, &at), RP_VALUE_ERROR, "Wrong number");
    CHECK_ERROR(rp_nditer_find_flat(it, 0, &at), RP_VALUE_ERROR, "without requesting");
    CHECK_ERROR(rp_nditer_set_range(it, 0, 1), RP_VALUE_ERROR, "ranged iteration support");
    CHECK_ERROR(rp_nditer_remove_axis(it, 2), RP_VALUE_ERROR, "axis out of bounds");
    CHECK_ERROR(rp_nditer_enable_external_loop(it), RP_VALUE_ERROR, "EXTERNAL_LOOP");
    rp_free(it);
    drop_scene(&s);
}

static const check_test tests[] = {
    TEST(every_element_once),
    TEST(buffered_sums),
    TEST(new_arrays),
    TEST(failures),
};
CHECK_MAIN(tests)
