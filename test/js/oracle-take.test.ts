import { testCalls } from './support/calls.js';

testCalls('take');
