// Runs every example of the README and the docs, and compares what it prints with what the page
// says it prints: the comment behind console.log, or the comment lines below it. "…" in a comment
// stands for anything.
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { transformSync } from 'esbuild';

const root = join(__dirname, '../..');
const place = join(root, 'build/docs-test'); // inside the package: its name resolves to itself
const run = promisify(execFile);

interface Example {
    page: string;
    line: number;
    code: string;
}

/**
 * The blocks marked `js`. Those marked `js fragment` belong into something larger and can only be
 * parsed; those marked `html` run in test/browser/docs.test.mjs.
 */
function blocks(page: string, mark: string): Example[] {
    const text = readFileSync(join(root, page), 'utf8');
    return [...text.matchAll(new RegExp(`^\`\`\`${mark}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
        ({ index, 1: code = '' }) => ({
            page,
            line: text.slice(0, index).split('\n').length,
            code,
        }),
    );
}

/** The lines that an example says it prints. */
function promised(code: string): string[] {
    const lines = code.split('\n');
    const found: string[] = [];
    for (const [i, line] of lines.entries()) {
        if (!line.includes('console.log(')) continue;
        const behind = /\); {1,2}\/\/ (.*)$/.exec(line);
        if (behind) {
            found.push(behind[1]!);
            continue;
        }
        const before = found.length;
        for (let j = i + 1; ; j++) {
            const below = /^\s*\/\/ (.*)$/.exec(lines[j] ?? '');
            if (!below) break;
            found.push(below[1]!);
        }
        if (found.length === before) throw new Error(`nothing says what this prints: ${line}`);
    }
    return found;
}

const pattern = (line: string) =>
    new RegExp(
        `^${line
            .trimEnd()
            .split('…')
            .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
            .join('.*')}$`,
    );

const pages = ['README.md', 'CONTRIBUTING.md'].concat(
    readdirSync(join(root, 'docs'))
        .filter((name) => name.endsWith('.md'))
        .map((name) => `docs/${name}`),
);
const examples = pages.flatMap((page) => blocks(page, 'js'));
const fragments = pages.flatMap((page) => blocks(page, 'js fragment'));

beforeAll(() => mkdirSync(place, { recursive: true }));
afterAll(() => rmSync(place, { recursive: true, force: true }));

test('there are examples', () => expect(examples.length).toBeGreaterThan(10));

test.each(examples)(
    '$page, line $line',
    async ({ page, line, code }) => {
        const expected = promised(code);
        const file = join(place, `${page.replace(/\W/g, '-')}-${line}.mjs`);
        // `using` is younger than the oldest Node that is supported.
        writeFileSync(file, transformSync(code, { target: 'node20', format: 'esm' }).code);
        const { stdout } = await run(process.execPath, [file], { cwd: place, timeout: 60_000 });
        const printed = stdout.trimEnd().split('\n').filter(Boolean);
        expect({ printed: printed.length, code }).toEqual({ printed: expected.length, code });
        for (const [i, want] of expected.entries()) {
            if (want.includes('…')) expect(printed[i]!.trimEnd()).toMatch(pattern(want));
            else expect(printed[i]!.trimEnd()).toBe(want.trimEnd());
        }
    },
    90_000,
);

test.each(fragments)('$page, line $line: it parses', ({ code }) => {
    expect(() => transformSync(code, { format: 'esm', target: 'esnext' })).not.toThrow();
});
