// The loader: which build runs, threads, overrides, errors; and what a program sees of it from outside.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as np from 'raptors';

const dist = join(__dirname, '../../dist');
const esm = pathToFileURL(join(dist, 'node.mjs')).href;

/** Runs a script of its own process; what it prints. */
function node(
    source: string,
    { flags = [] as string[], commonJs = false, cwd = dist } = {},
): string {
    const type = commonJs ? 'commonjs' : 'module';
    return execFileSync(process.execPath, [...flags, `--input-type=${type}`, '-e', source], {
        cwd,
        encoding: 'utf8',
        timeout: 20_000,
    }).trim();
}

async function threadsUp(): Promise<void> {
    np.scope(() => void np.add(np.ones(100_000), 1));
    const end = Date.now() + 10_000;
    while (np.runtime.threads < np.runtime.wantedThreads && Date.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, 5));
    }
}

describe('the runtime', () => {
    test('is ready when imported, and says what runs', () => {
        const { runtime } = np;
        expect(runtime.ready).toBe(true);
        expect(runtime.variant).toMatch(/^(threads-)?(simd|relaxed)$/);
        expect(runtime.reason).not.toBe('');
        expect(runtime.limits.dimensions).toBe(64);
        expect(runtime.limits.heap).toBeGreaterThan(2 ** 26);
        expect(runtime.memory.budget).toBeLessThanOrEqual(2 ** 30);
        expect(runtime.memory.heap).toBeGreaterThan(0);
        expect(runtime.features.simd).toBe(true);
        const plain = runtime.variant!.endsWith('simd');
        expect(typeof runtime.relaxedFuses).toBe(plain ? 'object' : 'boolean');
    });

    test('init without options changes nothing', async () => {
        const { variant } = np.runtime;
        expect(await np.init()).toBe(np.runtime);
        expect(np.runtime.variant).toBe(variant);
    });

    test.each([1, 2, 4])('%i threads', async (threads) => {
        await np.init({ threads });
        expect(np.runtime.variant!.startsWith('threads')).toBe(threads > 1);
        await threadsUp();
        expect(np.runtime.threads).toBe(threads);
        expect(np.runtime.wantedThreads).toBe(threads);
        np.scope(() => {
            const a = np.arange(1_000_000, { dtype: 'float64' });
            expect(np.sum(a)).toBe(499999500000);
            expect(np.add(a, a).at(999_999)).toBe(1999998);
            expect(np.argmax(a)).toBe(999_999);
        });
    });

    test('fewer threads, and all again', async () => {
        await np.init({ threads: 2 });
        await threadsUp();
        expect(np.runtime.setThreads(1)).toBe(1);
        expect(np.runtime.threads).toBe(1);
        expect(np.runtime.setThreads(16)).toBe(2);
    });

    test('a worker that cannot run leaves a working runtime, and says why', async () => {
        await np.init({ threads: 2, worker: pathToFileURL('/no/such/worker.mjs') });
        np.scope(() => void np.ones(1_000_000).add(1));
        await new Promise((resolve) => setTimeout(resolve, 500));
        expect(np.runtime.reason).toContain('worker did not start');
        expect(np.runtime.threads).toBe(1);
        expect(np.scope(() => np.sum(np.ones(1_000_000)))).toBe(1_000_000);
    });

    test('init after the first array is an error', async () => {
        const a = np.zeros(1);
        await expect(np.init({ threads: 1 })).rejects.toThrow('too late');
        a.dispose();
        await np.init({ threads: 1 });
    });

    test('bad options', async () => {
        await expect(np.init({ threads: 0 })).rejects.toThrow(RangeError);
        await expect(np.init({ threads: 1.5 })).rejects.toThrow(RangeError);
        await expect(np.init({ memory: { maximum: -1 } })).rejects.toThrow(RangeError);
        np.scope(() => expect(np.zeros(2).tolist()).toEqual([0, 0]));
    });
});

describe('where the .wasm comes from', () => {
    const bytes = () => readFileSync(join(dist, 'raptors-simd.wasm'));
    const works = () => np.scope(() => expect(np.add(np.ones(3), 1).tolist()).toEqual([2, 2, 2]));
    beforeEach(() => np.runtime.memory.flush());
    const options = { threads: 1 };

    test('bytes, a module, a path, a URL, a promise', async () => {
        for (const wasm of [
            new Uint8Array(bytes()),
            await WebAssembly.compile(new Uint8Array(bytes())),
            join(dist, 'raptors-simd.wasm'),
            pathToFileURL(join(dist, 'raptors-simd.wasm')),
            Promise.resolve(new Uint8Array(bytes())),
        ]) {
            if (np.runtime.features.relaxed) continue;
            await np.init({ ...options, wasm });
            works();
        }
    });

    test('http, with progress', async () => {
        if (np.runtime.features.relaxed) return;
        const body = bytes();
        const server = createServer((request, response) => {
            const found = request.url === '/core.wasm';
            response.writeHead(found ? 200 : 404, { 'content-length': found ? body.length : 0 });
            response.end(found ? body : '');
        });
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        try {
            let last = 0;
            await np.init({
                ...options,
                wasm: `${base}/core.wasm`,
                onProgress: (received, total) => {
                    last = received;
                    expect(total).toBe(body.length);
                },
            });
            expect(last).toBe(body.length);
            works();
            const missing = np.init({ ...options, wasm: `${base}/missing.wasm` });
            await expect(missing).rejects.toThrow(`${base}/missing.wasm`);
            await expect(missing).rejects.toThrow('init({ wasm');
            works();
        } finally {
            await new Promise((resolve) => server.close(resolve));
        }
    });

    test('a wrong file says what is wrong', async () => {
        await expect(np.init({ ...options, wasm: new Uint8Array(8) })).rejects.toThrow();
        const wrong = join(dist, 'raptors-threads-simd.wasm');
        await expect(np.init({ ...options, wasm: wrong })).rejects.toThrow('variant');
    });
});

