#include "array/iter.h"

int rp_flatten_as_lying(rp_array *out, const rp_array *a)
{
    rp_array *operand = (rp_array *)a;
    rp_iter it;
    rp_slot lying;
    RP_TRY(rp_iter_init(&it, 1, &operand, a->ndim, a->shape, RP_ITER_KEEP_SIGNS));
    intptr_t size = rp_array_size(a);
    RP_TRY(rp_array_allocate(out, a->dtype, 1, &size, RP_ORDER_C, false));
    rp_slot_init(&lying);
    rp_array_alias(&lying.array, a);
    lying.array.data = out->data;
    lying.array.flags = RP_ARRAY_WRITEABLE;
    rp_iter_dense_strides(&it, a->dtype->itemsize, lying.array.strides);
    int code = rp_array_assign(&lying.array, a, RP_CASTING_UNSAFE);
    if (code < 0)
        rp_array_release(out);
    return code;
}
