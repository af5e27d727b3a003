// What can be asked about dtypes.
import { bind, signature, toCasting } from './args.js';
import { toArray } from './convert.js';
import { type DType, dtypeById, isDType, toDType } from './dtype.js';
import { NDArray } from './ndarray.js';
import { isScalar, promoted, putArray, putScalar, run } from './operand.js';
import { ValueError } from './runtime/errors.js';
import {
    check,
    core,
    F64,
    getNumber,
    I32,
    NUM0,
    putText,
    refresh,
    slotAt,
} from './runtime/frame.js';
import * as at from './runtime/layout.js';
import type { ArrayLike, Casting, DTypeLike, NameOf, Promote, Scalar } from './types.js';

const dtypeOfEither = (x: DTypeLike | NDArray): DType =>
    x instanceof NDArray ? x._dtype : toDType(x);

const canCastArgs = /* @__PURE__ */ signature('can_cast(from_, to, casting=)');
/**
 * Whether a cast is allowed by a rule ('safe' by default). TypeError for a JavaScript number, whose
 * dtype depends on its company.
 */
export function can_cast(
    from_: DTypeLike | NDArray,
    to: DTypeLike,
    casting?: Casting | { casting?: Casting },
): boolean;
export function can_cast(...args: unknown[]): boolean {
    const [from, to, casting] = bind(canCastArgs, args);
    if (isScalar(from)) {
        throw new TypeError(
            'can_cast() does not take a JavaScript number: it adapts to its company',
        );
    }
    const source = dtypeOfEither(from as DTypeLike);
    const rule = toCasting(casting, 'safe');
    return check(core.rp_js_can_cast!(source.ptr, toDType(to as DTypeLike).ptr, rule)) === 1;
}

/** The smallest dtype that both can be cast to safely. DTypePromotionError if there is none. */
export function promote_types<A extends DTypeLike, B extends DTypeLike>(
    type1: A,
    type2: B,
): DType<Promote<NameOf<A>, NameOf<B>>> {
    return promoted(toDType(type1), toDType(type2)) as unknown as DType<
        Promote<NameOf<A>, NameOf<B>>
    >;
}

/** The dtype that a ufunc would compute these operands in; JavaScript numbers adapt to the rest. */
export function result_type(...arrays_and_dtypes: (ArrayLike | DTypeLike)[]): DType {
    if (arrays_and_dtypes.length === 0)
        throw new ValueError('at least one array or dtype is required');
    const weak: Scalar[] = [];
    let strong: DType[] = [];
    run(() => {
        for (const item of arrays_and_dtypes) {
            let its: DType;
            if (isScalar(item) && typeof item !== 'boolean') {
                weak.push(item);
                continue;
            }
            if (isDType(item) || typeof item === 'string' || typeof item === 'function')
                its = toDType(item as DTypeLike);
            else its = toArray(item)._dtype;
            strong.push(its);
        }
    });
    // The frame holds so many operands. A third of a kind says nothing that two do not, and beside other
    // dtypes byte order is lost anyway. They are not promoted two by two: the order would count.
    if (strong.length > 2) {
        const kinds = [...new Set(strong.map((its) => its.newbyteorder('=')))];
        strong = kinds.length > 1 ? kinds : strong.slice(0, 2);
    }
    // Of numbers only the widest kind counts.
    const kinds = new Map<string, Scalar>();
    for (const value of weak) {
        const kind =
            typeof value === 'number'
                ? Number.isInteger(value)
                    ? 'whole'
                    : 'float'
                : typeof value;
        kinds.set(kind, value);
    }
    let slot = 0;
    refresh();
    for (const its of strong) {
        const o = slotAt(slot++);
        I32[o + at.DTYPE] = its.ptr;
        I32[o + at.WEAK] = 0;
    }
    for (const value of kinds.values()) putScalar(slot++, value);
    return dtypeById(check(core.rp_js_result_type!(slot)));
}

/** The smallest dtype that holds a value; the dtype of an array that is not 0-d. */
export function min_scalar_type(a: ArrayLike): DType {
    return run(() => {
        const array = toArray(a);
        if (array.ndim > 0) return array._dtype;
        let its = array;
        // A whole number is an integer here, as it is in Python.
        if (typeof a === 'number' && Number.isInteger(a)) its = toArray(BigInt(a));
        putArray(0, its);
        return dtypeById(check(core.rp_js_min_scalar_type!()));
    });
}

