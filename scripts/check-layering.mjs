// The architecture, checked: who may include or import whom. No output means that all is well.
import { readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { filesUnder, main, root } from './lib.mjs';

// Each room may include itself and the foundations before it; the later rooms stay apart.
const foundations = ['base', 'simd', 'thread', 'dtype', 'array', 'ufunc'];
const upper = 'index shape sort set stat signal linalg fft random io text string datetime'.split(
    ' ',
);
const rooms = ['include', ...foundations, ...upper];

const lineOf = (text, index) => text.slice(0, index).split('\n').length;
const blank = (match) => match.replace(/[^\n]/g, ' ');
const withoutComments = (text) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, blank);

function checkC(path, text, complain) {
    const code = withoutComments(text);
    const inSrc = path.startsWith('src/');
    const room = inSrc ? path.split('/')[1] : null;
    if (inSrc && !rooms.includes(room)) complain(path, 1, `there is no room "${room}"`);

    for (const match of code.matchAll(/^[ \t]*#[ \t]*include[ \t]+"([^"]+)"/gm)) {
        const line = lineOf(code, match.index);
        const [, name] = match;
        const target = name.split('/')[0];
        // The public headers stand before the rooms: they gather them up, and no room looks back.
        if (!inSrc || room === 'include') continue;
        if (target === 'include' || name === 'raptors.h') {
            complain(path, line, `${room}/ may not include the public header "${name}"`);
        } else if (!name.includes('/') || !rooms.includes(target)) {
            complain(path, line, `write "<room>/<file>.h" instead of "${name}"`);
        } else if (target !== room) {
            const at = foundations.indexOf(target);
            const reach = foundations.includes(room)
                ? foundations.indexOf(room)
                : foundations.length;
            if (at < 0 || at >= reach) {
                complain(path, line, `${room}/ may not include ${target}/ ("${name}")`);
            }
        }
    }

    if ((inSrc || path.startsWith('wasm/')) && room !== 'base') {
        const bare = code.replace(/"(?:[^"\\\n]|\\.)*"/g, blank);
        for (const match of bare.matchAll(/\b(malloc|calloc|realloc|aligned_alloc|free)\s*\(/g)) {
            complain(path, lineOf(bare, match.index), `${match[1]}() outside src/base`);
        }
    }
}

function checkTs(path, text, complain) {
    const code = withoutComments(
        text.replace(/'(?:[^'\\\n]|\\.)*'/g, (s) => s.replaceAll('//', '  ')),
    );
    const found = code.matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g);
    for (const match of found) {
        const line = lineOf(code, match.index);
        if (!match[1].startsWith('.')) continue;
        const target = normalize(join(dirname(path), match[1]));
        const inside = (dir) => target.startsWith(`${dir}/`);
        if (inside('build/gen')) continue;
        if (path.startsWith('js/runtime/')) {
            if (!inside('js/runtime')) complain(path, line, `js/runtime may not import ${target}`);
        } else if (!path.startsWith('js/lib/') && path !== 'js/index.ts') {
            if (inside('js/lib'))
                complain(path, line, `only js/index.ts may import js/lib (${target})`);
        }
        if (!inside('js')) complain(path, line, `imports ${target}, which is outside js/`);
    }
}

/** Complaints about a tree, given as a map from path to text. */
function check(files) {
    const complaints = [];
    const complain = (path, line, what) => complaints.push(`${path}:${line}: ${what}`);
    const seen = new Map();
    for (const [path, text] of files) {
        if (path.endsWith('.ts')) {
            checkTs(path, text, complain);
            continue;
        }
        checkC(path, text, complain);
        const name = basename(path);
        if (seen.has(name)) complain(path, 1, `the name is taken by ${seen.get(name)}`);
        seen.set(name, path);
    }
    return complaints;
}

/** Trees with one fault each; a checker that misses one is of no use. */
function selfTest() {
    const faults = [
        ['src/base/a.c', '#include "array/b.h"'],
        ['src/fft/a.c', '#include "linalg/b.h"'],
        ['src/fft/a.c', '#include "b.h"'],
        ['src/attic/a.c', ''],
        ['src/fft/a.c', '#include "raptors.h"'],
        ['src/array/a.c', 'void *p = malloc (3);'],
        ['wasm/a.c', 'free(p);'],
        ['js/runtime/a.ts', "import { x } from '../ndarray.js';"],
        ['js/ndarray.ts', "export * from './lib/ma.js';"],
        ['js/a.ts', "const x = await import('../test/x.js');"],
    ];
    for (const [path, text] of faults) {
        if (check(new Map([[path, text]])).length !== 1) {
            throw new Error(`the layering check does not see the fault of ${path}: ${text}`);
        }
    }
    const twice = new Map([
        ['src/base/a.c', ''],
        ['test/c/a.c', ''],
    ]);
    if (check(twice).length !== 1) throw new Error('the layering check misses a name used twice');
    const sound = new Map([
        ['src/fft/a.c', '#include "ufunc/b.h"\n#include "fft/c.h"\n// free(x)'],
        ['src/base/b.c', 'void *p = malloc(3);'],
        ['src/include/raptors.h', '#include "array/a.h"'],
        ['js/runtime/c.ts', "import { x } from './d.js';\nimport y from '../../build/gen/y.js';"],
        ['js/index.ts', "export * from './lib/ma.js';"],
        ['js/lib/ma.ts', "import { x } from '../runtime/c.js';"],
    ]);
    if (check(sound).length !== 0) throw new Error(`false alarm: ${check(sound)}`);
}

main(() => {
    selfTest();
    const sources = filesUnder(['src', 'wasm', 'test/c', 'test/fuzz', 'js'], (name) =>
        /\.([ch]|ts)$/.test(name),
    );
    const complaints = check(
        new Map(sources.map((path) => [path, readFileSync(join(root, path), 'utf8')])),
    );
    for (const complaint of complaints) console.error(complaint);
    return complaints.length ? 1 : 0;
});
