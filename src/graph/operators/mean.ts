import { reduction } from './reduction.js';

export const mean = reduction({ name: 'MEAN', builtinCode: 40 });
