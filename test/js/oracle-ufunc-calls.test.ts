import { testCalls } from './support/calls.js';

testCalls('ufunc_calls');