describe('a process of its own', () => {
    const isDone = "process.stdout.write('done')";

    test('ends at once, also with workers that wait', () => {
        const source = `import np from '${esm}';
            const a = np.ones(1_000_000);
            for (let i = 0; i < 50; i++) np.add(a, 1).dispose();
            await new Promise((resolve) => setTimeout(resolve, 300));
            np.sum(a); ${isDone}`;
        const begin = Date.now();
        expect(node(source)).toBe('done');
        expect(Date.now() - begin).toBeLessThan(5000);
    });

    test('an import has no effect but compiling', () => {
        const source = `const before = process.listenerCount('exit') + process.listenerCount('beforeExit');
            const globals = Object.keys(globalThis).length;
            await import('${esm}');
            const after = process.listenerCount('exit') + process.listenerCount('beforeExit');
            if (after !== before || Object.keys(globalThis).length !== globals) throw new Error('effect');
            if (process.getActiveResourcesInfo().some((x) => /Worker|Timeout|Port/.test(x))) throw new Error('active');
            ${isDone}`;
        expect(node(source)).toBe('done');
    });

    test('require', () => {
        const source = `const np = require('./node.cjs');
            if (String(np.add([1, 2], 1)) !== '[2. 3.]' || np.default.add !== np.add) throw new Error('wrong');
            ${isDone}`;
        expect(node(source, { commonJs: true })).toBe('done');
    });

    test('named imports and the default', () => {
        const source = `import np, { add, init, zeros, var as variance } from '${esm}';
            if (np.add !== add || np.init !== init || np.var !== variance) throw new Error('wrong');
            ${isDone}`;
        expect(node(source)).toBe('done');
    });

    test('without the .wasm: an error that names it and the way out, at the first call', () => {
        const dir = mkdtempSync(join(tmpdir(), 'raptors-'));
        try {
            copyFileSync(join(dist, 'node.mjs'), join(dir, 'node.mjs'));
            const source = `import np from '${pathToFileURL(join(dir, 'node.mjs')).href}';
                import { readFileSync } from 'node:fs';
                let message = '';
                try { np.zeros(3); } catch (error) { message = error.message; }
                if (!message.includes('${dir}/raptors-') || !message.includes('init({ wasm')) throw new Error(message);
                await np.init({ threads: 1, wasm: readFileSync('${dist}/raptors-simd.wasm') });
                if (np.sum(np.ones(3)) !== 3) throw new Error('wrong');
                ${isDone}`;
            expect(node(source)).toBe('done');
        } finally {
            rmSync(dir, { recursive: true });
        }
    });

    test('the inline build needs no file', () => {
        const source = `import np from '${pathToFileURL(join(dist, 'inline.mjs')).href}';
            if (np.sum(np.ones(3)) !== 3) throw new Error('wrong');
            ${isDone}`;
        expect(node(source)).toBe('done');
    });

    test('the browser build says to await init first, and then works from bytes', () => {
        const source = `import np from '${pathToFileURL(join(dist, 'browser.mjs')).href}';
            import { readFileSync } from 'node:fs';
            let message = '';
            try { np.zeros(3); } catch (error) { message = error.message; }
            if (!message.includes('await init()')) throw new Error(message);
            await np.init({ threads: 1, wasm: readFileSync('raptors-simd.wasm') });
            if (np.sum(np.ones(3)) !== 3) throw new Error('wrong');
            ${isDone}`;
        expect(node(source)).toBe('done');
    });

    test('relaxed SIMD, where the engine has it', () => {
        const flags = process.version.startsWith('v20.')
            ? ['--experimental-wasm-relaxed-simd']
            : [];
        const source = `import np from '${esm}';
            if (!np.runtime.variant.endsWith('relaxed')) throw new Error(np.runtime.variant);
            if (typeof np.runtime.relaxedFuses !== 'boolean') throw new Error('no probe');
            if (np.sum(np.ones(1000)) !== 1000) throw new Error('wrong');
            ${isDone}`;
        expect(node(source, { flags })).toBe('done');
        const inline = `import np from '${pathToFileURL(join(dist, 'inline.mjs')).href}';
            if (np.runtime.relaxedFuses !== null) throw new Error('a probe of what does not run');
            ${isDone}`;
        expect(node(inline, { flags })).toBe('done');
    });
});
