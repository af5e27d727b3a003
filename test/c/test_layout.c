/* Shapes, strides, flags, memory and heap objects. Expected strides are NumPy 2.2.4's. */
#include "check.h"
#include "random_arrays.h"

#define FLOAT64 rp_dtype_of(RP_FLOAT64)

static void slots_start_empty(void)
{
    rp_slot slot;
    memset(&slot, 0xff, sizeof slot);
    rp_slot_init(&slot);
    rp_array *a = &slot.array;
    CHECK(!a->dtype && !a->data && !a->block && !a->base);
    CHECK(a->ndim == 0 && a->flags == 0 && a->refcount == 0 && a->weak == RP_STRONG);
    CHECK(a->shape == slot.dims && a->strides == slot.dims + RP_MAX_DIMS);
    rp_array_release(a);
}

static bool naive_contiguous(const rp_array *a, bool fortran)
{
    for (intptr_t k = 0, size = rp_array_size(a); k < size; k++) {
        if (element_at(a, k, fortran) != a->data + k * a->dtype->itemsize)
            return false;
    }
    return true;
}

static bool naive_aligned(const rp_array *a)
{
    for (intptr_t k = 0, size = rp_array_size(a); k < size; k++) {
        if ((uintptr_t)element_at(a, k, false) % (uintptr_t)a->dtype->alignment)
            return false;
    }
    return true;
}

static void contiguity_and_alignment_follow_the_elements(void)
{
    int dense = 0, aligned = 0;
    for (int round = 0; round < 20000; round++) {
        rp_slot slot;
        random_view(&slot, rp_dtype_of(round % 2 ? RP_INT32 : RP_INT8), 4, 4);
        const rp_array *a = &slot.array;
        CHECK(rp_is_c_contiguous(a) == naive_contiguous(a, false));
        CHECK(rp_is_f_contiguous(a) == naive_contiguous(a, true));
        CHECK(rp_is_aligned(a) == naive_aligned(a));
        dense += rp_is_c_contiguous(a) && rp_array_size(a) > 4;
        aligned += rp_is_aligned(a);
    }
    CHECK(dense > 500 && aligned > 500);
    for (int round = 0; round < 5000; round++) {
        rp_slot slot;
        random_array(&slot, rp_dtype_of(RP_INT16), 4, 3, 4);
        const rp_array *a = &slot.array;
        CHECK(rp_is_c_contiguous(a) == naive_contiguous(a, false));
        CHECK(rp_is_f_contiguous(a) == naive_contiguous(a, true));
        CHECK(rp_is_aligned(a) == naive_aligned(a));
    }
}

