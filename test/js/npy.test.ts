import {
    createReadStream,
    createWriteStream,
    mkdtempSync,
    readFileSync,
    rmSync,
    writeFileSync,
} from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import * as np from 'raptors';

const fixtures = join(__dirname, '../oracle/fixtures/npy');

interface Entry {
    offset: number;
    length: number;
    dtype: string;
    shape: number[];
    fortran_order: boolean;
    version: [number, number];
    values: string;
    view?: string;
}
const corpus = JSON.parse(readFileSync(join(fixtures, 'corpus.json'), 'utf8')) as Entry[];
const blob = new Uint8Array(readFileSync(join(fixtures, 'corpus.bin')));
const fileOf = ({ offset, length }: Entry) => blob.slice(offset, offset + length);
const title = ({ dtype, shape, fortran_order, version, view }: Entry) =>
    `${dtype} (${shape}) ${fortran_order ? 'F' : 'C'} v${version[0]} ${view ?? ''}`;

const rawBytes = (a: np.NDArray) => {
    const list = a.toTypedArray();
    return new Uint8Array(list.buffer, list.byteOffset, list.byteLength);
};

/** A file around a header's text. */
function file(text: string | Uint8Array, version = 1, data = 0): Uint8Array<ArrayBuffer> {
    const body =
        typeof text === 'string' ? Buffer.from(text, version === 3 ? 'utf8' : 'latin1') : text;
    const start = version === 1 ? 10 : 12;
    const bytes = new Uint8Array(start + body.length + data);
    bytes.set([0x93, ...Buffer.from('NUMPY'), version, 0]);
    const view = new DataView(bytes.buffer);
    if (version === 1) view.setUint16(8, body.length, true);
    else view.setUint32(8, body.length, true);
    bytes.set(body, start);
    return bytes;
}
const header = (descr: string, order: string, shape: string) =>
    `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': ${shape}, }`;

const twelve = np.arange(12, { dtype: 'float64' }).reshape(3, 4);
const sampleBytes = np.npyBytes(twelve);
const sample = () => sampleBytes.slice();

/** A stream of a file in pieces; then it ends, or hangs. */
function streamOf(bytes: Uint8Array, piece: number, hang = false, cancelled = () => {}) {
    let at = 0;
    return new ReadableStream<Uint8Array>({
        pull(controller) {
            at += piece;
            if (at - piece < bytes.length) controller.enqueue(bytes.slice(at - piece, at));
            else if (hang) return new Promise<void>(() => {});
            else controller.close();
            return undefined;
        },
        cancel: cancelled,
    });
}

let blocks = 0;
let folder = '';
beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'raptors-npy-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
// Nothing may be left behind; the collector may free what others left, meanwhile.
beforeEach(() => {
    blocks = np.runtime.memory.blocks;
});
/** The error, by class and words, and no memory left behind. */
async function refuses(
    body: () => unknown,
    type: new (m: string) => Error,
    words: string | RegExp,
) {
    const error = await Promise.resolve()
        .then(body)
        .then(
            () => undefined,
            (reason: unknown) => reason,
        );
    expect(error).toBeInstanceOf(type);
    expect((error as Error).message).toMatch(words);
    expect(np.runtime.memory.blocks).toBeLessThanOrEqual(blocks);
}

describe("NumPy's files", () => {
    test.each(corpus.map((entry) => [title(entry), entry] as const))('%s', async (_, entry) => {
        const bytes = fileOf(entry);
        const a = await np.load(bytes);
        expect(a.dtype.str).toBe(entry.dtype);
        expect(a.shape).toEqual(entry.shape);
        const { F_CONTIGUOUS, C_CONTIGUOUS, OWNDATA, WRITEABLE, ALIGNED } = a.flags;
        expect(F_CONTIGUOUS && !C_CONTIGUOUS).toBe(entry.fortran_order);
        expect([OWNDATA, WRITEABLE, ALIGNED]).toEqual([true, true, true]);
        expect(Buffer.from(rawBytes(a)).toString('base64')).toBe(entry.values);

        const about = await np.npyHeader(bytes);
        expect(about).toMatchObject({
            shape: entry.shape,
            fortran_order: entry.fortran_order,
            version: entry.version,
            nbytes: a.nbytes,
            data_offset: bytes.length - a.nbytes,
        });
        expect(about.dtype).toBe(a.dtype);

        // Written again, the same bytes; versions 2 and 3 are written only by those who ask for them.
        if (entry.version[0] === 1) expect(np.npyBytes(a)).toEqual(bytes);
        const again = np.loadSync(np.npyBytes(a));
        expect(rawBytes(again)).toEqual(rawBytes(a));
        for (const array of [a, again]) array.dispose();
        expect(np.runtime.memory.blocks).toBeLessThanOrEqual(blocks);
    });
});

