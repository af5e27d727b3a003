// Times calls on a JavaScript library: one request a line on stdin, one answer a line on stdout.
//   node runner.mjs raptors <threads>      0 threads: as many as there are
//   node runner.mjs numpy-ts
//   { do: 'info' }                          { name, threads, ... }
//   { do: 'prepare', call, operands, mode } {}          makes the operands and the loop
//   { do: 'run', n, settle }                { ns }      nanoseconds that n calls took, after others
//                                                       that took settle ns
// An answer { error } says that the library cannot do the case.
import { createInterface } from 'node:readline';
import { setTimeout as sleep, setImmediate as yieldToEvents } from 'node:timers/promises';
import { namesOf } from './cases.mjs';

const [library, threads = '0'] = process.argv.slice(2);

/** Numbers in a range, the same each time; random ones, or rising. */
function values(count, as, [low, high]) {
    let state = 1;
    const list = new Float64Array(count);
    for (let i = 0; i < count; i++) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        list[i] = low + (as === 'ramp' ? i / (count - 1) : state / 2 ** 32) * (high - low);
    }
    return list;
}

const product = (shape) => shape.reduce((a, b) => a * b, 1);

const libraries = {
    async raptors() {
        const np = await import('../dist/node.mjs');
        if (Number(threads) > 0) await np.init({ threads: Number(threads) });
        // Workers start with the first large operation, and take part when they are up.
        np.zeros(1_000_000).add(1).dispose();
        for (let i = 0; i < 200 && np.runtime.threads < np.runtime.wantedThreads; i++) {
            await sleep(25);
        }
        return {
            np,
            info: {
                name: `raptors ${np.runtime.variant}`,
                threads: np.runtime.threads,
                reason: np.runtime.reason,
            },
            make(dtype, shape, as, range) {
                if (as === 'T') return this.make(dtype, shape.toReversed(), '', range).T;
                if (as === 'step2') {
                    const twice = [...shape.slice(0, -1), 2 * shape.at(-1)];
                    return this.make(dtype, twice, '', range).at('...', '::2');
                }
                if (as === 'list') return this.make(dtype, shape, '', range).tolist();
                const alike = as === 'true' || as === 'false';
                if (alike) return np.full(shape, as === 'true', { dtype });
                const numbers = np.array(values(product(shape), as, range)).reshape(shape);
                return dtype === 'bool' ? np.greater(numbers, 50) : numbers.astype(dtype);
            },
        };
    },
    async 'numpy-ts'() {
        const np = await import('numpy-ts');
        return {
            np,
            info: { name: `numpy-ts ${np.__version__}`, threads: 1 },
            make(dtype, shape, as, range) {
                if (as === 'T') return this.make(dtype, shape.toReversed(), '', range).T;
                if (as === 'step2') {
                    const twice = [...shape.slice(0, -1), 2 * shape.at(-1)];
                    return this.make(dtype, twice, '', range).slice(
                        ...shape.slice(1).map(() => ':'),
                        '::2',
                    );
                }
                if (as === 'list') return this.make(dtype, shape, '', range).tolist();
                const alike = as === 'true' || as === 'false';
                if (alike) return np.full(shape, as === 'true', { dtype });
                const numbers = np.array(values(product(shape), as, range)).reshape(...shape);
                if (dtype === 'bool') return np.greater(numbers, 50);
                return numbers.astype(dtype === 'intp' ? 'int32' : dtype);
            },
        };
    },
};

const {
    np,
    info,
    make: makeOperand,
} = await (async () => {
    const found = await libraries[library]();
    return { ...found, make: found.make.bind(found) };
})();

/** A loop of its own for each call, as each place in a program has its own: engines learn by place. */
function makeLoop({ call, operands, mode }) {
    const names = namesOf(call);
    const made = (name) => {
        const { dtype, shape, as = '', range = [1, 100], by } = operands[name];
        if (as !== 'picked') return makeOperand(dtype, shape, as, range);
        const count = Number(np.count_nonzero(made(by)));
        return makeOperand(dtype, [count], '', range);
    };
    const given = names.map((name) => {
        if (name in operands) return np.scope?.(() => made(name)) ?? made(name);
        if (typeof np[name] !== 'function') throw new Error(`there is no ${name}`);
        return np[name];
    });
    const single = new Function(...names, `return ${call};`)(...given);
    const list = Array.isArray(single) ? single : [single];
    const disposable = list.every((x) => typeof x?.dispose === 'function');
    const free = !disposable
        ? ''
        : Array.isArray(single)
          ? 'for (const x of result) x.dispose();'
          : 'result.dispose();';
    if (disposable) for (const x of list) x.dispose();
    const body = `
        let result;
        for (let i = 0; i < n; i++) {
            result = ${call};
            ${mode === 'free' ? free : ''}
        }
        return result;`;
    const loop = new Function(...names, `return function loop(n) {${body}}`)(...given);
    const dispose = () => {
        // A view is freed with what it is a view of.
        for (const x of given) if ('shape' in x) (x.base ?? x).dispose?.();
    };
    return { loop, dispose };
}

const BATCH = 2000; // calls between two yields where results are left to the collector

let current = null;
const actions = {
    info: () => ({ ...info, spilled: np.runtime?.memory.spilled }),
    prepare(request) {
        current?.dispose();
        current = null;
        current = { ...makeLoop(request), mode: request.mode };
        return {};
    },
    async run({ n, settle = 0 }) {
        const { loop, mode } = current;
        const asleep = process.hrtime.bigint();
        loop(1); // brings the operands back into the cache, and wakes the threads
        if (mode !== 'collect') {
            while (process.hrtime.bigint() - asleep < settle) loop(n);
        }
        const start = process.hrtime.bigint();
        if (mode === 'collect') {
            for (let done = 0; done < n; done += BATCH) {
                loop(Math.min(BATCH, n - done));
                await yieldToEvents();
            }
        } else loop(n);
        return { ns: Number(process.hrtime.bigint() - start) };
    },
};

for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    let answer;
    try {
        answer = await actions[request.do](request);
    } catch (error) {
        answer = { error: String(error) };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
}