static void shapes_are_checked(void)
{
    intptr_t size, nbytes;
    CHECK(rp_check_shape(0, NULL, 8, &size, &nbytes) == 0 && size == 1 && nbytes == 8);
    CHECK(rp_check_shape(3, DIMS(2, 3, 4), 8, &size, &nbytes) == 0 && size == 24 && nbytes == 192);
    CHECK(rp_check_shape(3, DIMS(2, 0, 4), 8, &size, &nbytes) == 0 && size == 0 && nbytes == 0);
    CHECK(rp_check_shape(1, DIMS(INTPTR_MAX), 1, &size, &nbytes) == 0 && nbytes == INTPTR_MAX);
    CHECK(rp_check_shape(1, DIMS(INTPTR_MAX / 8), 8, &size, &nbytes) == 0);

    size = nbytes = -7;
    const char *too_big = "array is too big; `arr.size * arr.dtype.itemsize` is larger";
    CHECK_ERROR(rp_check_shape(1, DIMS(INTPTR_MAX / 8 + 1), 8, &size, &nbytes), RP_VALUE_ERROR,
                too_big);
    CHECK_ERROR(rp_check_shape(2, DIMS(INTPTR_MAX / 2, 3), 1, &size, &nbytes), RP_VALUE_ERROR,
                too_big);
    /* A length of zero does not save it, wherever it stands. */
    CHECK_ERROR(rp_check_shape(3, DIMS(0, INTPTR_MAX / 2, 3), 1, &size, &nbytes), RP_VALUE_ERROR,
                too_big);
    CHECK_ERROR(rp_check_shape(3, DIMS(INTPTR_MAX / 2, 3, 0), 1, &size, &nbytes), RP_VALUE_ERROR,
                too_big);
    CHECK_ERROR(rp_check_shape(2, DIMS(0, -1), 1, &size, &nbytes), RP_VALUE_ERROR,
                "negative dimensions are not allowed");
    intptr_t ones[RP_MAX_DIMS + 1];
    for (int i = 0; i <= RP_MAX_DIMS; i++)
        ones[i] = 1;
    CHECK(rp_check_shape(RP_MAX_DIMS, ones, 8, &size, &nbytes) == 0 && size == 1);
    size = nbytes = -7;
    CHECK_ERROR(rp_check_shape(RP_MAX_DIMS + 1, ones, 8, &size, &nbytes), RP_VALUE_ERROR,
                "maximum supported dimension for an ndarray is currently 64, found 65");
    CHECK_ERROR(rp_check_shape(-1, ones, 8, &size, &nbytes), RP_VALUE_ERROR,
                "number of dimensions");
    CHECK(size == -7 && nbytes == -7);
}

static void orders_are_parsed(void)
{
    CHECK(rp_order_parse('C') == RP_ORDER_C && rp_order_parse('c') == RP_ORDER_C);
    CHECK(rp_order_parse('F') == RP_ORDER_F && rp_order_parse('f') == RP_ORDER_F);
    CHECK(rp_order_parse('A') == RP_ORDER_A && rp_order_parse('a') == RP_ORDER_A);
    CHECK(rp_order_parse('K') == RP_ORDER_K && rp_order_parse('k') == RP_ORDER_K);
    CHECK_ERROR(rp_order_parse('Q'), RP_VALUE_ERROR,
                "order must be one of 'C', 'F', 'A', or 'K' (got 'Q')");
    CHECK(rp_order_parse('1') == -RP_VALUE_ERROR);
}

static void dense_strides(void)
{
    intptr_t strides[4];
    rp_fill_strides(strides, 3, DIMS(2, 3, 4), 8, RP_ORDER_C);
    CHECK(dims_are(strides, 3, DIMS(96, 32, 8)));
    rp_fill_strides(strides, 3, DIMS(2, 3, 4), 8, RP_ORDER_F);
    CHECK(dims_are(strides, 3, DIMS(8, 16, 48)));
    rp_fill_strides(strides, 3, DIMS(2, 3, 4), 8, RP_ORDER_K);
    CHECK(dims_are(strides, 3, DIMS(96, 32, 8)));
    rp_fill_strides(strides, 3, DIMS(3, 0, 2), 8, RP_ORDER_C);
    CHECK(dims_are(strides, 3, DIMS(16, 16, 8)));
    rp_fill_strides(strides, 3, DIMS(3, 0, 2), 8, RP_ORDER_F);
    CHECK(dims_are(strides, 3, DIMS(8, 24, 24)));
}

static void check_like(int ndim, const intptr_t *shape, const intptr_t *strides, rp_order order,
                       const intptr_t *expected)
{
    rp_slot like_slot, out;
    intptr_t filled[RP_MAX_DIMS];
    rp_array *like = described(&like_slot, FLOAT64, random_memory, ndim, shape, strides);
    rp_fill_strides_like(filled, like, 8, order);
    CHECK(dims_are(filled, ndim, expected));
    rp_slot_init(&out);
    CHECK(rp_array_allocate_like(&out.array, FLOAT64, like, order) == 0);
    CHECK(dims_are(out.array.strides, ndim, expected));
    CHECK(dims_are(out.array.shape, ndim, shape));
    CHECK(out.array.ndim == ndim && out.array.data == out.array.block && out.array.block);
    CHECK(out.array.flags == (RP_ARRAY_OWNDATA | RP_ARRAY_WRITEABLE));
    rp_array_release(&out.array);
}

