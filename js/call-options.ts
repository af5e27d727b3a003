// The options of a call of a ufunc: casting, order, dtype and the loop; and which loop that would be.
import { bind, signature, toCasting, toOrder } from './args.js';
import { Complex } from './complex.js';
import { type DType, dtypeById, dtypes, optionalDType, toDType } from './dtype.js';
import * as operand from './operand.js';
import { ValueError } from './runtime/errors.js';
import { check, core, getOption, I32, OPT0, putOption, slotAt } from './runtime/frame.js';
import * as at from './runtime/layout.js';
import type { DTypeLike, Scalar } from './types.js';

/** What is to be known of a ufunc in order to call it. */
export interface Ufunc {
    name: string;
    id: number;
    nin: number;
    nout: number;
    /** Of a generalised ufunc: puts axis, axes and keepdims; returns the flag for them. */
    putCore?: (uf: Ufunc, keywords: Record<string, unknown>) => number;
}

/** Puts what the keywords say; returns the flag for it. */
export function putCallOptions(uf: Ufunc, keywords: Record<string, unknown>): number {
    const { casting, order, dtype } = keywords;
    const loop = keywords.signature ?? keywords.sig;
    if (casting === undefined && order === undefined && dtype == null && loop == null) return 0;
    const descriptors = loop == null ? [] : loopDTypes(uf, loop);
    if (dtype != null && loop != null) {
        throw new TypeError("cannot specify both 'signature' and 'dtype'");
    }
    const its = optionalDType(dtype);
    putOption(at.OPTION_CASTING, casting === undefined ? -1 : toCasting(casting, 'same_kind'));
    putOption(at.OPTION_ORDER, order === undefined ? -1 : toOrder(order, 'K'));
    putOption(at.OPTION_DTYPE, its?.ptr ?? 0);
    putOption(at.OPTION_SIGNATURE, loop == null ? 0 : 1);
    for (let i = 0; i < 8; i++) {
        I32[OPT0 + at.OPTION_SIGNATURE + 1 + i] = descriptors[i]?.ptr ?? 0;
    }
    return at.CALL_OPTIONS;
}

/** The dtypes that 'dd->d' or a list of dtypes names. */
function loopDTypes({ name, nin, nout }: Ufunc, loop: unknown): (DType | undefined)[] {
    let items: unknown[];
    if (typeof loop === 'string') {
        const [inputs, outs, rest] = loop.split('->');
        items = outs === undefined ? [...loop] : [...inputs!, ...outs];
        // A single dtype stands for the results'.
        if (outs === undefined && items.length === 1) {
            items = [...new Array(nin).fill(null), ...new Array(nout).fill(items[0])];
        } else if (outs === undefined || rest !== undefined) items = [];
    } else {
        items = Array.from(loop as Iterable<unknown>);
    }
    if (items.length !== nin + nout) {
        throw new ValueError(
            `the signature of ${name} must name ${nin + nout} dtypes, as '${'d'.repeat(nin)}->${'d'.repeat(nout)}'`,
        );
    }
    return items.map((item) => (item === null ? undefined : toDType(item as DTypeLike)));
}

const resolveArgs = /* @__PURE__ */ signature(
    'resolve_dtypes(dtypes, *, signature=, casting=, reduction=)',
);
const INT64 = 7;

/** The weak scalar that a constructor stands for, as int, float and complex do in Python. */
const weakOf = (type: unknown): Scalar | undefined =>
    type === BigInt ? 0 : type === Number ? 0.5 : type === Complex ? new Complex(0, 1) : undefined;

/** ufunc.resolve_dtypes. */
export function resolveDTypes(uf: Ufunc, args: unknown[]): DType[] {
    const [given, loop, casting, reduction] = bind(resolveArgs, args);
    const nargs = uf.nin + uf.nout;
    if (!Array.isArray(given) || given.length !== nargs) {
        throw new TypeError('resolve_dtypes: The dtypes must be a list of `ufunc.nargs` length.');
    }
    const reduces = Boolean(reduction);
    if (reduces && (uf.nin !== 2 || uf.nout !== 1)) {
        throw new ValueError('ufunc is not compatible with reduction operations.');
    }
    if (reduces && given[2] != null) {
        throw new TypeError(
            'Output dtype must not be passed for reductions, pass the first input instead.',
        );
    }
    return operand.run(() => {
        const flags = putCallOptions(uf, {
            casting: casting ?? undefined,
            signature: loop,
        });
        for (const [slot, type] of given.entries()) {
            const weak = slot < uf.nin ? weakOf(type) : undefined;
            operand.putEmpty(slot);
            if (type == null) {
                if (slot < uf.nin && !(reduces && slot === 0)) {
                    throw new TypeError(
                        'All input dtypes must be provided (except the first one in reductions)',
                    );
                }
            } else if (weak !== undefined && !reduces) operand.putScalar(slot, weak);
            else {
                // In a reduction BigInt stands for the dtype of whole numbers.
                const its = type === BigInt ? dtypes[INT64]! : toDType(type as DTypeLike);
                I32[slotAt(slot)] = its.ptr;
                I32[slotAt(slot) + at.NDIM] = 0;
            }
        }
        check(core.rp_js_resolve_dtypes!(uf.id, flags, Number(reduces)));
        return given.map((_, i) => dtypeById(getOption(i)));
    });
}
