// What np.seterr and its kin do with floating-point conditions; which there are: oracle-errstate.test.ts.
import { jest } from '@jest/globals';
import * as np from 'raptors';

const lib = np as any;
const IGNORE = { divide: 'ignore', over: 'ignore', under: 'ignore', invalid: 'ignore' };
let x: np.NDArray;
let blocks: number;
beforeEach(() => {
    blocks = np.runtime.memory.blocks;
    x = np.array([1, 0]) as np.NDArray;
});
afterEach(() => {
    x.dispose();
    jest.restoreAllMocks();
    expect(np.geterr()).toEqual(IGNORE);
    expect(np.geterrcall()).toBeNull();
    expect(np.runtime.memory.blocks).toBe(blocks);
});

/** What a call writes to a method of console. */
function written(method: 'warn' | 'log', call: () => unknown): unknown[] {
    const spy = jest.spyOn(console, method).mockImplementation(() => {});
    np.scope(() => {
        call();
    });
    const texts = spy.mock.calls.map(([text]) => text);
    spy.mockRestore();
    return texts;
}

test('nothing is said by default', () => {
    expect(np.geterr()).toEqual(IGNORE);
    expect(written('warn', () => np.divide(x, 0))).toEqual([]);
    expect(written('log', () => np.divide(x, 0))).toEqual([]);
});

describe('modes', () => {
    test('warn', () => {
        const texts = written('warn', () => np.errstate({ all: 'warn' }, () => np.divide(x, 0)));
        expect(texts).toEqual([
            'RuntimeWarning: divide by zero encountered in divide',
            'RuntimeWarning: invalid value encountered in divide',
        ]);
    });

    test('warn: once a call, however many elements', () => {
        const texts = written('warn', () =>
            np.errstate({ divide: 'warn' }, () => {
                const ones = np.ones([100, 7]);
                np.divide(ones, 0);
                np.divide(ones, 0);
            }),
        );
        expect(texts).toEqual(
            new Array(2).fill('RuntimeWarning: divide by zero encountered in divide'),
        );
    });

    test('print', () => {
        const texts = written('log', () => np.errstate({ divide: 'print' }, () => np.divide(x, 0)));
        expect(texts).toEqual(['Warning: divide by zero encountered in divide']);
    });

    test('call: with all flags of the operation', () => {
        const seen: unknown[] = [];
        const call = (...args: unknown[]) => seen.push(args);
        np.scope(() => {
            np.errstate({ divide: 'call', call }, () => np.divide(x, 0));
        });
        expect(seen).toEqual([['divide by zero', 9]]);
    });

    test('call: the function may compute', () => {
        let sum: unknown;
        np.scope(() => {
            np.errstate({ all: 'call', call: () => (sum = np.sum([1, 2])) }, () => {
                expect([...np.divide(x, [2, 0]).toTypedArray()]).toEqual([0.5, Number.NaN]);
            });
        });
        expect(sum).toBe(3);
    });

    test('call: what it throws is thrown', () => {
        const call = () => {
            throw new EvalError('enough');
        };
        expect(() => np.errstate({ all: 'call', call }, () => np.divide(x, 0))).toThrow(EvalError);
    });

    test('log', () => {
        const texts: string[] = [];
        const call = { write: (text: string) => void texts.push(text) };
        np.scope(() => {
            np.errstate({ all: 'log', call }, () => np.divide(x, 0));
        });
        expect(texts).toEqual([
            'Warning: divide by zero encountered in divide\n',
            'Warning: invalid value encountered in divide\n',
        ]);
    });

    test('call and log without a function or an object', () => {
        const divide = () => np.divide(x, 0);
        expect(() => np.errstate({ all: 'call' }, divide)).toThrow(ReferenceError);
        expect(() => np.errstate({ all: 'log' }, divide)).toThrow(/no object with write method/);
        const write = { write: () => {} };
        expect(() => np.errstate({ all: 'call', call: write }, divide)).toThrow(/no function/);
    });

    test('raise: after out is written; nothing is lost', () => {
        const out = np.zeros(2) as np.NDArray;
        const before = np.runtime.memory.blocks;
        const calls = [
            () => np.divide(x, 0),
            () => np.divide(x, 0, out),
            () => x.divide([0, 1]),
            () => np.sqrt(np.subtract(x, 2)),
            () => np.floor_divide(np.array([1], 'int8'), 0),
            () => np.std(np.zeros([0, 3]), 0),
            () => np.cumsum([1e308, 1e308]),
            () => np.array([1e300, 2]).astype('float32'),
        ];
        np.errstate({ all: 'raise' }, () => {
            for (const call of calls) {
                let caught: any;
                np.scope(() => {
                    try {
                        call();
                    } catch (error) {
                        caught = error;
                    }
                });
                expect(caught).toBeInstanceOf(np.FloatingPointError);
                expect(caught.name).toBe('FloatingPointError');
            }
            expect(np.runtime.memory.blocks).toBe(before);
            for (let i = 0; i < 3; i++) expect(() => np.divide(x, 0)).toThrow('divide by zero');
        });
        expect(np.runtime.memory.blocks).toBe(before);
        expect([...out.toTypedArray()]).toEqual([Number.POSITIVE_INFINITY, Number.NaN]);
        out.dispose();
    });

    test('raise: the first condition, in the order divide, over, under, invalid', () => {
        const divide = () => np.divide(x, 0);
        const state = { invalid: 'raise', divide: 'ignore' } as const;
        expect(() => np.errstate({ all: 'raise' }, divide)).toThrow(/^divide by zero/);
        expect(() => np.errstate(state, divide)).toThrow(/^invalid value/);
    });

    test('JavaScript values as results', () => {
        const state = { all: 'raise' } as const;
        expect(() => np.errstate(state, () => np.divide(1, 0))).toThrow(np.FloatingPointError);
        expect(np.errstate(state, () => np.divide(1, 2))).toBe(0.5);
    });

    test('other errors stay what they are', () => {
        np.errstate({ all: 'raise' }, () => {
            expect(() => np.add([1, 2], [1, 2, 3])).toThrow(np.ValueError);
            expect(() => np.divide(x, 0)).toThrow(np.FloatingPointError);
        });
    });

    test('past the budget too', async () => {
        x.dispose();
        await np.init({ memory: { budget: 1 } });
        x = np.array([1, 0]) as np.NDArray;
        const out = np.zeros(2) as np.NDArray;
        const state = { all: 'raise' } as const;
        expect(() => np.errstate(state, () => np.divide(x, 0, out))).toThrow(/^divide by zero/);
        expect([...out.toTypedArray()]).toEqual([Number.POSITIVE_INFINITY, Number.NaN]);
        for (const a of [x, out]) a.dispose();
        await np.init({ memory: { budget: 1e9 } });
        x = np.array([1, 0]) as np.NDArray;
    });
});

