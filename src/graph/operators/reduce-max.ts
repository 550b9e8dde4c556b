import { reduction } from './families/reduction.js';

export const reduceMax = reduction({ name: 'REDUCE_MAX', builtinCode: 82, outputQuantization: 'input' });
