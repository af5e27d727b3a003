// Bundles the TypeScript into dist/, one file for each way the package is loaded, and emits types.
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import esbuild from 'esbuild';
import { root, run } from './lib.mjs';

const common = {
    bundle: true,
    minify: true,
    target: 'es2022',
    charset: 'utf8',
    mangleProps: /^_[a-z]/, // Fields that are the package's own business.
    legalComments: 'none',
    logLevel: 'warning',
    absWorkingDir: root,
    write: false,
};

// esbuild leaves import.meta.url empty in CommonJS; these lines make it from what CommonJS has.
// In a browser's CommonJS (jsdom, old bundlers) there may be no file name; the loader then needs
// to be told where the files are.
const commonJs = (url) => ({
    format: 'cjs',
    define: { 'import.meta.url': 'raptorsUrl' },
    banner: { js: `const raptorsUrl = ${url};` },
});
const nodeUrl = 'require("node:url").pathToFileURL(__filename).href';
const browserUrl = 'typeof __filename === "string" ? "file://" + __filename : location.href';

const outputs = [
    // Node, Deno and Bun: reads the .wasm beside it, ready when imported.
    { from: 'js/entry-node.ts', to: 'dist/node.mjs', platform: 'node', format: 'esm' },
    { from: 'js/entry-node.ts', to: 'dist/node.cjs', platform: 'node', ...commonJs(nodeUrl) },
    // Browsers: fetches the .wasm that bundlers find by new URL('./x.wasm', import.meta.url).
    // With its white space, and so with the marks by which bundlers know what they may leave out.
    {
        from: 'js/browser.ts',
        to: 'dist/browser-core.mjs',
        platform: 'browser',
        format: 'esm',
        minify: false,
        minifyIdentifiers: true,
        minifySyntax: true,
    },
    {
        from: 'js/entry-browser.ts',
        to: 'dist/browser.mjs',
        platform: 'browser',
        format: 'esm',
        apart: { './browser.js': './browser-core.mjs' },
    },
    // Test runners with a simulated browser (jsdom) that require().
    {
        from: 'js/entry-browser-cjs.ts',
        to: 'dist/browser.cjs',
        platform: 'browser',
        ...commonJs(browserUrl),
    },
    // One file with everything in it, where URLs are a trouble.
    { from: 'js/entry-inline.ts', to: 'dist/inline.mjs', platform: 'neutral', format: 'esm' },
    // A thread of the pool.
    { from: 'js/worker.ts', to: 'dist/worker.mjs', platform: 'neutral', format: 'esm' },
];

/** import bytes from 'virtual:wasm/raptors-simd'; import source from 'virtual:worker' */
const embedded = {
    name: 'embedded',
    setup({ onResolve, onLoad }) {
        onResolve({ filter: /^virtual:/ }, ({ path }) => ({ path, namespace: 'embedded' }));
        onLoad({ filter: /^virtual:wasm\//, namespace: 'embedded' }, ({ path }) => {
            const file = join(root, 'dist', `${path.slice('virtual:wasm/'.length)}.wasm`);
            return { contents: readFileSync(file), loader: 'binary', watchFiles: [file] };
        });
        onLoad({ filter: /^virtual:worker$/, namespace: 'embedded' }, async () => {
            // A classic script: a blob: URL of one runs as either kind of worker.
            const { outputFiles } = await esbuild.build({
                ...common,
                entryPoints: ['js/worker.ts'],
                platform: 'neutral',
                external: ['node:*'],
                format: 'iife',
            });
            return { contents: outputFiles[0].text, loader: 'text' };
        });
    },
};

/** Modules that another file of dist/ has. */
const leftApart = (files) => ({
    name: 'apart',
    setup({ onResolve }) {
        for (const [path, file] of Object.entries(files)) {
            const filter = new RegExp(`^${path.replaceAll('.', '\\.')}$`);
            onResolve({ filter }, () => ({ path: file, external: true }));
        }
    },
});

/** Writes a file so that a reader sees either the old or the new one in full. */
function replaceFile(path, contents) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.${process.pid}`, contents);
    renameSync(`${path}.${process.pid}`, path);
}

export const bundles = outputs.map(({ to }) => to);

export async function bundle() {
    await Promise.all(
        outputs.map(async ({ from, to, apart = {}, ...options }) => {
            const { outputFiles } = await esbuild.build({
                ...common,
                ...options,
                entryPoints: [from],
                external: ['node:*'],
                plugins: [embedded, leftApart(apart)],
            });
            replaceFile(join(root, to), outputFiles[0].contents);
        }),
    );
}

/** dist/types for import, and the same as dist/types-cjs for require: a .d.ts is one or the other. */
export function emitTypes() {
    const fresh = `build/types.${process.pid}`;
    const tsc = join(root, 'node_modules/.bin/tsc');
    run(tsc, ['-p', 'tsconfig.types.json', '--outDir', fresh]);
    for (const [place, type] of Object.entries({ types: 'module', 'types-cjs': 'commonjs' })) {
        const target = join(root, 'dist', place);
        rmSync(target, { recursive: true, force: true });
        cpSync(join(root, fresh), target, { recursive: true });
        writeFileSync(join(target, 'package.json'), `{ "type": "${type}" }\n`);
    }
    rmSync(join(root, fresh), { recursive: true });
}
