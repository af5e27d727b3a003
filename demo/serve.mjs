// npm run demo: serves the page, with the headers that allow threads.
//   --port <number>     8080 by default; 0 takes any that is free
//   --host <name>       where to listen: localhost by default
//   --no-isolation      leaves the headers out: the page then computes on one thread
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import sirv from 'sirv';

const here = dirname(fileURLToPath(import.meta.url));
const built = join(here, '../dist');

export const isolation = {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Serves demo/ at the root and dist/ beside it; { url, close }. */
export async function serve({ port = 8080, host = 'localhost', isolated = true } = {}) {
    const setHeaders = (response) => {
        response.setHeader('Cache-Control', 'no-cache');
        if (!isolated) return;
        for (const [name, value] of Object.entries(isolation)) response.setHeader(name, value);
    };
    const pages = sirv(here, { dev: true, setHeaders });
    const dist = sirv(built, { dev: true, setHeaders });
    const server = createServer((request, response) => {
        const inDist = request.url.startsWith('/dist/');
        if (inDist) request.url = request.url.slice('/dist'.length);
        const missing = () => response.writeHead(404).end('Not found');
        (inDist ? dist : pages)(request, response, missing);
    });
    await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, resolve);
    });
    const close = () => {
        server.closeAllConnections();
        return new Promise((resolve) => server.close(resolve));
    };
    return { url: `http://${host}:${server.address().port}/`, close };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const { values } = parseArgs({
        options: {
            port: { type: 'string', default: '8080' },
            host: { type: 'string', default: 'localhost' },
            'no-isolation': { type: 'boolean', default: false },
        },
    });
    if (!existsSync(join(built, 'browser.mjs'))) {
        console.error('The package is not built yet: npm run build');
        process.exit(1);
    }
    const isolated = !values['no-isolation'];
    try {
        const { url } = await serve({ port: Number(values.port), host: values.host, isolated });
        console.log(
            `${url}   (${isolated ? 'with' : 'without'} the headers for threads; Ctrl+C ends)`,
        );
    } catch (error) {
        if (error.code !== 'EADDRINUSE') throw error;
        console.error(`Port ${values.port} is taken: npm run demo -- --port 8081`);
        process.exit(1);
    }
}
