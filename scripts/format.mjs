// Puts every source into its one format.
import { filesUnder, main, needApt, needNodeModules, run } from './lib.mjs';

export const cFiles = () =>
    filesUnder(['src', 'wasm', 'test/c', 'test/fuzz', 'examples'], (name) => /\.[ch]$/.test(name));

if (process.argv[1] === import.meta.filename) {
    main(() => {
        needApt({ 'clang-format': 'clang-format' });
        needNodeModules();
        run('clang-format', ['-i', ...cFiles()]);
        run('node_modules/.bin/biome', ['check', '--write', '.']);
    });
}
