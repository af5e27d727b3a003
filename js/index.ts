// The names of the package, as NumPy has them.
import { bindDTypes } from './dtype.js';
import { attachMethods } from './methods.js';
import { NDArray } from './ndarray.js';
import { whenAttached } from './runtime/loader.js';

export { matmul, matvec, vecdot, vecmat } from '../build/gen/gufunc-functions.js';
export * from '../build/gen/ufunc-functions.js';
export {
    absolute as abs,
    arccos as acos,
    arccosh as acosh,
    arcsin as asin,
    arcsinh as asinh,
    arctan as atan,
    arctan2 as atan2,
    arctanh as atanh,
    conjugate as conj,
    divide as true_divide,
    invert as bitwise_invert,
    invert as bitwise_not,
    left_shift as bitwise_left_shift,
    power as pow,
    remainder as mod,
    right_shift as bitwise_right_shift,
} from '../build/gen/ufunc-functions.js';
export { apply_along_axis, apply_over_axes } from './apply.js';
export type { ArrayNamespaceInfo, CumulativeStandardKeywords } from './array-api.js';
export {
    __array_namespace_info__,
    astype,
    cumulative_prod,
    cumulative_sum,
    unstack,
} from './array-api.js';
export type { Arrayterator, BlockKey } from './arrayterator.js';
export {
    expand_dims,
    matrix_transpose,
    moveaxis,
    permute_dims,
    rollaxis,
    squeeze,
    swapaxes,
    transpose,
} from './axes.js';
export { i0 } from './bessel.js';
export type { PackbitsKeywords, UnpackbitsKeywords } from './bits.js';
export { packbits, unpackbits } from './bits.js';
export { broadcast_arrays, broadcast_shapes, broadcast_to } from './broadcasting.js';
export type { FrombufferKeywords } from './buffers.js';
export { frombuffer, fromiter } from './buffers.js';
export type {
    CrossKeywords,
    DiffKeywords,
    Ediff1dKeywords,
    TrapezoidKeywords,
} from './calculus.js';
export { cross, diff, ediff1d, trapezoid, trapz } from './calculus.js';
export type { CloseKeywords } from './closeness.js';
export { allclose, array_equal, array_equiv, isclose } from './closeness.js';
export { Complex, complex } from './complex.js';
export type { CompressKeywords, Piece } from './conditions.js';
export {
    argwhere,
    compress,
    extract,
    flatnonzero,
    nonzero,
    piecewise,
    place,
    putmask,
    select,
    where,
} from './conditions.js';
export type { ArrayKeywords, LikeKeywords, NewKeywords } from './creation.js';
export {
    array,
    asanyarray,
    asarray,
    asarray_chkfinite,
    ascontiguousarray,
    asfortranarray,
    empty,
    empty_like,
    full,
    full_like,
    ones,
    ones_like,
    zeros,
    zeros_like,
} from './creation.js';
export type { DType } from './dtype.js';
export {
    bool,
    bool_,
    byte,
    cdouble,
    complex64,
    complex128,
    csingle,
    double,
    dtype,
    float16,
    float32,
    float64,
    half,
    int_,
    int8,
    int16,
    int32,
    int64,
    intc,
    intp,
    long,
    longlong,
    short,
    single,
    ubyte,
    uint,
    uint8,
    uint16,
    uint32,
    uint64,
    uintc,
    uintp,
    ulong,
    ulonglong,
    ushort,
} from './dtype.js';
export type { TrimZerosKeywords } from './editing.js';
export { append, delete_ as delete, insert, resize, trim_zeros } from './editing.js';
export type { ErrCall, ErrGuard, ErrKeywords, ErrMode, ErrState } from './errstate.js';
export { errstate, geterr, geterrcall, seterr, seterrcall } from './errstate.js';
export type { Flags } from './flags.js';
export type { FlatKey } from './flatiter.js';
export { FlatIter } from './flatiter.js';
export type { GradientKeywords } from './gradient.js';
export { gradient } from './gradient.js';
export type { MeshgridKeywords } from './grids.js';
export { fromfunction, meshgrid, vander } from './grids.js';
export type { IndicesKeywords, Joined } from './index-tricks.js';
export { c_, index_exp, indices, ix_, mgrid, ogrid, r_, s_ } from './index-tricks.js';
export type { Key } from './indexing.js';
export { newaxis, Slice, slice } from './indexing.js';
export type {
    BrowserFileHandle,
    FileHandleLike,
    LoadKeywords,
    LoadProgress,
    LoadSource,
    SaveKeywords,
    SaveTarget,
} from './io.js';
export { load, loadSync, npyBlob, npyBytes, npyHeader, save, saveSync } from './io.js';
export type { Blocks, ConcatenateKeywords, JoinKeywords, StackKeywords } from './joining.js';
export {
    block,
    column_stack,
    concatenate,
    concatenate as concat,
    dstack,
    hstack,
    row_stack,
    stack,
    vstack,
} from './joining.js';
export type { RequireKeywords } from './layouts.js';
export { atleast_1d, atleast_2d, atleast_3d, require_ as require } from './layouts.js';
export { lib } from './lib.js';
export type { ResizeKeywords } from './methods.js';
export {
    nanargmax,
    nanargmin,
    nancumprod,
    nancumsum,
    nanmax,
    nanmean,
    nanmin,
    nanprod,
    nanstd,
    nansum,
    nanvar,
} from './nan.js';
export type { AstypeKeywords } from './ndarray.js';
export { NDArray, NDArray as ndarray } from './ndarray.js';
export {
    Broadcast,
    broadcast,
    iterable,
    NDEnumerate,
    NDIndex,
    ndenumerate,
    ndindex,
} from './ndindex.js';
export { NDIter, nditer } from './nditer.js';
export type {
    NditerFlag,
    NditerKeywords,
    NditerOperands,
    NditerOpFlag,
} from './nditer-request.js';
export type { NestedItersKeywords } from './nested-iters.js';
export { nested_iters } from './nested-iters.js';
export type { NpyHeader } from './npy-reader.js';
export type { PadFunction, PadKeywords, PadMode, PadWidth } from './pad.js';
export { pad } from './pad.js';
export {
    imag,
    iscomplex,
    iscomplexobj,
    isneginf,
    isposinf,
    isreal,
    isrealobj,
    isscalar,
    real,
    real_if_close,
} from './parts.js';
export { angle, sinc, unwrap } from './phase.js';
export type { PyUfunc } from './pyfunc.js';
export { frompyfunc } from './pyfunc.js';
export { arange, eye, identity } from './ranges.js';
export type * from './reduction-types.js';
export {
    all,
    amax,
    amin,
    any,
    argmax,
    argmin,
    clip,
    count_nonzero,
    cumprod,
    cumsum,
    max,
    mean,
    min,
    prod,
    ptp,
    std,
    sum,
    var,
} from './reductions.js';
export { around, fix, nan_to_num, round } from './rounding.js';
export {
    AxisError,
    DTypePromotionError,
    FloatingPointError,
    IndexError,
    LinAlgError,
    MemoryError,
    OverflowError,
    ValueError,
    ZeroDivisionError,
} from './runtime/errors.js';
export type { Features } from './runtime/features.js';
export type { InitOptions, Runtime, Variant, WasmSource } from './runtime/loader.js';
export { runtime } from './runtime/loader.js';
export type { MemoryInfo } from './runtime/memory.js';
export { emath } from './scimath.js';
export { scope } from './scope.js';
export type { ReshapeKeywords } from './shape.js';
export {
    copy,
    copyto,
    may_share_memory,
    ndim,
    ravel,
    reshape,
    shape,
    shares_memory,
    size,
} from './shape.js';
export type { InterpKeywords, Overhang } from './signal.js';
export { convolve, correlate, interp } from './signal.js';
export type { LinspaceKeywords, LogspaceKeywords, SpaceKeywords } from './spaces.js';
export { geomspace, linspace, logspace } from './spaces.js';
export type { Sections, SplitKeywords } from './splitting.js';
export { array_split, dsplit, hsplit, split, vsplit } from './splitting.js';
export type { AsStridedKeywords, SlidingWindowKeywords } from './stride-tricks.js';
export type {
    ChooseKeywords,
    IndexMode,
    PositionList,
    RavelIndexKeywords,
    TakeKeywords,
} from './take.js';
export {
    choose,
    put,
    put_along_axis,
    ravel_multi_index,
    repeat,
    take,
    take_along_axis,
    unravel_index,
} from './take.js';
export type { DiagonalKeywords, Positions, TriKeywords } from './triangles.js';
export {
    diag,
    diag_indices,
    diag_indices_from,
    diagflat,
    diagonal,
    fill_diagonal,
    mask_indices,
    tri,
    tril,
    tril_indices,
    tril_indices_from,
    triu,
    triu_indices,
    triu_indices_from,
} from './triangles.js';
export type { RollKeywords, Rot90Keywords } from './turning.js';
export { flip, fliplr, flipud, roll, rot90, tile } from './turning.js';
export * from './typeinfo.js';
export type * from './types.js';
export type * from './ufunc-types.js';
export type { Vectorized, VectorizeKeywords } from './vectorize.js';
export { vectorize } from './vectorize.js';
export { bartlett, blackman, hamming, hanning, kaiser } from './windows.js';

export const pi = Math.PI;
export const e = Math.E;
export const euler_gamma = 0.5772156649015329;
export const inf = Infinity;
export const nan = NaN;
export const True_ = true;
export const False_ = false;
export const little_endian = true;
export const __version__ = '0.1.0';

// Here, where all modules have run that the methods come from.
attachMethods(NDArray.prototype);
whenAttached(bindDTypes);
