// Writes docs/coverage.md: which names of NumPy are there, from the list of them that
// test/oracle/make_surface.py makes and from what the built package exports. --check: fails if the
// page is stale.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, main, root } from './lib.mjs';

const page = join(root, 'docs/coverage.md');

/** What would make no sense in JavaScript: names (or all, '*') of namespaces, and why. */
const senseless = [
    [
        'numpy.generic',
        '*',
        'elements come out as JavaScript values; `np.float64(2)` is a 0-d array',
    ],
    ['numpy.memmap', '*', 'JavaScript cannot map files into memory'],
    ['numpy', 'memmap', 'JavaScript cannot map files into memory'],
    ['numpy.lib.format', 'open_memmap isfileobj', "of Python's files and memory maps"],
    [
        'numpy',
        'float128 complex256 longdouble clongdouble',
        'there are no numbers wider than 64 bits; NumPy has these on some machines only',
    ],
    ['numpy.dtypes', 'LongDoubleDType CLongDoubleDType', 'there are no numbers wider than 64 bits'],
    ['numpy', 'get_include', 'there are no headers to compile against'],
    ['numpy.ndarray', 'ctypes dump dumps', "of Python's ctypes and pickle"],
    ['numpy.recarray', 'ctypes dump dumps', "of Python's ctypes and pickle"],
    ['numpy.ma.MaskedArray', 'ctypes dump dumps', "of Python's ctypes and pickle"],
    ['numpy.ndarray', 'itemset newbyteorder', 'NumPy 2 has taken them away: they only raise'],
    ['numpy.recarray', 'itemset newbyteorder', 'NumPy 2 has taken them away: they only raise'],
    [
        'numpy.ma.MaskedArray',
        'itemset newbyteorder',
        'NumPy 2 has taken them away: they only raise',
    ],
    [
        'numpy.exceptions',
        'ComplexWarning ModuleDeprecationWarning VisibleDeprecationWarning',
        'JavaScript has no classes of warnings',
    ],
    [
        'numpy.testing',
        'HAS_LAPACK64 HAS_REFCOUNT IS_64BIT IS_EDITABLE IS_INSTALLED IS_MUSL IS_PYPY IS_PYSTON IS_WASM ' +
            'NOGIL_BUILD NUMPY_ROOT assert_no_gc_cycles break_cycles check_support_sve jiffies memusage measure ' +
            'rundocs run_threaded runstring print_assert_equal',
        'of the Python interpreter',
    ],
];

/** Of `test`, which several namespaces have. */
const NUMPYS_TESTS = "runs NumPy's own tests";

const why = new Map();
const wholly = new Map();
for (const [namespace, names, reason] of senseless) {
    if (names === '*') wholly.set(namespace, reason);
    else for (const name of names.split(' ')) why.set(`${namespace}.${name}`, reason);
}

/** Where the names of a namespace are looked for; undefined if there is no such thing yet. */
function ownerOf(np, namespace) {
    if (wholly.has(namespace)) return undefined;
    // What is an object of a class in Python is asked of such an object.
    if (namespace === 'numpy.ufunc') return np.add;
    if (namespace === 'numpy.dtype') return np.dtype('float64');
    const path = namespace.split('.').slice(1);
    const found = path.reduce((owner, name) => owner?.[name], np);
    const owner = typeof found === 'function' ? found.prototype : found;
    return typeof owner === 'object' && owner !== null ? owner : undefined;
}

function rowsOf(np) {
    const list = join(root, 'test/oracle/fixtures/surface.txt');
    const namespaces = new Map();
    const [version, ...lines] = readFileSync(list, 'utf8').trim().split('\n');
    for (const line of lines) {
        const [namespace, kind, ...names] = line.split(' ');
        const owner = ownerOf(np, namespace);
        const row = { kind, there: [], missing: [], senseless: [] };
        for (const name of names) {
            const has = owner !== undefined && name in owner;
            const odd = wholly.has(namespace) || why.has(`${namespace}.${name}`) || name === 'test';
            const list = has ? row.there : odd ? row.senseless : row.missing;
            list.push(name);
        }
        namespaces.set(namespace, [...(namespaces.get(namespace) ?? []), row]);
    }
    return [version.split(' ')[1], namespaces];
}

/** Underscores would make words slanted. */
const escaped = (name) => name.replaceAll('_', '\\_');
const plural = { class: 'classes' };
const total = (rows, key) => rows.reduce((sum, row) => sum + row[key].length, 0);

/** Links to headings as GitHub makes them: the second of a name gets a number. */
function anchors(namespaces) {
    const seen = new Map();
    return namespaces.map((namespace) => {
        const name = namespace.replaceAll('.', '').toLowerCase();
        const count = seen.get(name) ?? 0;
        seen.set(name, count + 1);
        return count === 0 ? name : `${name}-${count}`;
    });
}

function write(np) {
    const [version, namespaces] = rowsOf(np);
    const all = [...namespaces.values()].flat();
    const counts = (rows) => ['there', 'missing', 'senseless'].map((key) => total(rows, key));
    const links = anchors([...namespaces.keys()]);
    const lines = [
        '# Coverage',
        '',
        `Which public names of NumPy ${version} are there. Made by \`node scripts/coverage.mjs\` from the names that`,
        'NumPy lists and those that the package exports.',
        '',
        '| namespace | there | not yet | makes no sense in JavaScript |',
        '| --- | ---: | ---: | ---: |',
        ...[...namespaces].map(
            ([namespace, rows], i) =>
                `| [${namespace}](#${links[i]}) | ${counts(rows).join(' | ')} |`,
        ),
        `| together | ${counts(all).join(' | ')} |`,
    ];
    for (const [namespace, rows] of namespaces) {
        lines.push('', `## ${namespace}`, '');
        const listed = rows.filter((row) => row.there.length + row.missing.length > 0);
        if (listed.length > 0) lines.push('| | there | not yet |', '| --- | --- | --- |');
        for (const { kind, there, missing } of listed) {
            const cell = (names) =>
                names.length === 0 ? '' : `${names.length}: ${names.map(escaped).join(' ')}`;
            lines.push(`| ${plural[kind] ?? `${kind}s`} | ${cell(there)} | ${cell(missing)} |`);
        }
        const reasons = new Map();
        for (const name of rows.flatMap((row) => row.senseless)) {
            const reason = wholly.get(namespace) ?? why.get(`${namespace}.${name}`) ?? NUMPYS_TESTS;
            reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
        }
        if (reasons.size > 0) {
            if (listed.length > 0) lines.push('');
            lines.push('Makes no sense in JavaScript:', '');
            for (const [reason, names] of reasons) {
                const which = wholly.has(namespace)
                    ? `all ${names.length} names`
                    : names.map(escaped).join(' ');
                lines.push(`- ${which}: ${reason}.`);
            }
        }
    }
    return `${lines.join('\n')}\n`;
}

main(async () => {
    const built = join(root, 'dist/node.mjs');
    if (!existsSync(built)) throw new Failure('dist/node.mjs is missing: npm run build');
    const text = write(await import(built));
    if (!process.argv.includes('--check')) {
        writeFileSync(page, text);
    } else if (!existsSync(page) || readFileSync(page, 'utf8') !== text) {
        throw new Failure('docs/coverage.md is stale: node scripts/coverage.mjs writes it anew');
    }
});
