// Makes test/oracle/fixtures anew with NumPy itself. Arguments: names of scripts, for only those.
import { Failure, filesUnder, main } from './lib.mjs';
import { runNumpy } from './numpy-root.mjs';

main(() => {
    const names = process.argv.slice(2);
    const scripts = filesUnder(['test/oracle'], (name) => /^make_\w+\.py$/.test(name)).filter(
        (path) => names.length === 0 || names.some((name) => path.includes(name)),
    );
    if (scripts.length === 0) throw new Failure('No script test/oracle/make_*.py matches');
    for (const script of scripts) {
        console.log(script);
        runNumpy([script]);
    }
});
