import { reduction } from './families/reduction.js';

export const reduceMin = reduction({ name: 'REDUCE_MIN', builtinCode: 89, outputQuantization: 'input' });
