// np.lib. Objects, not modules: a bundler does not keep an object that nobody reads.
import { Arrayterator } from './arrayterator.js';
import { as_strided, sliding_window_view } from './stride-tricks.js';

/** Views by hand. */
const stride_tricks = { as_strided, sliding_window_view };
/** What NumPy keeps apart. */
export const lib = { Arrayterator, stride_tricks };
