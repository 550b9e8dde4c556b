import { reduction } from './families/reduction.js';

export const mean = reduction({ name: 'MEAN', builtinCode: 40 });
