// npm run bench: times the case list on NumPy, on Raptors with one thread and with all, and on
// numpy-ts, in turns, so that whatever else the machine does falls on all of them alike.
//   --filter <regex>   only cases whose "group: name" matches
//   --quick            five rounds instead of seven, shorter ones, without numpy-ts
//   --busy             many short rounds, judged by the shortest times: those that other programs
//                      did not disturb. For a machine that does something else as well.
//   --json <file>      the figures as JSON, too
//   --node <program>   another Node to run the libraries
import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { Failure, main, needNodeModules, root } from '../scripts/lib.mjs';
import { numpyCommand } from '../scripts/numpy-root.mjs';
import { cases } from './cases.mjs';
import { specials } from './specials.mjs';

const median = (list) => {
    const sorted = [...list].sort((a, b) => a - b);
    const half = sorted.length >> 1;
    return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

/** A runner in its own process, which answers a line of JSON with a line of JSON. */
class Contestant {
    constructor(label, [command, ...args]) {
        this.label = label;
        this.process = spawn(command, args, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
        this.ended = new Promise((resolve) => {
            this.process.on('exit', () => resolve({ done: true }));
            this.process.on('error', () => resolve({ done: true }));
        });
        this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
    }

    async ask(request) {
        this.process.stdin.write(`${JSON.stringify(request)}\n`);
        const { value, done } = await Promise.race([this.lines.next(), this.ended]);
        if (done) throw new Failure(`${this.label} ended at ${JSON.stringify(request)}`);
        return JSON.parse(value);
    }

    /** Makes the case, warms it up, finds how many calls a sample takes; false if it cannot. */
    async prepare(item, { sample, warmUp }) {
        const { operands, mode } = item;
        const spelt = { numpy: item.python, 'numpy-ts': item.ts }[this.label];
        const call = spelt ?? item.call;
        this.samples = [];
        this.spent = 0;
        this.error = spelt === null ? 'it has no such call' : undefined;
        if (this.error) return false;
        const { error } = await this.ask({ do: 'prepare', call, operands, mode });
        this.error = error;
        if (error) return false;
        // A collector has done nothing yet in a short run.
        const enough = mode === 'collect' ? 6e7 : sample;
        let spent = 0;
        this.n = 1;
        for (;;) {
            const { ns, error: failed } = await this.ask({ do: 'run', n: this.n });
            if (failed) {
                this.error = failed;
                return false;
            }
            spent += ns;
            if (ns >= enough && spent >= warmUp) break;
            if (ns < enough) this.n = Math.ceil(this.n * Math.min(10, (enough / ns) * 1.2));
        }
        return true;
    }

    async sample({ settle }) {
        const { ns } = await this.ask({ do: 'run', n: this.n, settle });
        this.samples.push(ns / this.n);
        this.spent += ns;
    }

    end() {
        this.process.stdin.end();
    }
}

const PATIENCE = 1e9; // ns for a contestant and case

/**
 * Every round in turn, so that ratios are of neighbours in time. Before each sample a contestant runs
 * untimed for settings.settle ns: it has slept while the others ran, and its caches, the processor's
 * clock and the places of its threads on the cores are first to be again what they are in use.
 */
async function measure(item, contestants, settings) {
    const able = [];
    for (const one of contestants) if (await one.prepare(item, settings)) able.push(one);
    // Long samples (of the collector) need not be so many.
    const rounds = item.mode === 'collect' ? Math.min(7, settings.rounds) : settings.rounds;
    for (let round = 0; round < rounds; round++) {
        // A contestant that is slow out of all proportion need not be that often.
        for (const one of able) {
            if (round < 3 || one.spent < PATIENCE) await one.sample(settings);
        }
    }
    const ns = {};
    const ratio = {};
    const best = {};
    const base = contestants.find((one) => one.label === (item.against ?? 'numpy'));
    for (const { label, samples } of able) {
        ns[label] = median(samples);
        if (base === undefined || base.error) continue;
        const pairs = samples.slice(0, base.samples.length);
        ratio[label] = median(pairs.map((x, i) => base.samples[i] / x));
        // On a busy machine the shortest times say more: they are those nobody disturbed.
        best[label] = Math.min(...base.samples) / Math.min(...samples);
    }
    const errors = Object.fromEntries(
        contestants.filter((x) => x.error).map((x) => [x.label, x.error]),
    );
    const { id, group, name } = item;
    // Nothing can be asked where the other one does not take part.
    const want = (base !== undefined && !base.error && item.want) || {};
    const figures = settings.judge === 'best' ? best : ratio;
    const short = Object.entries(want).filter(([label, x]) => !(figures[label] >= x));
    const two = able.find(({ label }) => label === 'two');
    const taken = settings.judge === 'best' && two ? Math.min(...two.samples) : ns.two;
    const { under = Infinity } = item;
    const met = short.length === 0 && !(taken >= under);
    return { id, group, name, want, under, ns, ratio, best, errors, met };
}

const time = (ns) =>
    ns === undefined
        ? '-'
        : ns < 1e4
          ? `${ns.toFixed(0)} ns`
          : ns < 1e7
            ? `${(ns / 1e3).toFixed(ns < 1e5 ? 1 : 0)} us`
            : `${(ns / 1e6).toFixed(1)} ms`;
const times = (x) => (x === undefined ? '-' : x.toFixed(2));

function head(labels) {
    const cells = labels.map((label) => label.padStart(10)).join('');
    const ratios = labels.slice(1).map((label) => `x ${label} (best)`.padStart(18));
    return `${'case'.padEnd(32)}${cells}${ratios.join('')}   asked`;
}

function row({ id, ns, ratio, best, want, under, met }, labels) {
    const cells = labels.map((label) => time(ns[label]).padStart(10)).join('');
    const ratios = labels
        .slice(1)
        .map((label) => `${times(ratio[label])} (${times(best[label])})`.padStart(18));
    const figures = Object.entries(want).map(([label, x]) => `${label} ${x.toFixed(2)}`);
    if (under < Infinity) figures.push(`under ${under} ns`);
    const verdict = figures.length ? `${figures.join(', ')} ${met ? 'yes' : 'SHORT'}` : '';
    return `${id.padEnd(32)}${cells}${ratios.join('')}   ${verdict}`;
}

main(async () => {
    const { values: options } = parseArgs({
        options: {
            filter: { type: 'string', default: '' },
            quick: { type: 'boolean', default: false },
            busy: { type: 'boolean', default: false },
            json: { type: 'string' },
            node: { type: 'string', default: process.execPath },
        },
    });
    needNodeModules();
    if (!existsSync(join(root, 'dist/node.mjs')))
        throw new Failure('Please run npm run build first');
    const filter = new RegExp(options.filter);
    const chosen = cases.filter(({ id }) => filter.test(id));
    const settings = options.quick
        ? { rounds: 5, sample: 5e6, settle: 1e7, warmUp: 1e8, judge: 'ratio' }
        : { rounds: 7, sample: 6e6, settle: 1e7, warmUp: 15e7, judge: 'ratio' };

    if (options.busy)
        Object.assign(settings, { rounds: 50, sample: 3e5, settle: 0, judge: 'best' });

    const runner = join(root, 'bench/runner.mjs');
    const contestants = [
        new Contestant('numpy', numpyCommand([join(root, 'bench/numpy_runner.py')])),
        new Contestant('one', [options.node, runner, 'raptors', '1']),
        new Contestant('two', [options.node, runner, 'raptors', '2']),
    ];
    if (!options.quick) {
        contestants.push(new Contestant('numpy-ts', [options.node, runner, 'numpy-ts']));
    }
    const labels = contestants.map(({ label }) => label);
    const about = {
        date: new Date().toISOString(),
        machine: `${cpus().length} x ${cpus()[0]?.model}`,
        load: loadavg(),
        contestants: {},
    };
    for (const one of contestants) about.contestants[one.label] = await one.ask({ do: 'info' });

    console.log(`${about.machine}, load ${about.load.map((x) => x.toFixed(1)).join(' ')}`);
    for (const [label, info] of Object.entries(about.contestants)) {
        const { name, threads, reason } = info;
        console.log(`${label}: ${name}, ${threads} thread${threads > 1 ? 's' : ''}`, reason ?? '');
    }
    console.log("time a call; x: NumPy's time / this one's, above 1 is faster than NumPy\n");

    const results = [];
    console.log(head(labels));
    for (const item of chosen) {
        const result = await measure(item, contestants, settings);
        results.push(result);
        console.log(row(result, labels));
        for (const [label, error] of Object.entries(result.errors)) {
            if (label !== 'numpy-ts') console.log(`    ${label}: ${error}`);
        }
    }
    for (const one of contestants) {
        const { spilled } = await one.ask({ do: 'info' });
        if (spilled) console.log(`${one.label}: ${spilled} results went past the budget of memory`);
        one.end();
    }

    const extra = await specials(options.node, filter, settings.judge);
    for (const { id, figure, asked, met } of extra) {
        const verdict = met === undefined ? '' : met ? 'yes' : 'SHORT';
        console.log(`${id.padEnd(32)} ${figure}   ${asked ?? ''} ${verdict}`);
    }

    about.loadAtEnd = loadavg();
    const asked = [...results.filter(({ want }) => Object.keys(want).length), ...extra].filter(
        ({ met }) => met !== undefined,
    );
    const short = asked.filter(({ met }) => !met);
    console.log(`\n${asked.length - short.length} of ${asked.length} figures met; load at the end`);
    console.log(about.loadAtEnd.map((x) => x.toFixed(1)).join(' '));
    if (short.length) console.log('\nShort of what is asked:');
    for (const item of short) {
        if (item.figure) console.log(`  ${item.id}: ${item.figure} (${item.asked})`);
        else {
            const parts = Object.entries(item.want).map(
                ([label, x]) =>
                    `${label} ${times(item.ratio[label])} (best ${times(item.best[label])}) of ${x.toFixed(2)}`,
            );
            console.log(`  ${item.id}: ${parts.join(', ')}`);
        }
    }
    if (options.json) {
        const text = JSON.stringify({ about, results, specials: extra }, null, 1);
        writeFileSync(options.json, `${text}\n`);
    }
});
