// npm test: sets up what is missing, builds everything, runs every check, and sums them up.
// Arguments choose groups: lint native fuzz js browser package (without: all).
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { nativeVariants, wasmVariants } from './build.mjs';
import { capture, filesUnder, main, needApt, needNodeModules, root } from './lib.mjs';

const node = process.execPath;
const bin = (name) => join(root, 'node_modules/.bin', name);
const totals = { passed: 0, failed: 0, skipped: 0 };
const brokenBuilds = new Set();

/**
 * Runs one stage and prints one line for it, and its output if it failed. `body` gives
 * { ok, output } and, if it counts tests, { passed, failed, skipped }; else the stage is one test.
 * A stage whose build is broken fails without running.
 */
async function stage(name, body, { needs = [] } = {}) {
    const start = performance.now();
    const broken = needs.find((build) => brokenBuilds.has(build));
    let result;
    try {
        result = broken ? { ok: false, output: `not run: ${broken} is broken` } : await body();
    } catch (error) {
        result = { ok: false, output: String(error?.stack ?? error) };
    }
    const { ok, output, passed = ok ? 1 : 0, skipped = 0 } = result;
    const failed = Math.max(result.failed ?? 0, ok ? 0 : 1);
    totals.passed += passed;
    totals.failed += failed;
    totals.skipped += skipped;
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const counts = failed
        ? `${failed} FAILED, ${passed} passed`
        : passed
          ? `${passed} passed`
          : 'done';
    console.log(
        `${name.padEnd(28)} ${seconds.padStart(6)} s  ${counts}${skipped ? `, ${skipped} skipped` : ''}`,
    );
    if (failed) console.log(`${output.trimEnd().replace(/^/gm, '    ')}`);
    return !failed;
}

/** A build is not a test: it counts only when it fails. */
async function build(name, args) {
    const body = async () => ({
        ...(await capture(node, ['scripts/build.mjs', ...args])),
        passed: 0,
    });
    if (!(await stage(`build ${name}`, body))) brokenBuilds.add(name);
}

async function inParallel(tasks) {
    const waiting = [...tasks];
    const worker = async () => {
        for (let task = waiting.shift(); task; task = waiting.shift()) await task();
    };
    await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker));
}

async function lint() {
    const { cFiles } = await import('./format.mjs');
    await stage('clang-format', () =>
        capture('clang-format', ['--dry-run', '-Werror', ...cFiles()]),
    );
    await stage('biome', () => capture(bin('biome'), ['check', '--error-on-warnings', '.']));
    await stage('tsc', () => capture(bin('tsc'), ['--noEmit']));
    await stage('layering', () => capture(node, ['scripts/check-layering.mjs']));
}

async function native() {
    for (const preset of nativeVariants) {
        const report = join(root, 'build', preset, 'junit.xml');
        const body = async () => {
            rmSync(report, { force: true });
            const args = ['--preset', preset, '--no-tests=error', '--output-junit', report];
            const result = await capture('ctest', args);
            const xml = existsSync(report) ? readFileSync(report, 'utf8') : '';
            const count = (name) =>
                Number(new RegExp(`<testsuite[^>]*\\b${name}="(\\d+)"`).exec(xml)?.[1] ?? 0);
            const failed = count('failures');
            const skipped = count('skipped') + count('disabled');
            return { ...result, passed: count('tests') - failed - skipped, failed, skipped };
        };
        await stage(`ctest ${preset}`, body, { needs: [preset] });
    }
}

async function fuzz() {
    const seconds = Number(process.env.RAPTORS_FUZZ_SECONDS ?? 60);
    const names = filesUnder(['test/fuzz'], (name) => /^fuzz_\w+\.c$/.test(name))
        .filter((path) => path.split('/').length === 3)
        .map((path) => path.slice('test/fuzz/'.length, -'.c'.length));
    const one = (name) => async () => {
        const corpus = join(root, 'build/fuzz', name); // what it finds goes here
        mkdirSync(corpus, { recursive: true });
        const seeds = join(root, 'test/fuzz/seeds', name.slice('fuzz_'.length));
        const args = [
            `-max_total_time=${seconds}`,
            '-timeout=20',
            '-rss_limit_mb=2048',
            '-print_final_stats=1',
            `-artifact_prefix=${corpus}-`,
            corpus,
            ...(existsSync(seeds) ? [seeds] : []),
        ];
        const env = { ...process.env, ASAN_OPTIONS: 'allocator_may_return_null=1' };
        const { ok, output } = await capture(`build/native-asan/fuzz/${name}`, args, { env });
        return { ok, output: output.slice(-8000) };
    };
    await inParallel(
        names.map((name) => () => stage(`fuzz ${name}`, one(name), { needs: ['native-asan'] })),
    );
}