static void strides_like_anothers(void)
{
    /* np.empty_like of a transposed array, of a turned one, of broadcasts, of slices. */
    check_like(3, DIMS(3, 2, 4), DIMS(32, 96, 8), RP_ORDER_K, DIMS(32, 96, 8));
    check_like(3, DIMS(3, 2, 4), DIMS(32, -96, 8), RP_ORDER_K, DIMS(32, 96, 8));
    check_like(3, DIMS(3, 4, 5), DIMS(8, 0, 0), RP_ORDER_K, DIMS(160, 40, 8));
    check_like(3, DIMS(3, 4, 5), DIMS(0, 8, 0), RP_ORDER_K, DIMS(40, 120, 8));
    check_like(3, DIMS(2, 1, 3), DIMS(8, 0, 8), RP_ORDER_K, DIMS(24, 8, 8));
    check_like(3, DIMS(4, 3, 2), DIMS(16, 64, 192), RP_ORDER_K, DIMS(8, 32, 96));
    check_like(3, DIMS(2, 3, 2), DIMS(96, 32, 16), RP_ORDER_K, DIMS(48, 16, 8));
    check_like(3, DIMS(2, 3, 2), DIMS(16, 32, 96), RP_ORDER_A, DIMS(48, 16, 8));
    check_like(3, DIMS(4, 3, 2), DIMS(8, 32, 96), RP_ORDER_A, DIMS(8, 32, 96));
    check_like(3, DIMS(4, 3, 2), DIMS(8, 32, 96), RP_ORDER_C, DIMS(48, 16, 8));
    check_like(3, DIMS(2, 3, 4), DIMS(96, 32, 8), RP_ORDER_F, DIMS(8, 16, 48));
    check_like(3, DIMS(2, 3, 4), DIMS(96, 32, 8), RP_ORDER_A, DIMS(96, 32, 8));
    check_like(1, DIMS(3), DIMS(-80), RP_ORDER_K, DIMS(8));
    check_like(0, NULL, NULL, RP_ORDER_K, NULL);
    rp_slot like_slot, out;
    rp_array *like =
        described(&like_slot, FLOAT64, random_memory, 3, DIMS(3, 0, 2), DIMS(8, 24, 24));
    rp_slot_init(&out);
    CHECK(rp_array_allocate_like(&out.array, FLOAT64, like, RP_ORDER_K) == 0);
    CHECK(dims_are(out.array.strides, 3, DIMS(0, 0, 0)));
    rp_array_release(&out.array);
}

static void allocation(void)
{
    rp_slot slot;
    rp_slot_init(&slot);
    rp_array *a = &slot.array;
    CHECK(rp_array_allocate(a, FLOAT64, 2, DIMS(3, 4), RP_ORDER_F, true) == 0);
    CHECK(dims_are(a->strides, 2, DIMS(8, 24)) && dims_are(a->shape, 2, DIMS(3, 4)));
    CHECK(a->flags == (RP_ARRAY_OWNDATA | RP_ARRAY_WRITEABLE) && a->block == a->data);
    CHECK((uintptr_t)a->data % RP_BLOCK_ALIGN == 0);
    for (int i = 0; i < 96; i++)
        CHECK(a->data[i] == 0);
    rp_array_release(a);
    CHECK(!a->block && !a->data && !(a->flags & RP_ARRAY_OWNDATA));
    rp_array_release(a);

    CHECK(rp_array_allocate(a, FLOAT64, 3, DIMS(3, 0, 2), RP_ORDER_C, false) == 0);
    CHECK(dims_are(a->strides, 3, DIMS(0, 0, 0)) && a->data && rp_array_size(a) == 0);
    rp_array_release(a);
    CHECK(rp_array_allocate(a, FLOAT64, 0, NULL, RP_ORDER_C, true) == 0);
    CHECK(a->ndim == 0 && *(double *)a->data == 0);
    rp_array_release(a);
}