describe('views are written as NumPy writes them', () => {
    const make: Record<string, (a: np.NDArray) => np.NDArray> = {
        step: (a) => a.at('...', '::2'),
        reversed: (a) => a.at(':', '::-1'),
        transposed: (a) => a.T,
        swapped: (a) => a.transpose(1, 0, 2),
        row: (a) => a.at('1'.length) as np.NDArray,
        column: (a) => a.at(':', ':', 1),
        one: (a) => a.at(1, 2, '3:'),
        broadcast: (a) => np.broadcast_to(a.at(0, 0), [3, 4]),
    };
    const views = corpus.filter(({ view }) => view !== undefined);
    test.each(views.map((entry) => [title(entry), entry] as const))('%s', (_, entry) => {
        const a = np.arange(24, { dtype: entry.dtype as 'int16' }).reshape(2, 3, 4) as np.NDArray;
        expect(a.dtype.str).toBe(entry.dtype);
        const view = make[entry.view!]!(a);
        expect(np.npyBytes(view)).toEqual(fileOf(entry));
        view.dispose();
        a.dispose();
    });
});

describe("NumPy's verdicts on headers", () => {
    type Verdict = string | { dtype: string; shape: number[]; fortran_order: boolean };
    const rows = JSON.parse(readFileSync(join(fixtures, 'headers.json'), 'utf8')) as [
        string,
        ...(Verdict | null)[],
    ][];
    const attempt = async (bytes: Uint8Array): Promise<Verdict> => {
        try {
            const { dtype, shape, fortran_order } = await np.npyHeader(bytes);
            return { dtype: dtype.str, shape, fortran_order };
        } catch (error) {
            return (error as Error).name;
        }
    };
    test('the same, in each version of the format', async () => {
        const differ: unknown[] = [];
        let accepted = 0;
        for (const [text, first, third = first] of rows) {
            const latin = [...text].every((c) => c.charCodeAt(0) < 256);
            for (const [version, expected] of [
                [1, first],
                [2, first],
                [3, third],
            ] as const) {
                if (expected === null || (version < 3 && !latin)) continue;
                const found = await attempt(file(text, version));
                if (JSON.stringify(found) !== JSON.stringify(expected)) {
                    differ.push({ text, version, found, expected });
                }
                if (typeof expected === 'object') accepted++;
            }
        }
        expect(differ).toEqual([]);
        expect(accepted).toBeGreaterThan(100);
    });
});

