// The demo's page: the same job as main.mjs, on the same file, fetched.
import * as np from '../dist/browser.mjs';
import { analyse } from './terrain.mjs';

const element = (id) => document.getElementById(id);
const setState = (state) => {
    document.documentElement.dataset.state = state;
};

function addFact(list, name, value) {
    const term = document.createElement('dt');
    const description = document.createElement('dd');
    term.textContent = name;
    description.textContent = value;
    element(list).append(term, description);
    return description;
}

const ms = (time) => `${time.toFixed(time < 10 ? 2 : 1)} ms`;

function showProgress(text, fraction) {
    element('status').textContent = text;
    element('progress').value = fraction;
}

async function fetchElevation() {
    const start = performance.now();
    const onProgress = ({ loaded, total }) => {
        const of = total === null ? '' : ` of ${(total / 1000).toFixed(0)}`;
        showProgress(
            `elevation.npy: ${(loaded / 1000).toFixed(0)}${of} kB`,
            total ? loaded / total : 0,
        );
    };
    const elevation = await np.load('data/elevation.npy', { onProgress });
    addFact('steps', 'fetch', ms(performance.now() - start));
    return elevation;
}

async function fetchSpacing() {
    const names = ['dx', 'dy', 'ymin', 'ymax'];
    const arrays = await Promise.all(names.map((name) => np.load(`data/${name}.npy`)));
    return Object.fromEntries(names.map((name, i) => [name, arrays[i].item()]));
}

/** Workers start while the page waits for its data; large files would not be waited for so long. */
async function startThreads() {
    const start = performance.now();
    const late = start + 10_000;
    while (np.runtime.threads < np.runtime.wantedThreads && performance.now() < late) {
        await new Promise((resolve) => setTimeout(resolve, 5));
    }
    if (np.runtime.wantedThreads > 1)
        addFact('steps', 'start of threads', ms(performance.now() - start));
}

/** Grey levels as the opaque pixels that a canvas takes. */
function draw(grey) {
    const [height, width] = grey.shape;
    const pixels = np.scope(() => {
        const rgba = np.full([height, width, 4], 255, { dtype: 'uint8' });
        rgba.set(['...', ':3'], grey.reshape(height, width, 1));
        return rgba.toTypedArray();
    });
    const canvas = element('hillshade');
    canvas.width = width;
    canvas.height = height;
    const image = new ImageData(new Uint8ClampedArray(pixels.buffer), width, height);
    canvas.getContext('2d').putImageData(image, 0, 0);
}

function showHistogram({ edges, counts }) {
    const most = Math.max(...counts);
    for (const [i, count] of counts.entries()) {
        const bar = document.createElement('div');
        bar.style.height = `${(100 * count) / most}%`;
        bar.title = `${edges[i].toFixed(0)} to ${edges[i + 1].toFixed(0)} m: ${count} cells`;
        element('histogram').append(bar);
    }
}

function showRuntime() {
    const { variant, threads, reason, memory } = np.runtime;
    addFact('runtime', 'build', `raptors-${variant}.wasm`);
    addFact('runtime', 'threads', String(threads)).id = 'threads';
    addFact('runtime', 'why not more', reason).id = 'reason';
    addFact('runtime', 'heap', `${(memory.heap / 2 ** 20).toFixed(1)} MiB`);
}

async function run() {
    const start = performance.now();
    await np.init();
    addFact('steps', 'start of WebAssembly', ms(performance.now() - start));
    const [elevation, spacing] = await Promise.all([
        fetchElevation(),
        fetchSpacing(),
        startThreads(),
    ]);
    showProgress('Computing', 1);
    const found = analyse(np, elevation, spacing, (name, time) => addFact('steps', name, ms(time)));
    const begin = performance.now();
    draw(found.grey);
    addFact('steps', 'drawing', ms(performance.now() - begin));

    const [rows, columns] = elevation.shape;
    addFact('terrain', 'model', `${rows} × ${columns}, ${elevation.dtype}`);
    addFact('terrain', 'heights', `${found.min} to ${found.max} m`);
    addFact('terrain', 'mean', `${found.mean.toFixed(1)} m, deviation ${found.std.toFixed(1)} m`);
    const { mean, max } = found.slopes;
    const percent = (x) => `${(100 * x).toFixed(0)} %`;
    addFact('terrain', 'slope', `${percent(mean)} on average, ${percent(max)} at most`);
    showHistogram(found.heights);
    showRuntime();
    showProgress(`Done in ${ms(performance.now() - start)}`, 1);
    setState('done');
}

run().catch((error) => {
    element('error').hidden = false;
    element('error').textContent = `${error.name}: ${error.message}`;
    showProgress('Failed', 0);
    setState('failed');
    throw error;
});