static void failed_allocation_leaves_out_alone(void)
{
    rp_slot slot, before, like_slot;
    memset(&slot, 0, sizeof slot);
    random_array(&slot, FLOAT64, 3, 4, 8);
    rp_array *like =
        described(&like_slot, FLOAT64, random_memory, 3, DIMS(3, 2, 4), DIMS(32, 96, 8));
    memcpy(&before, &slot, sizeof slot);
    rp_alloc_fail_after(0);
    CHECK_ERROR(rp_array_allocate(&slot.array, FLOAT64, 2, DIMS(5, 6), RP_ORDER_C, false),
                RP_MEMORY_ERROR,
                "Unable to allocate 240 bytes for an array with shape (5, 6) and data type "
                "float64");
    CHECK_ERROR(rp_array_allocate(&slot.array, FLOAT64, 1, DIMS(1000), RP_ORDER_C, true),
                RP_MEMORY_ERROR, "Unable to allocate 7.81 KiB for an array with shape (1000,)");
    CHECK_ERROR(rp_array_allocate(&slot.array, FLOAT64, 1, DIMS(1 << 17), RP_ORDER_C, true),
                RP_MEMORY_ERROR, "Unable to allocate 1.00 MiB");
    CHECK_ERROR(rp_array_allocate(&slot.array, FLOAT64, 1, DIMS(12345678), RP_ORDER_C, true),
                RP_MEMORY_ERROR, "Unable to allocate 94.2 MiB");
    CHECK_ERROR(rp_array_allocate(&slot.array, FLOAT64, 1, DIMS(1 << 26), RP_ORDER_C, true),
                RP_MEMORY_ERROR, "Unable to allocate 512. MiB");
    CHECK_ERROR(rp_array_allocate_like(&slot.array, FLOAT64, like, RP_ORDER_K), RP_MEMORY_ERROR,
                "Unable to allocate 192 bytes");
    CHECK_ERROR(rp_array_allocate_like(&slot.array, FLOAT64, like, RP_ORDER_C), RP_MEMORY_ERROR,
                "Unable to allocate 192 bytes");
    rp_alloc_fail_after(-1);
    CHECK_ERROR(rp_array_allocate(&slot.array, FLOAT64, 1, DIMS(-2), RP_ORDER_C, false),
                RP_VALUE_ERROR, "negative dimensions");
    CHECK_ERROR(rp_array_allocate(&slot.array, FLOAT64, 1, DIMS(INTPTR_MAX / 4), RP_ORDER_C, false),
                RP_VALUE_ERROR, "array is too big");
    CHECK(memcmp(&before, &slot, sizeof slot) == 0);
}

static void an_alias_owns_nothing(void)
{
    rp_slot slot, view;
    rp_slot_init(&slot);
    memset(&view, 0xff, sizeof view);
    rp_slot_init(&view);
    CHECK(rp_array_allocate(&slot.array, FLOAT64, 2, DIMS(3, 4), RP_ORDER_C, false) == 0);
    rp_array_alias(&view.array, &slot.array);
    CHECK(view.array.data == slot.array.data && view.array.dtype == FLOAT64);
    CHECK(view.array.flags == RP_ARRAY_WRITEABLE && !view.array.block && !view.array.base);
    CHECK(view.array.ndim == 2 && dims_are(view.array.shape, 2, DIMS(3, 4)));
    CHECK(dims_are(view.array.strides, 2, DIMS(32, 8)));
    rp_array_release(&view.array);
    CHECK(view.array.data == slot.array.data);
    rp_array_release(&slot.array);
}

