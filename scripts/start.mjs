// npm start: sets up what is missing, builds what is stale, then runs the demo with the arguments.
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
    run(process.execPath, ['demo/main.mjs', ...process.argv.slice(2)]);
});
