// npm start: sets up what is missing, builds what is stale, then runs the demo with the arguments.
// npm run demo: the same with --serve first, and then serves the demo's page.
import { buildJs, buildWasm, wasmFiles } from './build.mjs';
import { main, needNodeModules, run, upToDate } from './lib.mjs';

main(async () => {
    if (!upToDate(wasmFiles, ['src', 'wasm', 'CMakeLists.txt', 'CMakePresets.json'])) {
        console.log('Building WebAssembly');
        buildWasm();
    }
    needNodeModules();
    const { bundles } = await import('./build-js.mjs');
    if (!upToDate(bundles, ['js', 'scripts', 'package-lock.json', ...wasmFiles])) {
        console.log('Building JavaScript');
        await buildJs();
    }
    const serve = process.argv[2] === '--serve';
    const script = serve ? 'demo/serve.mjs' : 'demo/main.mjs';
    run(process.execPath, [script, ...process.argv.slice(serve ? 3 : 2)]);
});
