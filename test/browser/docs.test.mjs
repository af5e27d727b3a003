// Opens the pages (blocks marked `html`) of the README and the docs in Chromium, as files of a
// project that has the package installed.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { root } from '../../scripts/lib.mjs';

const types = { '.mjs': 'text/javascript', '.wasm': 'application/wasm' };
const installed = '/node_modules/raptors/dist/';

const docs = readdirSync(join(root, 'docs')).map((name) => `docs/${name}`);
const pages = ['README.md', ...docs.filter((name) => name.endsWith('.md'))].flatMap((name) => {
    const text = readFileSync(join(root, name), 'utf8');
    return [...text.matchAll(/^```html\n([\s\S]*?)^```$/gm)].map((match, i) => ({
        name: `${name}, page ${i + 1}`,
        html: match[1],
    }));
});

/** Serves one page, and the package where npm puts it. */
async function serve(html, isolated) {
    const server = createServer((request, response) => {
        if (isolated) {
            response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
            response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
        }
        const { pathname } = new URL(request.url, 'http://localhost');
        if (pathname === '/') {
            response.setHeader('Content-Type', 'text/html; charset=utf-8').end(html);
        } else if (pathname.startsWith(installed)) {
            response.setHeader('Content-Type', types[extname(pathname)] ?? 'text/plain');
            response.end(readFileSync(join(root, 'dist', pathname.slice(installed.length))));
        } else response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
}

let browser;
before(async () => {
    browser = await chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-sync'],
    });
});
after(() => browser?.close());

test('there is a page', () => assert.ok(pages.length > 0));

for (const { name, html } of pages) {
    for (const isolated of [true, false]) {
        test(`${name}, ${isolated ? 'isolated' : 'not isolated'}`, async () => {
            const server = await serve(html, isolated);
            const page = await browser.newPage();
            const complaints = [];
            page.on('pageerror', (error) => complaints.push(String(error)));
            page.on('console', (message) => {
                if (message.type() === 'error') complaints.push(message.text());
            });
            try {
                await page.goto(`http://127.0.0.1:${server.address().port}/`);
                await page.waitForFunction(() => document.querySelector('#out').textContent !== '');
                const said = await page.textContent('#out');
                assert.match(said, /^2000000 by /);
                assert.match(said, isolated ? /by threads-/ : /, 1 threads: .*cross-origin/);
                assert.deepEqual(complaints, []);
            } finally {
                await page.close();
                server.closeAllConnections();
                server.close();
            }
        });
    }
}
