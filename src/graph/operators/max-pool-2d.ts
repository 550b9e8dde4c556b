import { pooling } from './families/pooling.js';

export const maxPool2d = pooling('MAX_POOL_2D', 17);
