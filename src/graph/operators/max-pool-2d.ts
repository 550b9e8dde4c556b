import { pooling } from './pooling.js';

export const maxPool2d = pooling('MAX_POOL_2D', 17);