describe('where files may be', () => {
    let server: Server;
    let base = '';
    beforeAll(async () => {
        server = createServer((request, response) => {
            const bytes = sample();
            if (request.url === '/plain.npy') response.end(bytes);
            else if (request.url === '/gzip.npy') {
                const packed = gzipSync(bytes);
                const headers = { 'content-encoding': 'gzip', 'content-length': packed.length };
                response.writeHead(200, headers).end(packed);
            } else if (request.url === '/cut.npy') {
                response.writeHead(200, { 'content-length': bytes.length });
                response.write(bytes.slice(0, 150), () => response.destroy());
            } else response.writeHead(404, 'Not Found').end('<html>');
        });
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterAll(() => {
        server.closeAllConnections();
        return new Promise((resolve) => server.close(resolve));
    });

    const path = () => join(folder, 'sample.npy');
    beforeAll(() => writeFileSync(path(), sample()));

    const buffer = () => sample().buffer;
    const sources: Record<string, () => Parameters<typeof np.load>[0]> = {
        path,
        'file URL': () => pathToFileURL(path()),
        'text of a file URL': () => pathToFileURL(path()).href,
        'http URL': () => `${base}/plain.npy`,
        'URL object': () => new URL(`${base}/plain.npy`),
        'compressed answer': () => `${base}/gzip.npy`,
        'data URL': () => `data:;base64,${Buffer.from(sample()).toString('base64')}`,
        ArrayBuffer: buffer,
        Uint8Array: sample,
        'part of a buffer': () => {
            const wide = new Uint8Array(500);
            wide.set(sample(), 77);
            return wide.subarray(77, 77 + sample().length);
        },
        DataView: () => new DataView(buffer()),
        Buffer: () => Buffer.from(sample()),
        SharedArrayBuffer: () => {
            const shared = new SharedArrayBuffer(sample().length);
            new Uint8Array(shared).set(sample());
            return shared;
        },
        Blob: () => new Blob([sample()]),
        Response: () => new Response(sample()),
        'promise of a Response': () => fetch(`${base}/plain.npy`),
        'stream of single bytes': () => streamOf(sample(), 1),
        'stream of pieces': () => streamOf(sample(), 61),
        'Node stream': () => createReadStream(path(), { highWaterMark: 50 }),
    };
    test.each(Object.keys(sources))('load: %s', async (name) => {
        const a = await np.load(await sources[name]!());
        expect(a.tolist()).toEqual([
            [0, 1, 2, 3],
            [4, 5, 6, 7],
            [8, 9, 10, 11],
        ]);
        a.dispose();
    });

    test('loadSync: paths and bytes', () => {
        for (const source of [
            path(),
            pathToFileURL(path()),
            pathToFileURL(path()).href,
            sample(),
        ]) {
            const a = np.loadSync<'float64'>(source);
            expect(a.item(2, 3)).toBe(11);
            a.dispose();
        }
    });

    test('an open file holds one array behind the other', async () => {
        const place = join(folder, 'several.npy');
        let handle: FileHandle = await open(place, 'w');
        for (const n of [1, 2, 3]) await np.save(handle, new Float64Array(n).fill(n));
        await handle.close();
        handle = await open(place, 'r');
        for (const n of [1, 2, 3]) {
            if (n === 2) {
                const about = await np.npyHeader(handle);
                expect(about.shape).toEqual([2]);
                const rest = await handle.read(new Uint8Array(about.nbytes), 0, about.nbytes, null);
                expect(rest.bytesRead).toBe(16);
                continue;
            }
            const a = await np.load(handle);
            expect(a.tolist()).toEqual(new Array(n).fill(n));
            a.dispose();
        }
        await refuses(() => np.load(handle), np.ValueError, 'No data left in file');
        await handle.close();
    });

    test('onProgress tells how far it is', async () => {
        const steps: np.LoadProgress[] = [];
        const a = await np.load(streamOf(sample(), 50), { onProgress: (p) => steps.push(p) });
        const total = sample().length;
        expect(steps).toEqual([
            { loaded: 50, total: null },
            { loaded: 100, total: null },
            { loaded: 150, total },
            { loaded: 200, total },
            { loaded: 224, total },
        ]);
        a.dispose();
        const oops = () => {
            throw new SyntaxError('oops');
        };
        await refuses(
            () => np.load(streamOf(sample(), 200), { onProgress: oops }),
            SyntaxError,
            'oops',
        );
    });

    test('signal ends it', async () => {
        await refuses(
            () => np.load(sample(), { signal: AbortSignal.abort(new SyntaxError('before')) }),
            SyntaxError,
            'before',
        );
        let cancelled = false;
        const controller = new AbortController();
        const stream = streamOf(sample().slice(0, 200), 200, true, () => {
            cancelled = true;
        });
        const loading = np.load(stream, { signal: controller.signal });
        setTimeout(() => controller.abort(), 20);
        await refuses(
            () => loading,
            DOMException as unknown as new (
                m: string,
            ) => Error,
            'aborted',
        );
        expect(cancelled).toBe(true);
        const fetching = np.load(`${base}/plain.npy`, { signal: AbortSignal.abort() });
        await refuses(
            () => fetching,
            DOMException as unknown as new (
                m: string,
            ) => Error,
            'aborted',
        );
    });

    test('what is not there', async () => {
        const missing = join(folder, 'missing.npy');
        await refuses(() => np.load(missing), Error, `No such file or directory: '${missing}'`);
        await refuses(() => np.loadSync(missing), Error, `No such file or directory: '${missing}'`);
        await expect(np.load(missing)).rejects.toHaveProperty('code', 'ENOENT');
        await refuses(() => np.load(folder), Error, folder);
        await refuses(
            () => np.load(`${base}/nowhere.npy`),
            Error,
            `${base}/nowhere.npy answered 404 Not Found`,
        );
        await refuses(() => np.load(`${base}/cut.npy`), Error, 'cut.npy: the transfer broke off');
        server.closeIdleConnections();
        await refuses(
            () => np.load('http://127.0.0.1:9/x.npy'),
            Error,
            'cannot fetch http://127.0.0.1:9/x.npy',
        );
        await refuses(() => np.load(7 as unknown as string), TypeError, 'not 7');
        await refuses(() => np.load(null as unknown as string), TypeError, 'not null');
        await refuses(() => np.loadSync(new Blob([]) as unknown as string), TypeError, 'not Blob');
        await refuses(
            () => np.load(streamOf('text' as unknown as Uint8Array, 9)),
            TypeError,
            'instead of bytes',
        );
        const used = new Response(sample());
        await used.arrayBuffer();
        await refuses(() => np.load(used), TypeError, 'has been read already');
    });
});

describe('bad input', () => {
    const good = header("'<f8'", 'False', '(3, 4)');
    const cases: [string, Uint8Array, new (m: string) => Error, string | RegExp][] = [
        ['nothing', new Uint8Array(0), np.ValueError, 'No data left in file'],
        [
            'no .npy file',
            Buffer.from('hello, world'),
            np.ValueError,
            'the magic string is not correct',
        ],
        [
            'part of the magic string',
            sample().slice(0, 5),
            np.ValueError,
            'EOF: reading magic string',
        ],
        [
            'part of the length',
            sample().slice(0, 9),
            np.ValueError,
            'EOF: reading array header length',
        ],
        [
            'truncated header',
            sample().slice(0, 60),
            np.ValueError,
            'EOF: reading array header, expected',
        ],
        ['an unknown version', file(good, 4, 96), np.ValueError, 'we only support format version'],
        ['an .npz file', Buffer.from('PK\x03\x04....'), TypeError, 'not supported yet'],
        ['a pickle', Uint8Array.of(0x80, 4, 0x95, 0, 0, 0), np.ValueError, 'pickled'],
        [
            'an object array',
            file(header("'|O'", 'False', '(3,)')),
            np.ValueError,
            /^Object arrays cannot be loaded when allow_pickle=False/,
        ],
        [
            'oversized header',
            file(good.padEnd(10001)),
            np.ValueError,
            'Header info length (10001) is large',
        ],
        [
            'a header of 4 GiB',
            Buffer.from('934e554d50590200ffffffff', 'hex'),
            np.ValueError,
            'is large',
        ],
        [
            'negative shape',
            file(header("'<f8'", 'False', '(-3, 4)')),
            np.ValueError,
            'negative dimensions',
        ],
        [
            'a shape past 2^53',
            file(header("'|u1'", 'False', '(94906267, 94906267)')),
            np.ValueError,
            'array is too big',
        ],
        [
            'a shape past 2^64',
            file(header("'<f8'", 'False', '(4294967296, 4294967296)')),
            np.ValueError,
            'array is too big',
        ],
        [
            'a shape of 10^12',
            file(header("'<f8'", 'False', '(1000000, 1000000)')),
            np.ValueError,
            'expected 8000000000000 bytes got 0',
        ],
        [
            'too many dimensions',
            file(header("'<f8'", 'False', `(${'1,'.repeat(65)})`), 1, 8),
            np.ValueError,
            'maximum supported dimension',
        ],
        [
            'non-UTF-8 header',
            file(Buffer.from(`${good}#\xff`, 'latin1'), 3, 96),
            np.ValueError,
            "'utf-8' codec",
        ],
        [
            'a header cut in the middle of a word',
            file(good.slice(0, 30), 1, 200),
            np.ValueError,
            'Cannot parse header',
        ],
        ['a length into the data', file(`${good}\n\0\0\0`, 1, 93), np.ValueError, 'null bytes'],
        [
            'something behind the dictionary',
            file(`${good} x`, 1, 96),
            np.ValueError,
            'Cannot parse header',
        ],
        ['no dictionary', file('[1, 2]'), np.ValueError, 'Header is not a dictionary: [1, 2]'],
        ['missing key', file("{'descr': '<f8', 'shape': ()}", 1, 8), np.ValueError, 'correct keys'],
        [
            'a dtype that does not exist',
            file(header("'<q9'", 'False', '()'), 1, 8),
            np.ValueError,
            "descr is not a valid dtype descriptor: '<q9'",
        ],
        [
            'records',
            file(header("[('a', '<f4')]", 'False', '()'), 1, 4),
            TypeError,
            'not supported yet',
        ],
        ['strings', file(header("'<U3'", 'False', '()'), 1, 12), TypeError, 'not supported yet'],
        ['no data', file(good), np.ValueError, 'EOF: reading array data, expected 96 bytes got 0'],
        [
            'shorter than it says',
            sample().slice(0, -1),
            np.ValueError,
            'EOF: reading array data, expected 96 bytes got 95',
        ],
        [
            'longer than it says',
            file(good, 1, 99),
            np.ValueError,
            'longer than its header says: 3 bytes follow',
        ],
    ];
    const escaped = (words: string | RegExp) =>
        words instanceof RegExp ? words : new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    describe.each(cases)('%s', (_, bytes, type, words) => {
        const place = () => {
            const path = join(folder, 'bad.npy');
            writeFileSync(path, bytes);
            return path;
        };
        const expected = escaped(words);
        test('as bytes', () => refuses(() => np.load(bytes), type, expected));
        test('at once', () => refuses(() => np.loadSync(bytes), type, expected));
        test('as a file', () => refuses(() => np.load(place()), type, expected));
        test('as a file at once', () => refuses(() => np.loadSync(place()), type, expected));
        test('as a Blob', () =>
            refuses(() => np.load(new Blob([new Uint8Array(bytes)])), type, expected));
        test('as a stream', () =>
            refuses(
                () => np.load(streamOf(bytes, 64)),
                type,
                // A stream's length shows only at its end.
                /^the file|longer/.test(String(words))
                    ? /bytes follow/
                    : /10\^12|8000000000000/.test(String(words))
                      ? /too big|allocate|dimension/i
                      : expected,
            ));
    });

    test('headers need no alignment', async () => {
        for (const text of [good, `${good} `, `${good}\n`]) {
            for (const version of [1, 2, 3]) {
                const a = await np.load(file(text, version, 96));
                expect(a.tolist()).toEqual([
                    [0, 0, 0, 0],
                    [0, 0, 0, 0],
                    [0, 0, 0, 0],
                ]);
                expect(a.flags.ALIGNED).toBe(true);
                a.dispose();
            }
        }
    });

    test('errors name the file', async () => {
        const path = join(folder, 'short.npy');
        writeFileSync(path, sample().slice(0, 200));
        await refuses(() => np.load(path), np.ValueError, path);
        await refuses(() => np.loadSync(path), np.ValueError, path);
    });
});

describe('keywords', () => {
    test('max_header_size and allow_pickle', async () => {
        const long = file(header("'<f8'", 'False', '(1,)').padEnd(20000), 1, 8);
        const a = await np.load(long, { max_header_size: 20000 });
        const b = await np.load(long, { allow_pickle: true });
        expect([a.shape, b.shape]).toEqual([[1], [1]]);
        for (const array of [a, b]) array.dispose();
        await refuses(() => np.load(sample(), { max_header_size: 20 }), np.ValueError, 'is large');
        await refuses(
            () => np.load(file(header("'|O'", 'False', '()')), { allow_pickle: true }),
            TypeError,
            'pickled Python objects',
        );
        const asked = { max_header_size: 'x' as unknown as number };
        await refuses(
            () => np.load(sample(), asked),
            TypeError,
            'max_header_size must be an integer',
        );
    });
    test('mmap_mode, encoding, fix_imports', async () => {
        const wrong = (keywords: object) => () => np.load(sample(), keywords);
        await refuses(wrong({ mmap_mode: 'r' }), TypeError, 'not supported yet');
        await refuses(wrong({ mmap_mode: 'x' }), np.ValueError, 'mode must be one of');
        await refuses(wrong({ encoding: 'utf8' }), np.ValueError, 'encoding must be');
        const a = await np.load(sample(), null, false, true, 'latin1', { onProgress: () => {} });
        expect(a.shape).toEqual([3, 4]);
        a.dispose();
    });
    test('unknown ones', async () => {
        const none = { nonesuch: 1 } as object;
        await refuses(
            () => np.load(sample(), none),
            TypeError,
            "unexpected keyword argument 'nonesuch'",
        );
        await refuses(
            () => np.loadSync(sample(), none),
            TypeError,
            "unexpected keyword argument 'nonesuch'",
        );
        await refuses(
            () => np.npyHeader(sample(), none),
            TypeError,
            "unexpected keyword argument 'nonesuch'",
        );
        await refuses(
            () => np.save(join(folder, 'a'), 1, none),
            TypeError,
            "unexpected keyword argument 'nonesuch'",
        );
        await refuses(
            () => (np.load as () => unknown)(),
            TypeError,
            "missing required argument 'file'",
        );
        await refuses(
            () => (np.save as (f: string) => unknown)('a'),
            TypeError,
            "missing required argument 'arr'",
        );
    });
});

describe('save', () => {
    const expected = sample();
    test('to a path, with .npy put behind it', async () => {
        await np.save(join(folder, 'one'), twelve);
        await np.save(join(folder, 'two.npy'), twelve);
        await np.save(pathToFileURL(join(folder, 'three')), twelve);
        np.saveSync(join(folder, 'four'), twelve);
        np.saveSync(pathToFileURL(join(folder, 'five.npy')).href, twelve);
        for (const name of ['one', 'two', 'three', 'four', 'five']) {
            expect(new Uint8Array(readFileSync(join(folder, `${name}.npy`)))).toEqual(expected);
        }
    });
    test('to streams, which stay open', async () => {
        const parts: Uint8Array[] = [];
        const web = new WritableStream<Uint8Array>({ write: (chunk) => void parts.push(chunk) });
        await np.save(web, twelve);
        await np.save(web, twelve);
        await web.close();
        expect(Buffer.concat(parts)).toEqual(Buffer.concat([expected, expected]));
        const place = join(folder, 'stream.npy');
        const node = createWriteStream(place);
        await np.save(node, twelve);
        await new Promise((resolve) => node.end(resolve));
        expect(new Uint8Array(readFileSync(place))).toEqual(expected);
    });
    test('to a Blob', async () => {
        const made = np.npyBlob(twelve);
        expect(new Uint8Array(await made.arrayBuffer())).toEqual(expected);
    });
    test('the elements at the time of the call', async () => {
        const place = join(folder, 'then.npy');
        const array = twelve.copy();
        const saving = np.save(place, array);
        array.fill(7);
        array.dispose();
        await saving;
        expect(new Uint8Array(readFileSync(place))).toEqual(expected);
    });
    test('what is no array yet', () => {
        expect(
            np
                .loadSync(
                    np.npyBytes([
                        [1, 2],
                        [3, 4],
                    ]),
                )
                .tolist(),
        ).toEqual([
            [1, 2],
            [3, 4],
        ]);
        expect(np.loadSync(np.npyBytes(2.5)).item()).toBe(2.5);
        expect(np.loadSync(np.npyBytes(new Int16Array([1, -2]))).dtype.name).toBe('int16');
        expect(np.loadSync(np.npyBytes([true])).dtype.name).toBe('bool');
    });
    test('of many megabytes', async () => {
        const place = join(folder, 'large.npy');
        const large = np.arange(1_500_000, { dtype: 'int32' });
        await np.save(place, large);
        const back = await np.load(place);
        np.saveSync(place, large);
        const again = np.loadSync(place);
        for (const array of [back, again]) {
            expect(Buffer.compare(rawBytes(array), rawBytes(large))).toBe(0);
        }
        for (const array of [large, back, again]) array.dispose();
    });
    test('to where it cannot be', async () => {
        const nowhere = join(folder, 'no', 'such', 'folder');
        await refuses(
            () => np.save(nowhere, sample()),
            Error,
            `No such file or directory: '${nowhere}.npy'`,
        );
        await refuses(() => np.saveSync(nowhere, sample()), Error, `${nowhere}.npy`);
        await refuses(() => np.save('http://127.0.0.1/x', 1), TypeError, 'cannot write to a URL');
        await refuses(() => np.save(null as unknown as string, 1), TypeError, 'not null');
        const gone = twelve.copy();
        gone.dispose();
        await refuses(() => np.npyBytes(gone), np.ValueError, 'disposed');
        await refuses(() => np.save(join(folder, 'gone'), gone), np.ValueError, 'disposed');
    });
});
