// Debian trees in the cache folder, for tools that the machine's own Debian is too old for: they
// are unpacked, not installed, and run in a sandbox that sees the checkout at its own path.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cache, Failure, needApt, root, run, which } from './lib.mjs';

const suite = 'trixie';

/**
 * The path of the tree `name`, made first if it is not there in full.
 * packages: what to unpack; signs: files that show that it was; finish(dir): last touches.
 */
export function privateRoot(name, { packages, signs, excludes = [], finish = () => {} }) {
    const dir = join(cache, name);
    const complete = (tree) => signs.every((file) => existsSync(join(tree, file)));
    if (complete(dir)) return dir;

    if (!which('apt-get') || process.getuid() !== 0) return null;
    needApt({ mmdebstrap: 'mmdebstrap' });
    console.log(`Setting up ${dir} (about a minute, once)`);
    mkdirSync(cache, { recursive: true });
    removeAbandoned(name);
    const unfinished = `${dir}.${process.pid}`;
    run('mmdebstrap', [
        '--quiet',
        '--variant=extract',
        '--architectures=amd64',
        `--include=${packages.join(',')}`,
        ...['/usr/share/doc/*', '/usr/share/man/*', '/usr/share/locale/*', ...excludes].map(
            (path) => `--dpkgopt=path-exclude=${path}`,
        ),
        suite,
        unfinished,
    ]);
    finish(unfinished);
    if (!complete(unfinished)) throw new Failure(`${unfinished}: packages are missing in it`);
    if (complete(dir)) {
        rmSync(unfinished, { recursive: true }); // Another process was quicker.
    } else {
        rmSync(dir, { recursive: true, force: true });
        renameSync(unfinished, dir);
    }
    return dir;
}

/** Removes trees that a process left behind when it was interrupted. */
function removeAbandoned(name) {
    for (const entry of readdirSync(cache)) {
        const pid = entry.startsWith(`${name}.`) ? entry.slice(name.length + 1) : '';
        if (/^\d+$/.test(pid) && !existsSync(`/proc/${pid}`)) {
            rmSync(join(cache, entry), { recursive: true });
        }
    }
}

/** The command line that runs argv inside the tree, with the checkout at its own path. */
export function inRoot(dir, argv, { cwd = root, env = {} } = {}) {
    needApt({ bubblewrap: 'bwrap' });
    const bound = cwd === root || cwd.startsWith(`${root}/`) ? [root] : [root, cwd];
    return [
        'bwrap',
        ...['--bind', dir, '/', '--dev', '/dev', '--proc', '/proc'],
        ...['--tmpfs', '/run', '--tmpfs', '/tmp', '--die-with-parent'],
        ...bound.flatMap((path) => ['--bind', path, path]),
        ...['--chdir', cwd, '--clearenv', '--setenv', 'PATH', '/usr/bin:/bin'],
        ...['--setenv', 'HOME', '/tmp', '--setenv', 'LC_ALL', 'C.UTF-8'],
        ...Object.entries(env).flatMap(([key, value]) => ['--setenv', key, value]),
        '--',
        ...argv,
    ];
}
