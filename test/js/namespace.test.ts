// a.__array_namespace__(): the whole package where a program holds all of it, nothing in a page's bundle.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import esbuild from 'esbuild';
import * as np from 'raptors';

const dist = join(__dirname, '../../dist');
const { default: whole } = np as unknown as { default: typeof np };

test('the namespace, for each version that NumPy knows', () => {
    using a = np.zeros(3);
    expect(a.__array_namespace__!()).toBe(whole);
    for (const api_version of [null, '2021.12', '2022.12', '2023.12']) {
        expect(a.__array_namespace__!({ api_version })).toBe(whole);
    }
    expect(a.__array_namespace__!().multiply).toBe(np.multiply);
    expect(String(a.__array_namespace__!().add(a, 1))).toBe('[1. 1. 1.]');
});

test('what is refused', () => {
    using a = np.zeros(3);
    const ask = (...args: unknown[]) => (a as any).__array_namespace__(...args);
    for (const version of ['2024.12', '2020.12', '', '2021.12 ']) {
        expect(() => ask({ api_version: version })).toThrow(np.ValueError);
        expect(() => ask({ api_version: version })).toThrow(
            `Version "${version}" of the Array API Standard is not supported.`,
        );
    }
    expect(() => ask({ api_version: 2023.12 })).toThrow(np.ValueError);
    expect(() => ask('2023.12')).toThrow(TypeError);
    expect(() => ask({ version: '2023.12' })).toThrow(/unexpected keyword argument 'version'/);
});

/** A page's bundle. */
function bundle(contents: string): { code: string; exports: any } {
    const { outputFiles } = esbuild.buildSync({
        stdin: { contents, resolveDir: dist },
        bundle: true,
        format: 'cjs',
        platform: 'browser',
        write: false,
        logLevel: 'silent',
    });
    const { text } = outputFiles[0]!;
    const module = { exports: {} };
    new Function('module', 'exports', text)(module, module.exports);
    return { code: text, exports: module.exports };
}
const wasm = {
    wasm: (variant: string) => readFileSync(join(dist, `raptors-${variant}.wasm`)),
};

test('a page keeps what it uses, so its arrays have none', async () => {
    for (const names of ['export { init, zeros } from', 'import * as np from']) {
        const rest = names.startsWith('import')
            ? '; export const init = np.init, zeros = np.zeros'
            : '';
        const { code, exports } = bundle(`${names} './browser.mjs'${rest}`);
        expect(code.includes('sliding_window_view')).toBe(false);
        await exports.init({ threads: 1, ...wasm });
        expect('__array_namespace__' in exports.zeros(3)).toBe(false);
    }
});
