// Jest's transformer of the TypeScript tests: strips the types, makes CommonJS.
const { createHash } = require('node:crypto');
const esbuild = require('esbuild');

const options = { loader: 'ts', format: 'cjs', target: 'node20', sourcemap: 'inline' };
const salt = `${esbuild.version} ${JSON.stringify(options)}`;

module.exports = {
    process: (text, file) => esbuild.transformSync(text, { ...options, sourcefile: file }),
    getCacheKey: (text, file) =>
        createHash('sha1').update(salt).update(file).update(text).digest('hex'),
};
