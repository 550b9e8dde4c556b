import { outputElements } from './definition/features.js';
import { resizing } from './families/resizing.js';

export const resizeBilinear = resizing({
  name: 'RESIZE_BILINEAR',
  builtinCode: 23,
  optionsType: 15,
  firstSlot: 2,
  alignCornersIsVersion3: false,
  flops: outputElements,
});
