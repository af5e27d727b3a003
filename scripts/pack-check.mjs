// Is the package sound? publint, then the packed tarball installed and used as consumers do.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { Failure, main, root } from './lib.mjs';

const use = `
    if (!(np.sum(np.arange(10)) === 45)) throw new Error('np.sum(np.arange(10)) is not 45');
`;
const typed = `
    const total: number | bigint = np.sum(np.arange(10)) as number;
    export default total;
`;
const consumers = {
    'esm.mjs': `import * as np from 'raptors'; ${use}`,
    'cjs.cjs': `const np = require('raptors'); ${use}`,
    'inline.mjs': `import * as np from 'raptors/inline'; await np.init(); ${use}`,
    // Importing the browser's entry where there is no browser must do nothing, so not fail.
    'browser.cjs': `const np = require('raptors'); if (typeof np.init !== 'function') throw np;`,
    'esm.mts': `import * as np from 'raptors'; ${typed}`,
    'cjs.cts': `import np = require('raptors'); const total: unknown = np.sum(np.arange(10)); export = total;`,
};

/** Runs a program and returns what it printed; on failure that becomes the complaint. */
function attempt(what, command, args, cwd) {
    try {
        return execFileSync(command, args, {
            cwd,
            encoding: 'utf8',
            stdio: 'pipe',
            timeout: 120_000,
        });
    } catch (error) {
        throw new Failure(`${what}: ${error.stdout ?? ''}${error.stderr || error.message}`);
    }
}

async function lintPackage() {
    const { messages, pkg } = await publint({ pkgDir: root, strict: true });
    const serious = messages.filter(({ type }) => type !== 'suggestion');
    if (serious.length) {
        throw new Failure(
            serious.map((message) => `publint: ${formatMessage(message, pkg)}`).join('\n'),
        );
    }
}

function useTarball(dir) {
    const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', dir];
    const [{ filename, files }] = JSON.parse(attempt('npm pack', 'npm', pack, root));
    const strays = files
        .map(({ path }) => path)
        .filter(
            (path) =>
                !/^(dist|docs)\/|^(package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(path),
        );
    if (strays.length) throw new Failure(`the tarball has strays: ${strays.join(' ')}`);

    writeFileSync(join(dir, 'package.json'), '{ "private": true }');
    attempt('npm install', 'npm', ['install', '--offline', '--no-audit', `./${filename}`], dir);
    for (const [name, text] of Object.entries(consumers)) writeFileSync(join(dir, name), text);
    for (const name of ['esm.mjs', 'cjs.cjs', 'inline.mjs']) {
        attempt(name, process.execPath, [name], dir);
    }
    attempt('browser.cjs', process.execPath, ['--conditions=browser', 'browser.cjs'], dir);
    const types = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2022'];
    const library = ['--lib', 'es2024,esnext.disposable,dom', '--types', ''];
    attempt(
        'types',
        join(root, 'node_modules/.bin/tsc'),
        [...types, ...library, 'esm.mts', 'cjs.cts'],
        dir,
    );
}

main(async () => {
    await lintPackage();
    const dir = mkdtempSync(join(tmpdir(), 'raptors-pack-'));
    try {
        useTarball(dir);
    } finally {
        rmSync(dir, { recursive: true });
    }
});