describe('seterr', () => {
    test('returns what was', () => {
        expect(np.seterr({ over: 'raise' })).toEqual(IGNORE);
        expect(np.seterr('warn', null, 'print')).toEqual({ ...IGNORE, over: 'raise' });
        const all = { divide: 'warn', over: 'print', under: 'warn', invalid: 'warn' };
        expect(np.geterr()).toEqual(all);
        expect(np.seterr({ all: 'ignore' })).toEqual(all);
        expect(np.seterr()).toEqual(IGNORE);
    });

    test('takes what it returned', () => {
        const old = np.seterr({ all: 'raise' });
        expect(() => np.divide(x, 0)).toThrow(np.FloatingPointError);
        np.seterr({ ...old });
        np.divide(x, 0).dispose();
    });

    test('refuses other names and modes, and then changes nothing', () => {
        expect(() => lib.seterr({ foo: 'warn' })).toThrow(TypeError);
        expect(() => lib.seterr({ divide: 'bogus' })).toThrow("invalid error mode 'bogus'");
        expect(() => lib.seterr({ all: 'raise', over: 3 })).toThrow(np.ValueError);
        expect(() => lib.seterr('warn', { all: 'raise' })).toThrow(/multiple values/);
    });
});

test('seterrcall', () => {
    const call = () => {};
    const log = { write: () => {} };
    expect(np.seterrcall(call)).toBeNull();
    expect(np.seterrcall(log)).toBe(call);
    expect(np.geterrcall()).toBe(log);
    expect(() => lib.seterrcall(3)).toThrow(TypeError);
    expect(() => lib.seterrcall({})).toThrow(/callable/);
    expect(np.seterrcall(null)).toBe(log);
});

describe('errstate', () => {
    test('gives the result, and the state before comes back', () => {
        expect(np.errstate({ all: 'raise' }, () => np.geterr().over)).toBe('raise');
    });

    test('nests', () => {
        np.errstate({ all: 'raise' }, () => {
            np.errstate({ divide: 'ignore', invalid: 'ignore' }, () => np.divide(x, 0)).dispose();
            expect(np.geterr().divide).toBe('raise');
            expect(() => np.divide(x, 0)).toThrow(np.FloatingPointError);
        });
    });

    test('comes back after an error, and over seterr inside', () => {
        const stop = () =>
            np.errstate({ all: 'raise', call: () => {} }, () => {
                np.seterr({ all: 'print' });
                throw new EvalError('stop');
            });
        expect(stop).toThrow(EvalError);
    });

    test('call alone, and taken away', () => {
        const call = () => {};
        np.errstate({ call }, () => {
            expect(np.geterrcall()).toBe(call);
            np.errstate({ divide: 'raise' }, () => expect(np.geterrcall()).toBe(call));
            np.errstate({ call: null }, () => expect(np.geterrcall()).toBeNull());
        });
    });

    test('of an asynchronous function, when it has ended', async () => {
        const ended = np.errstate({ all: 'raise' }, async () => {
            await Promise.resolve();
            expect(() => np.divide(x, 0)).toThrow(np.FloatingPointError);
            return 7;
        });
        expect(np.geterr().over).toBe('raise'); // What runs meanwhile is under it too.
        expect(await ended).toBe(7);
        expect(np.geterr()).toEqual(IGNORE);
        const failed = np.errstate({ all: 'raise' }, async () => {
            await Promise.resolve();
            throw new EvalError('stop');
        });
        await expect(failed).rejects.toThrow(EvalError);
    });

    test('with using, or until disposed', () => {
        const state = np.errstate({ all: 'raise' });
        expect(() => np.divide(x, 0)).toThrow(np.FloatingPointError);
        (state as any)[Symbol.dispose ?? Symbol.for('Symbol.dispose')]();
        np.divide(x, 0).dispose();
        const again = np.errstate({ all: 'print' });
        again.dispose();
        np.seterr({ over: 'warn' });
        again.dispose(); // Only once.
        expect(np.seterr({ over: 'ignore' }).over).toBe('warn');
    });

    test('refuses other keywords, modes and callbacks before it runs anything', () => {
        const fn = jest.fn();
        expect(() => lib.errstate({ foo: 'warn' }, fn)).toThrow(TypeError);
        expect(() => lib.errstate({ over: 'x' }, fn)).toThrow(np.ValueError);
        expect(() => lib.errstate({ all: 'warn', call: 3 }, fn)).toThrow(TypeError);
        expect(() => lib.errstate('warn', fn)).toThrow(TypeError);
        expect(fn).not.toHaveBeenCalled();
    });
});
