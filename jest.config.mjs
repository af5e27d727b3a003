// The tests import 'raptors' and get what ships.
export default {
    testEnvironment: 'node',
    testMatch: ['<rootDir>/test/js/**/*.test.ts'],
    transform: { '\\.ts$': '<rootDir>/scripts/jest-esbuild.cjs' },
    moduleNameMapper: {
        '^raptors$': '<rootDir>/dist/node.cjs',
        '^(\\.{1,2}/.*)\\.js$': ['$1.js', '$1.ts'],
    },
    modulePathIgnorePatterns: ['<rootDir>/build/'],
    cacheDirectory: '<rootDir>/build/jest',
    maxWorkers: 2,
};