static void shapes_as_text(void)
{
    char text[RP_SHAPE_TEXT_BYTES];
    CHECK(!strcmp(rp_shape_text(text, sizeof text, 0, NULL), "()"));
    CHECK(!strcmp(rp_shape_text(text, sizeof text, 1, DIMS(3)), "(3,)"));
    CHECK(!strcmp(rp_shape_text(text, sizeof text, 3, DIMS(3, 1, 4)), "(3, 1, 4)"));
    CHECK(!strcmp(rp_shape_text(text, sizeof text, 2, DIMS(-3, 0)), "(-3, 0)"));
    CHECK(!strcmp(rp_shape_text(text, 12, 5, DIMS(1, 2, 3, 4, 5)), "(1, 2...)"));
    intptr_t many[RP_MAX_DIMS];
    for (int i = 0; i < RP_MAX_DIMS; i++)
        many[i] = INTPTR_MAX;
    for (size_t room = 0; room <= sizeof text; room++) {
        memset(text, '#', sizeof text);
        rp_shape_text(text, room, RP_MAX_DIMS, many);
        CHECK(room == 0 || memchr(text, 0, room));
        CHECK(room == sizeof text || text[room] == '#');
    }
}

static void heap_objects_count_their_users(void)
{
    rp_array *a = rp_array_new(FLOAT64, 2, DIMS(3, 4), RP_ORDER_C);
    CHECK(a && a->refcount == 1 && a->ndim == 2 && rp_is_c_contiguous(a) && a->block == a->data);
    rp_array *row = rp_array_new_view(a, FLOAT64, a->data + 32, 1, DIMS(4), DIMS(8));
    CHECK(row && row->base == a && a->refcount == 2 && row->flags == RP_ARRAY_WRITEABLE);
    CHECK(row->ndim == 1 && row->shape[0] == 4 && row->strides[0] == 8 && !row->block);
    a->flags &= ~(uint32_t)RP_ARRAY_WRITEABLE;
    rp_array_drop(row);
    row = rp_array_new_view(a, FLOAT64, a->data + 32, 1, DIMS(4), DIMS(8));
    CHECK(!rp_is_writeable(row));
    /* A view of a view holds on to the owner. */
    rp_array *item = rp_array_new_view(row, FLOAT64, row->data, 0, NULL, NULL);
    CHECK(item && item->base == a && a->refcount == 3 && row->refcount == 1);
    rp_array_drop(row);
    CHECK(rp_array_retain(a) == a && a->refcount == 3);
    rp_array_drop(a);
    rp_array_drop(a);
    memset(item->data, 0, 8); /* its memory is still there */
    rp_array_drop(item);
    rp_array_drop(NULL);

    /* Memory of someone else. */
    double numbers[4] = {0};
    rp_array *foreign = rp_array_new_view(NULL, FLOAT64, (char *)numbers, 1, DIMS(4), DIMS(8));
    CHECK(foreign && !foreign->base && foreign->flags == RP_ARRAY_WRITEABLE);
    rp_array *part = rp_array_new_view(foreign, FLOAT64, (char *)numbers, 1, DIMS(2), DIMS(8));
    CHECK(part && part->base == foreign && foreign->refcount == 2);
    rp_array_drop(foreign);
    rp_array_drop(part);

    intptr_t ones[RP_MAX_DIMS + 1] = {0};
    CHECK_ERROR(rp_array_new(FLOAT64, RP_MAX_DIMS + 1, ones, RP_ORDER_C), RP_VALUE_ERROR,
                "maximum supported dimension");
    CHECK_ERROR(rp_array_new(FLOAT64, 1, DIMS(-1), RP_ORDER_C), RP_VALUE_ERROR, "negative");
    CHECK_ERROR(rp_array_new_view(NULL, FLOAT64, (char *)numbers, RP_MAX_DIMS + 1, ones, ones),
                RP_VALUE_ERROR, "maximum supported dimension");
    rp_slot slot;
    described(&slot, FLOAT64, (char *)numbers, 1, DIMS(4), NULL);
    CHECK_ERROR(rp_array_new_view(&slot.array, FLOAT64, (char *)numbers, 1, DIMS(4), DIMS(8)),
                RP_INTERNAL_ERROR, "slot");
}

