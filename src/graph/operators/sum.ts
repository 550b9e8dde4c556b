import { reduction } from './reduction.js';

export const sum = reduction({ name: 'SUM', builtinCode: 74 });
