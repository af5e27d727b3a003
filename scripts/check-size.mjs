// The shipped files' sizes over the wire against their budgets.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import esbuild from 'esbuild';
import { wasmFiles } from './build.mjs';
import { main, root } from './lib.mjs';

/** What a page downloads that uses the foundation: arrays, dtypes, arithmetic, reductions, files. */
const foundation =
    'init runtime NDArray array asarray zeros ones empty full zeros_like ones_like empty_like full_like arange ' +
    'linspace eye identity add subtract multiply divide floor_divide remainder fmod divmod power negative positive ' +
    'absolute fabs sign square reciprocal sqrt conjugate equal not_equal less less_equal greater greater_equal ' +
    'logical_and logical_or logical_xor logical_not bitwise_and bitwise_or bitwise_xor invert left_shift ' +
    'right_shift maximum minimum fmin fmax isfinite isinf isnan signbit copysign floor ceil trunc rint clip ' +
    'sum prod min max mean any all argmin argmax count_nonzero cumsum cumprod ptp std var reshape transpose ravel ' +
    'broadcast_to can_cast promote_types result_type min_scalar_type finfo iinfo isdtype issubdtype ' +
    'may_share_memory shares_memory load save scope dtype float32 float64 int32';

/** It, as a bundler leaves it. */
export function foundationBundle() {
    const { outputFiles } = esbuild.buildSync({
        stdin: {
            contents: `export { ${foundation.split(' ').join(', ')} } from './dist/browser.mjs';`,
            resolveDir: root,
        },
        bundle: true,
        minify: true,
        format: 'esm',
        platform: 'browser',
        write: false,
    });
    return outputFiles[0].contents;
}

const file = (path) => () => readFileSync(join(root, path));
const brotli = { method: 'brotli', compress: brotliCompressSync };
const gzip = { method: 'gzip', compress: gzipSync };
const budgets = [
    ...wasmFiles.map((path) => ({ what: path, bytes: file(path), ...brotli, kilobytes: 179 })),
    { what: 'the foundation, bundled', bytes: foundationBundle, ...gzip, kilobytes: 35 },
    { what: 'dist/node.mjs', bytes: file('dist/node.mjs'), ...gzip, kilobytes: 76 },
    { what: 'dist/browser-core.mjs', bytes: file('dist/browser-core.mjs'), ...gzip, kilobytes: 84 },
];

function check() {
    let over = 0;
    for (const { what, bytes, method, compress, kilobytes } of budgets) {
        const size = compress(bytes()).length / 1000;
        const within = size < kilobytes;
        if (!within) over++;
        const verdict = within ? 'within' : 'OVER';
        console.log(`${what}: ${size.toFixed(1)} kB ${method}, ${verdict} ${kilobytes}`);
    }
    return over ? 1 : 0;
}

if (process.argv[1] === import.meta.filename) main(check);
