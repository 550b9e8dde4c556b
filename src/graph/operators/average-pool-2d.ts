import { pooling } from './families/pooling.js';

export const averagePool2d = pooling('AVERAGE_POOL_2D', 1);
