// The demo's page in Chromium, with the headers that allow threads and without.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { serve } from '../../demo/serve.mjs';
import { analyse } from '../../demo/terrain.mjs';
import * as np from '../../dist/node.mjs';

const switches =
    '--no-sandbox --disable-quic --no-first-run --disable-background-networking ' +
    '--disable-component-update --disable-sync';

let browser;
let expected;
before(async () => {
    browser = await chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: switches.split(' '),
    });
    const data = (name) =>
        np.loadSync(fileURLToPath(new URL(`../../demo/data/${name}.npy`, import.meta.url)));
    const elevation = data('elevation');
    const names = ['dx', 'dy', 'ymin', 'ymax'];
    const spacing = Object.fromEntries(names.map((name) => [name, data(name).item()]));
    expected = analyse(np, elevation, spacing);
});
after(() => browser?.close());

/** Opens the page, waits until it is done, and looks at it. */
async function visit(isolated, look) {
    const server = await serve({ port: 0, host: '127.0.0.1', isolated });
    const page = await browser.newPage();
    const complaints = [];
    page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    try {
        const response = await page.goto(server.url);
        const settled = '[data-state=done], [data-state=failed]';
        await page.waitForSelector(settled, { timeout: 60_000, state: 'attached' });
        const seen = await page.evaluate(() => {
            const canvas = document.querySelector('#hillshade');
            const { width, height } = canvas;
            const text = (selector) => document.querySelector(selector)?.textContent;
            return {
                state: document.documentElement.dataset.state,
                error: text('#error'),
                isolated: crossOriginIsolated,
                status: text('#status'),
                progress: document.querySelector('#progress').value,
                runtime: text('#runtime'),
                threads: text('#threads'),
                reason: text('#reason'),
                steps: text('#steps'),
                bars: document.querySelectorAll('#histogram div').length,
                width,
                height,
                pixels: Array.from(canvas.getContext('2d').getImageData(0, 0, width, height).data),
            };
        });
        assert.equal(seen.error, '');
        assert.equal(seen.state, 'done');
        look(seen, response.headers());
        assert.deepEqual(complaints, []);
        if (process.env.SCREENSHOTS) {
            const name = isolated ? 'threads' : 'plain';
            await page.screenshot({
                path: `${process.env.SCREENSHOTS}/demo-${name}.png`,
                fullPage: true,
            });
        }
    } finally {
        await page.close();
        await server.close();
    }
    await assert.rejects(fetch(server.url), 'the server still answers');
}

function checkPicture({ width, height, pixels, progress, status, steps, bars }) {
    const grey = expected.grey.toTypedArray();
    assert.deepEqual([height, width], expected.grey.shape);
    const wrong = pixels.findIndex((value, i) => value !== (i % 4 === 3 ? 255 : grey[i >> 2]));
    assert.equal(wrong, -1, `pixel ${wrong >> 2} differs from Node's`);
    assert.ok(new Set(grey).size > 100, 'the picture has many shades');
    assert.equal(progress, 1);
    assert.match(status, /^Done in /);
    assert.match(steps, /fetch.*hillshade.*histogram/);
    assert.equal(bars, expected.heights.counts.length);
}

test('with the headers it computes with threads', () =>
    visit(true, (seen, headers) => {
        assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
        assert.equal(headers['cross-origin-embedder-policy'], 'require-corp');
        assert.equal(seen.isolated, true);
        if (np.runtime.wantedThreads > 1) {
            assert.match(seen.runtime, /raptors-threads-/);
            assert.equal(Number(seen.threads), np.runtime.wantedThreads);
        }
        checkPicture(seen);
    }));

test('without the headers it computes on one thread and says why', () =>
    visit(false, (seen, headers) => {
        assert.equal(headers['cross-origin-opener-policy'], undefined);
        assert.equal(seen.isolated, false);
        assert.match(seen.runtime, /raptors-(simd|relaxed)\.wasm/);
        assert.equal(seen.threads, '1');
        assert.match(seen.reason, /not cross-origin isolated/);
        checkPicture(seen);
    }));
