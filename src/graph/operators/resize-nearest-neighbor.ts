import { resizing } from './families/resizing.js';

export const resizeNearestNeighbor = resizing({
  name: 'RESIZE_NEAREST_NEIGHBOR',
  builtinCode: 97,
  optionsType: 74,
  firstSlot: 0,
  alignCornersIsVersion3: true,
  flops: () => 0,
});
