// Writes build/gen/*.ts from the core's lists, so that TypeScript knows each ufunc and dtype from
// the same row as C does. A missing list (a tree without sources) writes nothing.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main, root } from './lib.mjs';

/** The rows of a list macro `#define LIST(ROW) ROW(a, "b") OTHER_LIST(ROW) ...`, as arrays of strings. */
export function rows(header, list) {
    const text = readFileSync(join(root, header), 'utf8')
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(/\\\n/g, ' ');
    const [, row, body] = new RegExp(String.raw`#define ${list}\((\w+)\)(.*)`).exec(text);
    const found = [];
    for (const [, name, args] of body.matchAll(/(\w+)\(((?:"(?:[^"\\]|\\.)*"|'.'|[^()"'])*)\)/g)) {
        if (name === row) {
            const parts = args.matchAll(/"((?:[^"\\]|\\.)*)"|'(.)'|([^,\s][^,]*)/g);
            found.push([...parts].map(([, string, char, word]) => string ?? char ?? word.trim()));
        } else {
            found.push(...rows(header, name));
        }
    }
    return found;
}

/** Whole bytes of a dtype's element, from its name. */
const bytesOf = (name) => Number(/\d+$/.exec(name)?.[0] ?? 8) / 8;

/** np.promote_types by name: only for the types, at run time the core says. */
export function promote(a, b) {
    const order = 'biufc';
    if (order.indexOf(a.kind) > order.indexOf(b.kind)) return promote(b, a);
    if (a.name === b.name || a.kind === 'b') return b.name;
    const x = bytesOf(a.name);
    const y = bytesOf(b.name);
    if (a.kind === b.kind) return x > y ? a.name : b.name;
    if (b.kind === 'u') {
        const size = x > y ? x : y * 2; // a is signed
        return size > 8 ? 'float64' : `int${size * 8}`;
    }
    const part = b.kind === 'c' ? y / 2 : y;
    const need = a.kind === 'f' ? x : x === 1 ? 2 : x === 2 ? 4 : 8; // the float that holds a
    const size = Math.max(part, need, b.kind === 'c' ? 4 : 2);
    return b.kind === 'c' ? `complex${size * 16}` : `float${size * 8}`;
}

function dtypeTypes(items) {
    const lines = [
        '/** The name of a dtype. */',
        "export type DTypeName = (typeof dtypeList)[number]['name'];",
    ];
    lines.push(
        '/** The dtype that two dtypes are promoted to. */',
        'export interface Promotions {',
    );
    for (const a of items) {
        lines.push(
            `    ${a.name}: { ${items.map((b) => `${b.name}: '${promote(a, b)}'`).join('; ')} };`,
        );
    }
    lines.push('}', '/** Short spellings: f8, i4, ... */', 'export interface Spellings {');
    for (const { name, kind, char } of items) {
        lines.push(`    ${kind}${name === 'bool' ? 1 : bytesOf(name)}: '${name}';`);
        if (char !== '?') lines.push(`    ${char}: '${name}';`);
        else lines.push(`    '?': '${name}';`);
    }
    lines.push('}', '');
    return lines.join('\n');
}

function ufuncFunctions(items) {
    const type = ({ nin, nout, result }) => {
        if (nout === 2 && nin === 1) return `PartsUfunc<'${result}'>`;
        if (nout === 2) return 'TwoResultUfunc';
        if (result === 'FIRST') return 'ScalingUfunc';
        return `${['', 'Unary', 'Binary', 'Ternary'][nin]}Ufunc<'${result}'>`;
    };
    const notes = {
        NONE: '',
        ZERO: ' Identity: 0.',
        ONE: ' Identity: 1.',
        MINUS_ONE: ' Identity: -1.',
        REORDERABLE: '',
        MINUS_INFINITY: ' Identity: -inf.',
    };
    const lines = [
        "import { makeUfunc } from '../../js/ufunc.js';",
        "import type { BinaryUfunc, PartsUfunc, ScalingUfunc, TernaryUfunc, TwoResultUfunc, UnaryUfunc } from '../../js/ufunc-types.js';",
        '',
    ];
    for (const [id, item] of items.entries()) {
        const { name, nin, nout, identity, ulp, summary } = item;
        const accuracy = ulp > 0 ? ` Accurate to ${ulp} ulp.` : '';
        lines.push(`/** ${summary}${notes[identity]}${accuracy} */`);
        lines.push(
            `export const ${name}: ${type(item)} = /* @__PURE__ */ makeUfunc(${id}, '${name}', ${nin}, ${nout});`,
        );
    }
    return `${lines.join('\n')}\n`;
}

/** Those with a signature: their ids follow the others'. */
function gufuncFunctions(items, first) {
    const lines = [
        '// Made by scripts/gen.mjs from src/ufunc/ufunc_list.h.',
        "import { makeGufunc } from '../../js/gufunc.js';",
        "import type { Gufunc } from '../../js/ufunc-types.js';",
        '',
    ];
    for (const [i, [name, nin, nout, signature, result, summary]] of items.entries()) {
        lines.push(
            `/** ${summary} Signature: ${signature}. */`,
            // Whether the result may be without axes, and so a JavaScript value.
            `export const ${name}: Gufunc<'${result}'${/->.*[a-z](?!\?)/.test(signature) ? '' : ", 'scalar'"}> = /* @__PURE__ */ makeGufunc(${first + i}, '${name}', ${nin}, ${nout}, '${signature}');`,
        );
    }
    return `${lines.join('\n')}\n`;
}

const lists = [
    {
        header: 'src/dtype/dtype_list.h',
        list: 'RP_ALL_DTYPES',
        file: 'dtypes.ts',
        name: 'dtypeList',
        item: ([, name, , kind, char]) => ({ name, kind, char }),
        more: { 'dtypes.ts': dtypeTypes },
    },
    {
        header: 'src/ufunc/ufunc_list.h',
        list: 'RP_ALL_UFUNCS',
        file: 'ufuncs.ts',
        name: 'ufuncList',
        item: ([name, nin, nout, identity, ulp, result, summary]) => ({
            name,
            nin: Number(nin),
            nout: Number(nout),
            identity,
            ulp: Number(ulp),
            result,
            summary,
        }),
        more: { 'ufunc-functions.ts': ufuncFunctions },
    },
];

/** Unchanged files keep their age: builds go by it. */
function writeIfChanged(file, text) {
    const path = join(root, 'build/gen', file);
    if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
}

export function generate() {
    mkdirSync(join(root, 'build/gen'), { recursive: true });
    for (const { header, list, file, name, item, more } of lists) {
        if (!existsSync(join(root, header))) continue;
        const items = rows(header, list).map(item);
        const made = `// Made by scripts/gen.mjs from ${header}.\n`;
        const data = items.map((row) => `    ${JSON.stringify(row)},\n`).join('');
        const texts = { [file]: `${made}export const ${name} = [\n${data}] as const;\n` };
        for (const [place, write] of Object.entries(more)) {
            texts[place] = (texts[place] ?? made) + write(items);
        }
        for (const [place, text] of Object.entries(texts)) writeIfChanged(place, text);
    }
    const header = 'src/ufunc/ufunc_list.h';
    if (!existsSync(join(root, header))) return;
    const first = rows(header, 'RP_ALL_UFUNCS').length;
    writeIfChanged('gufunc-functions.ts', gufuncFunctions(rows(header, 'RP_ALL_GUFUNCS'), first));
}

if (process.argv[1] === import.meta.filename) main(generate);
