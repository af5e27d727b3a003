// npm start: the demo's main job, on the elevation model, or on the .npy file that is named.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encode } from 'fast-png';
import * as np from '../dist/node.mjs';
import { analyse } from './terrain.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const shown = (path) => relative(process.cwd(), path) || '.';
const ms = (time) => `${time.toFixed(time < 10 ? 2 : 1)} ms`.padStart(10);
const number = (x) =>
    typeof x === 'number' && !Number.isInteger(x) ? String(Number(x.toPrecision(7))) : String(x);
const line = (name, value) => console.log(`  ${name.padEnd(22)} ${value}`);

function showRuntime() {
    const { variant, threads, wantedThreads, reason, memory } = np.runtime;
    const more =
        threads < wantedThreads ? `${threads} so far, ${wantedThreads} for larger arrays` : threads;
    console.log('\nRaptors');
    line('build', `raptors-${variant}.wasm`);
    line('threads', `${more}${reason ? `: ${reason}` : ''}`);
    line('memory', `${(memory.heap / 2 ** 20).toFixed(1)} MiB of heap`);
}

function showHistogram({ edges, counts }) {
    const most = Math.max(...counts);
    for (const [i, count] of counts.entries()) {
        const bar = '█'.repeat(Math.round((40 * count) / most));
        const range = `${edges[i].toFixed(0)} to ${edges[i + 1].toFixed(0)} m`;
        console.log(`  ${range.padStart(16)} ${String(count).padStart(7)} ${bar}`);
    }
}

async function terrain() {
    const data = join(here, 'data');
    const out = join(here, 'out');
    const begin = performance.now();
    const elevation = await np.load(join(data, 'elevation.npy'));
    const loading = performance.now() - begin;
    const spacing = {};
    for (const name of ['dx', 'dy', 'ymin', 'ymax']) {
        spacing[name] = np.loadSync(join(data, `${name}.npy`)).item();
    }
    const [rows, columns] = elevation.shape;
    console.log(
        `${shown(join(data, 'elevation.npy'))}: ${rows} x ${columns}, ${elevation.dtype}\n`,
    );

    console.log('Steps');
    line('load', ms(loading));
    const found = analyse(np, elevation, spacing, (name, time) => line(name, ms(time)));

    console.log('\nElevation');
    line('minimum, maximum', `${found.min} m, ${found.max} m`);
    line('mean, deviation', `${number(found.mean)} m, ${number(found.std)} m`);
    line('a cell', `${found.width.toFixed(1)} m x ${found.height.toFixed(1)} m`);
    line('slope', `${number(found.slopes.mean)} on average, ${number(found.slopes.max)} at most`);
    console.log('\nHistogram');
    showHistogram(found.heights);

    mkdirSync(out, { recursive: true });
    const npy = join(out, 'hillshade.npy');
    const png = join(out, 'hillshade.png');
    await np.save(npy, found.shade);
    const image = { width: columns, height: rows, data: found.grey.toTypedArray() };
    writeFileSync(png, encode({ ...image, channels: 1, depth: 8 }));
    showRuntime();
    console.log(`\nWrote ${shown(npy)} and ${shown(png)}.`);
    console.log('The same in a web page: npm run demo');
}

async function summary(file) {
    const tell = ({ loaded, total }) => {
        if (!process.stderr.isTTY || total === null) return;
        const end = loaded === total ? '\r\x1b[K' : '';
        process.stderr.write(`\r${Math.floor((100 * loaded) / total)} % ${end}`);
    };
    const begin = performance.now();
    const a = await np.load(file, { onProgress: tell });
    const loading = performance.now() - begin;
    console.log(file);
    line('dtype', `${a.dtype} (${a.dtype.str})`);
    line('shape', `(${a.shape.join(', ')}${a.ndim === 1 ? ',' : ''})`);
    line('order', a.flags.C_CONTIGUOUS ? 'C' : 'Fortran');
    line('elements', `${a.size} (${a.nbytes} bytes)`);
    line('loaded in', ms(loading).trim());
    const start = performance.now();
    if (a.size > 0) showValues(a);
    line('summed up in', ms(performance.now() - start).trim());
    showRuntime();
}

function showValues(a) {
    const { kind } = a.dtype;
    if (kind === 'b') {
        line('true', number(np.count_nonzero(a)));
        return;
    }
    let finite = true;
    if (kind === 'f' || kind === 'c') {
        finite = np.isfinite(a);
        const nans = np.count_nonzero(np.isnan(a));
        line('NaN, infinite', `${nans}, ${a.size - nans - np.count_nonzero(finite)}`);
        if (nans === a.size || np.count_nonzero(finite) === 0) return;
    }
    if (kind !== 'c') {
        // Of the finite elements, so that one NaN does not hide the rest.
        const among = kind === 'f' ? { where: finite } : {};
        const first = (value) => (kind === 'f' ? { ...among, initial: value } : among);
        line('minimum', number(np.min(a, first(Number.POSITIVE_INFINITY))));
        line('maximum', number(np.max(a, first(Number.NEGATIVE_INFINITY))));
    }
    line('mean', number(np.mean(a, { where: finite })));
    line('deviation', number(np.std(a, { where: finite })));
    line('first elements', a.ravel().at(':6').tolist().map(number).join(' '));
}

// A reader that has seen enough, such as head, ends the program quietly.
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
    const file = process.argv[2];
    await (file === undefined ? terrain() : summary(file));
} catch (error) {
    if (!(error instanceof Error)) throw error;
    console.error(`${error.name}: ${error.message}`);
    process.exitCode = 1;
}
