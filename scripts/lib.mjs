// What the scripts share: paths, child processes, packages of the operating system, age of files.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

export const cache =
    process.env.RAPTORS_CACHE ??
    join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'raptors');

/** A failure whose message is all the user needs: `main` prints it without a stack. */
export class Failure extends Error {}

/** Runs a script's main function; a Failure becomes one line on stderr and exit code 1. */
export async function main(fn) {
    try {
        process.exitCode = (await fn()) ?? 0;
    } catch (error) {
        console.error(error instanceof Failure ? error.message : error);
        process.exitCode = 1;
    }
}

/** Runs a command with this terminal's input and output; throws a Failure when it fails. */
export function run(command, args, options = {}) {
    const { status, signal, error } = spawnSync(command, args, {
        cwd: root,
        stdio: 'inherit',
        ...options,
    });
    if (status !== 0) {
        const why = error?.message ?? (signal ? `killed by ${signal}` : `exit code ${status}`);
        throw new Failure(`${command} ${args.slice(0, 4).join(' ')}: ${why}`);
    }
}

const groups = new Set();

function endGroup(pid, signal) {
    try {
        process.kill(-pid, signal);
    } catch {
        // It is gone already.
    }
}

for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
        for (const pid of groups) endGroup(pid, 'SIGTERM');
        process.exit(1);
    });
}

/**
 * Runs a command to its end and gathers what it prints: { ok, output }. It leads a process group,
 * which ends with it, so that nothing it started outlives it.
 */
export function capture(command, args, { timeout = 600_000, ...options } = {}) {
    return new Promise((resolve) => {
        const child = spawn(command, args, {
            cwd: root,
            stdio: ['ignore', 'pipe', 'pipe'],
            detached: true,
            ...options,
        });
        let output = '';
        const add = (chunk) => {
            output += chunk;
        };
        child.stdout.setEncoding('utf8').on('data', add);
        child.stderr.setEncoding('utf8').on('data', add);
        if (child.pid) groups.add(child.pid);
        const timer = setTimeout(() => {
            add(`\n${command}: stopped after ${timeout / 1000} s\n`);
            endGroup(child.pid, 'SIGTERM'); // lets it end what it started in other groups
            setTimeout(() => endGroup(child.pid, 'SIGKILL'), 5000).unref();
        }, timeout);
        const finish = (ok) => {
            clearTimeout(timer);
            groups.delete(child.pid);
            resolve({ ok, output });
        };
        child.on('exit', () => endGroup(child.pid, 'SIGKILL'));
        child.on('close', (code) => finish(code === 0));
        child.on('error', (error) => {
            add(`${command}: ${error.message}`);
            finish(false);
        });
    });
}

/** Where a program is on PATH, or null. */
export function which(program) {
    for (const dir of (process.env.PATH ?? '').split(':')) {
        if (dir && existsSync(join(dir, program))) return join(dir, program);
    }
    return null;
}

/**
 * Installs packages of the operating system when `missing`: pairs of an apt package and the path
 * or program that shows it is there.
 */
export function needApt(wanted) {
    const missing = Object.entries(wanted)
        .filter(([, sign]) => (sign.startsWith('/') ? !existsSync(sign) : !which(sign)))
        .map(([name]) => name);
    if (missing.length === 0) return;
    if (!which('apt-get') || process.getuid() !== 0) {
        throw new Failure(`Please install: ${missing.join(' ')}`);
    }
    console.log(`Installing ${missing.join(' ')}`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const install = ['install', '-y', '-qq', '--no-install-recommends', ...missing];
    const quiet = { stdio: ['ignore', 'ignore', 'inherit'], env };
    if (spawnSync('apt-get', install, { ...quiet, stdio: 'ignore' }).status === 0) return;
    run('apt-get', ['update', '-qq'], quiet); // The lists were missing or old.
    run('apt-get', install, quiet);
}

/** Installs node_modules when it is missing or older than the lock file. */
export function needNodeModules() {
    const installed = join(root, 'node_modules/.package-lock.json');
    const lock = join(root, 'package-lock.json');
    if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
    console.log('Installing node_modules');
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

/** Every file under the given files and folders (relative to the root) whose name passes. */
export function filesUnder(places, passes = () => true) {
    const found = [];
    for (const place of places) {
        const path = join(root, place);
        if (!existsSync(path)) continue;
        if (!statSync(path).isDirectory()) {
            found.push(place);
            continue;
        }
        for (const entry of readdirSync(path, { withFileTypes: true, recursive: true })) {
            if (entry.isFile() && passes(entry.name)) {
                found.push(join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1));
            }
        }
    }
    return found.sort();
}

/** Whether every output exists and none is older than a source. */
export function upToDate(outputs, sources) {
    const time = (file) => statSync(join(root, file)).mtimeMs;
    if (!outputs.every((file) => existsSync(join(root, file)))) return false;
    const newest = Math.max(...filesUnder(sources).map(time));
    return Math.min(...outputs.map(time)) >= newest;
}
