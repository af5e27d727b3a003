/* What JavaScript asks of dtypes. */
#include "frame.h"

#include <string.h>

static int id_or_error(const rp_dtype *dtype) { return dtype ? dtype->id : -(int)rp_error_get(); }

/* A length that JavaScript claims to have written into the frame's text. */
static int check_text(int length)
{
    if (length < 0 || length > RP_FRAME_TEXT_BYTES)
        return rp_fail(RP_VALUE_ERROR, "text of %d bytes is too long", length);
    return 0;
}

RP_EXPORT(rp_js_dtype) int rp_js_dtype(int id)
{
    const rp_dtype *dtype = rp_dtype_by_id(id);
    return dtype ? (int)(uintptr_t)dtype : -1;
}

RP_EXPORT(rp_js_dtype_info) int rp_js_dtype_info(const rp_dtype *d)
{
    int32_t facts[8] = {d->num,       d->id,       d->kind,      d->character,
                        d->byteorder, d->itemsize, d->alignment, d->swapped};
    memcpy(rp_the_frame.options, facts, sizeof facts);
    size_t length = strlen(d->name);
    memcpy(rp_the_frame.text, d->name, length + 1);
    return (int)length;
}

RP_EXPORT(rp_js_dtype_parse) int rp_js_dtype_parse(int length)
{
    RP_TRY(check_text(length));
    return id_or_error(rp_dtype_parse(rp_the_frame.text, (size_t)length));
}

RP_EXPORT(rp_js_dtype_str) int rp_js_dtype_str(const rp_dtype *dtype)
{
    return (int)rp_dtype_str(dtype, rp_the_frame.text, RP_FRAME_TEXT_BYTES);
}

RP_EXPORT(rp_js_dtype_newbyteorder)
int rp_js_dtype_newbyteorder(const rp_dtype *dtype, int order)
{
    return id_or_error(rp_dtype_newbyteorder(dtype, (char)order));
}

RP_EXPORT(rp_js_can_cast)
int rp_js_can_cast(const rp_dtype *from, const rp_dtype *to, int casting)
{
    return rp_can_cast(from, to, (rp_casting)casting);
}

RP_EXPORT(rp_js_promote) int rp_js_promote(const rp_dtype *a, const rp_dtype *b)
{
    return id_or_error(rp_promote_types(a, b));
}

RP_EXPORT(rp_js_result_type) int rp_js_result_type(int count)
{
    const rp_dtype *dtypes[RP_FRAME_SLOTS];
    rp_weak weak[RP_FRAME_SLOTS];
    if (count < 1 || count > RP_FRAME_SLOTS)
        return rp_fail(RP_VALUE_ERROR,
                       count < 1 ? "at least one array or dtype is required"
                                 : "too many arrays or dtypes: %d",
                       count);
    for (int i = 0; i < count; i++) {
        const rp_array *a = &rp_the_frame.slots[i].array;
        dtypes[i] = a->weak ? NULL : a->dtype;
        weak[i] = (rp_weak)a->weak;
    }
    return id_or_error(rp_result_type(count, dtypes, weak));
}

RP_EXPORT(rp_js_min_scalar_type) int rp_js_min_scalar_type(void)
{
    const rp_array *a = &rp_the_frame.slots[0].array;
    return id_or_error(rp_min_scalar_type(a->dtype, a->data));
}

RP_EXPORT(rp_js_issubdtype) int rp_js_issubdtype(const rp_dtype *dtype, int length)
{
    RP_TRY(check_text(length));
    char name[32];
    if (length >= (int)sizeof name)
        return rp_fail(RP_TYPE_ERROR, "no abstract dtype has a name of %d bytes", length);
    memcpy(name, rp_the_frame.text, (size_t)length);
    name[length] = '\0';
    int is = rp_dtype_is_subtype(dtype, name);
    return is < 0 ? rp_fail(RP_TYPE_ERROR, "'%s' is no abstract dtype", name) : is;
}

RP_EXPORT(rp_js_finfo) int rp_js_finfo(const rp_dtype *dtype)
{
    rp_finfo f;
    RP_TRY(rp_finfo_get(dtype, &f));
    double facts[16] = {f.bits,      f.nmant,  f.nexp, f.machep,    f.negep,
                        f.minexp,    f.maxexp, f.iexp, f.precision, f.eps,
                        f.epsneg,    f.max,    f.min,  f.tiny,      f.smallest_subnormal,
                        f.resolution};
    memcpy(rp_the_frame.numbers, facts, sizeof facts);
    return 0;
}

RP_EXPORT(rp_js_iinfo) int rp_js_iinfo(const rp_dtype *dtype)
{
    rp_iinfo info;
    RP_TRY(rp_iinfo_get(dtype, &info));
    rp_the_frame.numbers[0] = info.bits;
    memcpy(&rp_the_frame.numbers[1], &info.min, sizeof info.min);
    memcpy(&rp_the_frame.numbers[2], &info.max, sizeof info.max);
    return 0;
}
