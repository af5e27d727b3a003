// Test runners with a simulated browser (jsdom), which have files beneath it.
import { type FileSystem, setFileSystem } from './npy-files.js';

const { process } = globalThis as {
    process?: { getBuiltinModule?: (id: string) => FileSystem | undefined };
};
const files = process?.getBuiltinModule?.('node:fs');
if (files !== undefined) setFileSystem(files);

export * from './entry-browser.js';
export { default } from './entry-browser.js';
