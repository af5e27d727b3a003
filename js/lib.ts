// The names of np.lib.
export * as stride_tricks from './stride-tricks.js';
