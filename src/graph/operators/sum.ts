import { reduction } from './families/reduction.js';

export const sum = reduction({ name: 'SUM', builtinCode: 74 });
