import { testCalls } from './support/calls.js';

testCalls('building');