/** What each abstract dtype is a kind of. */
const parents = {
    generic: '',
    number: 'generic',
    integer: 'number',
    signedinteger: 'integer',
    unsignedinteger: 'integer',
    inexact: 'number',
    floating: 'inexact',
    complexfloating: 'inexact',
    flexible: 'generic',
    character: 'flexible',
} as const;
/** Abstract dtypes, as names for issubdtype. */
export type AbstractDType = keyof typeof parents;
const isAbstract = (x: unknown): x is AbstractDType => typeof x === 'string' && x in parents;
export const generic = 'generic' as const;
export const number = 'number' as const;
export const integer = 'integer' as const;
export const signedinteger = 'signedinteger' as const;
export const unsignedinteger = 'unsignedinteger' as const;
export const inexact = 'inexact' as const;
export const floating = 'floating' as const;
export const complexfloating = 'complexfloating' as const;

/** Whether a dtype is, or belongs to, another: issubdtype(np.float32, np.floating). */
export function issubdtype(
    arg1: DTypeLike | AbstractDType,
    arg2: DTypeLike | AbstractDType,
): boolean {
    if (isAbstract(arg1)) {
        let kind: AbstractDType | '' = arg1;
        while (kind !== '' && kind !== arg2) kind = parents[kind];
        return kind !== '';
    }
    const dtype = toDType(arg1);
    if (isAbstract(arg2)) return check(core.rp_js_issubdtype!(dtype.ptr, putText(arg2))) === 1;
    return dtype.num === toDType(arg2).num;
}

const kindNames: Record<string, string> = {
    bool: 'b',
    'signed integer': 'i',
    'unsigned integer': 'u',
    integral: 'iu',
    'real floating': 'f',
    'complex floating': 'c',
    numeric: 'iufc',
};

/**
 * Whether a dtype is of a kind: 'bool', 'signed integer', 'unsigned integer', 'integral',
 * 'real floating', 'complex floating', 'numeric', a dtype, or a list of these.
 */
export function isdtype(
    dtype: DTypeLike,
    kind: string | DType | readonly (string | DType)[],
): boolean {
    const its = toDType(dtype);
    return (Array.isArray(kind) ? kind : [kind]).some((one: string | DType) => {
        if (isDType(one)) return one === its;
        const letters = kindNames[one];
        if (letters === undefined) {
            throw new ValueError(
                `kind argument is a string, but '${one}' is not a known kind name.`,
            );
        }
        return letters.includes(its.kind);
    });
}

/** What a floating dtype can represent. */
export interface FInfo {
    readonly dtype: DType;
    readonly bits: number;
    readonly nmant: number;
    readonly nexp: number;
    readonly machep: number;
    readonly negep: number;
    readonly minexp: number;
    readonly maxexp: number;
    readonly iexp: number;
    readonly precision: number;
    readonly eps: number;
    readonly epsneg: number;
    readonly max: number;
    readonly min: number;
    readonly tiny: number;
    readonly smallest_normal: number;
    readonly smallest_subnormal: number;
    readonly resolution: number;
}
const floatFacts =
    'bits nmant nexp machep negep minexp maxexp iexp precision eps epsneg max min tiny smallest_subnormal resolution';

/** Limits of a floating dtype (of a complex one: of its parts). ValueError for any other. */
export function finfo(dtype: DTypeLike | NDArray): FInfo {
    const its = dtypeOfEither(dtype);
    check(core.rp_js_finfo!(its.ptr));
    const facts: Record<string, unknown> = { dtype: its };
    for (const [i, name] of floatFacts.split(' ').entries()) facts[name] = getNumber(i);
    facts.smallest_normal = facts.tiny;
    if (its.kind === 'c') facts.dtype = toDType(`f${its.itemsize / 2}`);
    return Object.freeze(facts) as unknown as FInfo;
}

/** What an integer dtype can represent. */
export interface IInfo {
    readonly dtype: DType;
    readonly kind: string;
    readonly bits: number;
    readonly min: number | bigint;
    readonly max: number | bigint;
}

/** Limits of an integer dtype. ValueError for any other. */
export function iinfo(int_type: DTypeLike | NDArray): IInfo {
    const its = dtypeOfEither(int_type);
    check(core.rp_js_iinfo!(its.ptr));
    const [low, high] = new BigInt64Array(F64.slice(NUM0 + 1, NUM0 + 3).buffer);
    const value = (x: bigint) => {
        const narrow = Number(x);
        return Number.isSafeInteger(narrow) ? narrow : x;
    };
    return Object.freeze({
        dtype: its,
        kind: its.kind,
        bits: getNumber(0),
        min: value(low!),
        max: value(its.kind === 'u' ? BigInt.asUintN(64, high!) : high!),
    });
}
