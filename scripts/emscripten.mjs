// Finds Emscripten: the user's own when it is new enough, else a private Debian tree.
import { spawnSync } from 'node:child_process';
import { Failure, which } from './lib.mjs';
import { inRoot, privateRoot } from './private-root.mjs';

const oldest = [3, 1, 60];

function ownIsNewEnough() {
    if (!which('emcc') || !which('cmake') || !which('ninja')) return false;
    const { stdout } = spawnSync('emcc', ['--version'], { encoding: 'utf8' });
    const version = /(\d+)\.(\d+)\.(\d+)/
        .exec(stdout ?? '')
        ?.slice(1)
        .map(Number);
    if (!version) return false;
    const at = version.findIndex((part, i) => part !== oldest[i]);
    return at < 0 || version[at] > oldest[at];
}

function ownRoot() {
    const libraries = 'usr/share/emscripten/cache/sysroot/lib/wasm32-emscripten';
    return privateRoot('emscripten-root', {
        packages: 'base-files,bash,coreutils,dash,emscripten,cmake,ninja-build'.split(','),
        signs: [
            ...['bash', 'cmake', 'ninja', 'emcc', 'node', 'clang-19', 'wasm-ld-19', 'wasm-opt'].map(
                (program) => `usr/bin/${program}`,
            ),
            `${libraries}/libc-ww.a`,
            `${libraries}/libcompiler_rt-ww.a`,
        ],
        excludes: [`/${libraries}/lto*`, `/${libraries}/pic*`, '/usr/share/emscripten/docs/*'],
    });
}

/** A function from a command line to the one that runs it where emcc, cmake and ninja are. */
export function emscripten() {
    if (ownIsNewEnough()) return (argv) => argv;
    const dir = ownRoot();
    if (!dir) {
        throw new Failure(
            `Please install Emscripten ${oldest.join('.')} or newer (emcc on PATH), cmake and ninja`,
        );
    }
    return (argv) => inRoot(dir, argv);
}
