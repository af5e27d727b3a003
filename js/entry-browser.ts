// What a page imports. In dist/ the two are two files: as one, the default would hold on to every
// function, and a bundler could leave out none.
export * from './browser.js';
/** All of the above by one name: import np from 'raptors'. */
export * as default from './browser.js';
