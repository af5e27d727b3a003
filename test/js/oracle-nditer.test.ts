// Iterators, as NumPy's do.
import { testNditer } from './support/nditer.js';

testNditer();
