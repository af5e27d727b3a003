// The shipped files' sizes over the wire against their budgets.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { wasmFiles } from './build.mjs';
import { main, root } from './lib.mjs';

const budgets = [
    ...wasmFiles.map((file) => ({ file, compress: brotliCompressSync, kilobytes: 160 })),
    { file: 'dist/node.mjs', compress: gzipSync, kilobytes: 48 },
    { file: 'dist/browser.mjs', compress: gzipSync, kilobytes: 48 },
];

main(() => {
    let over = 0;
    for (const { file, compress, kilobytes } of budgets) {
        const size = compress(readFileSync(join(root, file))).length / 1000;
        const within = size < kilobytes;
        if (!within) over++;
        const method = compress === gzipSync ? 'gzip' : 'brotli';
        console.log(
            `${file}: ${size.toFixed(1)} kB ${method}, ${within ? 'within' : 'OVER'} ${kilobytes}`,
        );
    }
    return over ? 1 : 0;
});
