// Builds. Without options: the four WebAssembly variants, the JavaScript and its types into dist/.
//   --variant <preset>   only this preset of CMakePresets.json (may be given more than once)
//   --wasm  --native  --js  --types   only these parts
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { emscripten } from './emscripten.mjs';
import { Failure, main, needApt, needNodeModules, root, upToDate, which } from './lib.mjs';

export const wasmVariants = [
    'wasm-simd',
    'wasm-relaxed',
    'wasm-threads-simd',
    'wasm-threads-relaxed',
];
export const wasmFiles = wasmVariants.map(
    (preset) => `dist/${preset.replace(/^wasm/, 'raptors')}.wasm`,
);
export const nativeVariants = ['native-asan', 'native-tsan', 'native-release'];

/** Configures (when needed) and builds one preset. A lock lets builds of one preset queue up. */
function buildVariant(preset, inToolchain) {
    const dir = join(root, 'build', preset);
    mkdirSync(dir, { recursive: true });
    const steps = [`ninja -C build/${preset} --quiet`];
    if (!upToDate([`build/${preset}/configured`], ['CMakePresets.json'])) {
        steps.unshift(`cmake --preset ${preset} >/dev/null`, `touch build/${preset}/configured`);
    }
    const argv = inToolchain(['sh', '-c', steps.join(' && ')]);
    if (which('flock')) argv.unshift('flock', join(dir, 'lock'));
    if (spawnSync(argv[0], argv.slice(1), { cwd: root, stdio: 'inherit' }).status !== 0) {
        throw new Failure(`${preset}: the build failed`);
    }
}

export function buildNative(presets = nativeVariants) {
    needApt({
        cmake: 'cmake',
        'ninja-build': 'ninja',
        clang: 'clang',
        'libclang-rt-14-dev':
            '/usr/lib/llvm-14/lib/clang/14.0.6/lib/linux/libclang_rt.asan-x86_64.a',
        'libsimde-dev': '/usr/include/simde/wasm/simd128.h',
        'libmpfr-dev': '/usr/include/mpfr.h',
    });
    for (const preset of presets) buildVariant(preset, (argv) => argv);
}

export function buildWasm(presets = wasmVariants) {
    const inToolchain = emscripten();
    for (const preset of presets) buildVariant(preset, inToolchain);
}

export async function buildJs() {
    needNodeModules();
    const { generate } = await import('./gen.mjs');
    generate();
    const { bundle } = await import('./build-js.mjs');
    await bundle();
}

export async function buildTypes() {
    needNodeModules();
    const { generate } = await import('./gen.mjs');
    generate();
    const { emitTypes } = await import('./build-js.mjs');
    emitTypes();
}

async function build() {
    const { values } = parseArgs({
        options: {
            variant: { type: 'string', multiple: true, default: [] },
            wasm: { type: 'boolean' },
            native: { type: 'boolean' },
            js: { type: 'boolean' },
            types: { type: 'boolean' },
        },
    });
    for (const name of values.variant) {
        if (![...wasmVariants, ...nativeVariants].includes(name)) {
            throw new Failure(
                `No variant ${name}. There are: ${[...wasmVariants, ...nativeVariants].join(' ')}`,
            );
        }
    }
    const all =
        !values.variant.length && !values.wasm && !values.native && !values.js && !values.types;
    const chosen = (list) => list.filter((name) => values.variant.includes(name));
    const native = values.native ? nativeVariants : chosen(nativeVariants);
    const wasm = values.wasm || all ? wasmVariants : chosen(wasmVariants);
    if (native.length) buildNative(native);
    if (wasm.length) buildWasm(wasm);
    if (values.js || all) await buildJs();
    if (values.types || all) await buildTypes();
}

if (process.argv[1] === import.meta.filename) main(build);
