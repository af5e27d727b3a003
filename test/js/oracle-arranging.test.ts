import { testCalls } from './support/calls.js';

testCalls('arranging');