async function js() {
    const body = async () => {
        const report = join(root, 'build/jest.json');
        rmSync(report, { force: true });
        const args = [
            join(root, 'node_modules/jest/bin/jest.js'),
            '--ci',
            '--json',
            `--outputFile=${report}`,
        ];
        const { ok, output } = await capture(node, args);
        if (!existsSync(report)) return { ok: false, output };
        const sum = JSON.parse(readFileSync(report, 'utf8'));
        const text = sum.testResults.map(({ message }) => message).join('\n');
        return {
            ok: ok && sum.numTotalTests > 0,
            output: text || output,
            passed: sum.numPassedTests,
            failed: sum.numFailedTests + sum.numRuntimeErrorTestSuites,
            skipped: sum.numPendingTests + sum.numTodoTests,
        };
    };
    await stage('jest', body, { needs: ['wasm', 'js'] });
}

async function browser() {
    const body = async () => {
        const files = filesUnder(['test/browser'], (name) => name.endsWith('.test.mjs'));
        const options = [
            '--test',
            '--test-reporter=tap',
            '--test-concurrency=1',
            '--test-timeout=120000',
        ];
        const { ok, output } = await capture(node, [...options, ...files]);
        const count = (name) =>
            Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
        return {
            ok: ok && files.length > 0,
            output: files.length ? output : 'no test/browser/*.test.mjs',
            passed: count('pass'),
            failed: count('fail') + count('cancelled'),
            skipped: count('skipped') + count('todo'),
        };
    };
    await stage('browser', body, { needs: ['wasm', 'js'] });
}

async function packaged() {
    const needs = ['wasm', 'js'];
    await stage('sizes', () => capture(node, ['scripts/check-size.mjs']), { needs });
    await stage('coverage', () => capture(node, ['scripts/coverage.mjs', '--check']), { needs });
    const check = () => capture(node, ['scripts/pack-check.mjs']);
    await stage('package', check, { needs: [...needs, 'types'] });
    const consumers = async () => {
        const result = await capture(node, ['test/consumers/main.mjs']);
        const counts = /^(\d+) passed, (\d+) failed, (\d+) skipped$/m.exec(result.output);
        const [passed, failed, skipped] = counts?.slice(1).map(Number) ?? [0, 1, 0];
        return { ...result, passed, failed, skipped };
    };
    await stage('consumers', consumers, { needs });
}

const groups = { lint, native, fuzz, js, browser, package: packaged };

main(async () => {
    const chosen = process.argv.slice(2);
    const unknown = chosen.find((name) => !(name in groups));
    if (unknown)
        throw new Error(`No group ${unknown}. There are: ${Object.keys(groups).join(' ')}`);
    const wanted = (...names) => chosen.length === 0 || names.some((name) => chosen.includes(name));

    if (wanted('lint')) needApt({ 'clang-format': 'clang-format' });
    if (wanted('browser')) needApt({ chromium: 'chromium' });
    needNodeModules();

    if (wanted('native', 'fuzz')) {
        for (const preset of wanted('native') ? nativeVariants : ['native-asan']) {
            await build(preset, ['--variant', preset]);
        }
    }
    if (wanted('js', 'browser', 'package')) {
        await build(
            'wasm',
            wasmVariants.flatMap((name) => ['--variant', name]),
        );
        await build('js', ['--js']);
    }
    if (wanted('package')) await build('types', ['--types']);
    for (const [name, run] of Object.entries(groups)) if (wanted(name)) await run();

    console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
    return totals.failed ? 1 : 0;
});
