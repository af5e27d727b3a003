// NumPy 2.2.4 in a private Debian tree: the oracle's expected values, the benchmarks' rival.
import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './lib.mjs';
import { inRoot, privateRoot } from './private-root.mjs';

const libraries = 'usr/lib/x86_64-linux-gnu';
// Debian makes these links when packages are installed; the tree's are only unpacked.
const blas = ['libblas.so.3', 'liblapack.so.3', 'libopenblas.so.0'];

function numpyRoot() {
    const dir = privateRoot('numpy-root', {
        packages:
            'base-files,bash,coreutils,dash,python3-numpy,libopenblas0-pthread,python3-mpmath'.split(
                ',',
            ),
        signs: [
            'bin/bash',
            'usr/bin/python3',
            'usr/lib/python3/dist-packages/numpy/__init__.py',
            'usr/lib/python3/dist-packages/mpmath/__init__.py',
            ...blas.map((name) => `${libraries}/${name}`),
        ],
        finish(tree) {
            for (const name of blas) {
                symlinkSync(`openblas-pthread/${name}`, join(tree, libraries, name));
            }
        },
    });
    if (!dir) throw new Failure('The NumPy oracle needs a Debian machine, as root');
    return dir;
}

/** The command line that runs python3 with NumPy on args, in a clean environment. */
export function numpyCommand(args, { cwd, env = {} } = {}) {
    return inRoot(numpyRoot(), ['python3', '-B', ...args], { cwd, env });
}

/**
 * Runs python3 with NumPy on args, in the checkout, with a clean environment.
 * options: cwd; env: variables to set; input: its standard input; capture: return its output
 * instead of showing it.
 */
export function runNumpy(args, { cwd, env, input, capture = false } = {}) {
    const [command, ...rest] = numpyCommand(args, { cwd, env });
    const { status, stdout, error } = spawnSync(command, rest, {
        input,
        encoding: 'utf8',
        maxBuffer: 1 << 30,
        stdio: [input === undefined ? 'ignore' : 'pipe', capture ? 'pipe' : 'inherit', 'inherit'],
    });
    if (status !== 0)
        throw new Failure(`python3 ${args[0]}: ${error?.message ?? `exit code ${status}`}`);
    return stdout;
}