static void heap_objects_without_memory(void)
{
    for (long count = 0; count < 2; count++) {
        rp_alloc_fail_after(count);
        CHECK_ERROR(rp_array_new(FLOAT64, 1, DIMS(3), RP_ORDER_C), RP_MEMORY_ERROR, "allocate");
    }
    rp_alloc_fail_after(-1);
    rp_array *a = rp_array_new(FLOAT64, 1, DIMS(3), RP_ORDER_C);
    rp_alloc_fail_after(0);
    CHECK_ERROR(rp_array_new_view(a, FLOAT64, a->data, 1, DIMS(3), DIMS(8)), RP_MEMORY_ERROR,
                "allocate");
    rp_alloc_fail_after(-1);
    CHECK(a->refcount == 1);
    rp_array_drop(a);
}

static void slots_become_heap_objects(void)
{
    rp_slot slot;
    rp_slot_init(&slot);
    CHECK(rp_array_allocate(&slot.array, FLOAT64, 2, DIMS(3, 4), RP_ORDER_F, false) == 0);
    char *data = slot.array.data;
    rp_alloc_fail_after(0);
    CHECK_ERROR(rp_array_from_slot(&slot), RP_MEMORY_ERROR, "allocate");
    rp_alloc_fail_after(-1);
    CHECK(slot.array.block == data && (slot.array.flags & RP_ARRAY_OWNDATA));
    rp_array *a = rp_array_from_slot(&slot);
    CHECK(a && a->data == data && a->block == data && !slot.array.block && a->refcount == 1);
    CHECK(a->ndim == 2 && dims_are(a->shape, 2, DIMS(3, 4)) &&
          dims_are(a->strides, 2, DIMS(8, 24)));
    CHECK(a->flags == (RP_ARRAY_OWNDATA | RP_ARRAY_WRITEABLE));
    CHECK(!(slot.array.flags & RP_ARRAY_OWNDATA));
    rp_array_release(&slot.array);

    /* A view keeps the array it views alive. */
    rp_slot view;
    rp_slot_init(&view);
    CHECK(rp_view_transpose(&view.array, a, 0, NULL) == 0);
    view.array.base = a;
    rp_array *turned = rp_array_from_slot(&view);
    CHECK(turned && turned->base == a && a->refcount == 2 && !turned->block);
    CHECK(turned->flags == RP_ARRAY_WRITEABLE);
    rp_array_drop(a);
    memset(turned->data, 0, 96);
    rp_array_drop(turned);

    /* A scalar's element moves out of the slot. */
    rp_slot_init(&slot);
    slot.value[0] = 1.5;
    slot.array.dtype = FLOAT64;
    slot.array.data = (char *)slot.value;
    for (long count = 0; count < 2; count++) {
        rp_alloc_fail_after(count);
        CHECK_ERROR(rp_array_from_slot(&slot), RP_MEMORY_ERROR, "allocate");
    }
    rp_alloc_fail_after(-1);
    rp_array *number = rp_array_from_slot(&slot);
    CHECK(number && number->ndim == 0 && number->data != (char *)slot.value);
    CHECK(*(double *)number->data == 1.5 && number->block);
    rp_array_drop(number);
}

static const check_test tests[] = {
    TEST(slots_start_empty),
    TEST(contiguity_and_alignment_follow_the_elements),
    TEST(shapes_are_checked),
    TEST(orders_are_parsed),
    TEST(dense_strides),
    TEST(strides_like_anothers),
    TEST(allocation),
    TEST(failed_allocation_leaves_out_alone),
    TEST(an_alias_owns_nothing),
    TEST(shapes_as_text),
    TEST(heap_objects_count_their_users),
    TEST(heap_objects_without_memory),
    TEST(slots_become_heap_objects),
};
CHECK_MAIN(tests)
