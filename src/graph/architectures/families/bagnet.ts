import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import { linearClassifier } from '../blocks/classifier.js';
import { convolution } from '../blocks/convolution.js';
import { sum } from '../blocks/elementwise.js';
import { channelsOf, sizeOf } from '../blocks/shapes.js';
import { defineFamily } from '../family.js';

interface BagNetConfiguration {
  /** Units of each stage. */
  readonly units: readonly number[];
  /** How many of them, from the first, look at 3×3 pixels instead of one. */
  readonly wideUnits: readonly number[];
}

const stageChannels = [256, 512, 1024, 2048];

export const bagNet = defineFamily<BagNetConfiguration>({
  name: 'bagnet',
  papers: [
    'Approximating CNNs with Bag-of-local-Features models works surprisingly well on ImageNet (ICLR 2019)',
  ],
  configurations: { bagnet9: { units: [3, 4, 6, 3], wideUnits: [1, 1, 0, 0] } },
  build(builder, image, { units, wideUnits }) {
    let x = convolution(builder, image, { filters: 64 });
    x = convolution(builder, x, { filters: 64, kernel: 3, padding: 'valid', activation: 'relu' });
    for (const [stage, count] of units.entries()) {
      const filters = stageChannels[stage] ?? 0;
      for (let unit = 0; unit < count; unit++) {
        const stride = unit === 0 && stage < units.length - 1 ? 2 : 1;
        x = bagNetUnit(builder, x, { filters, stride, kernel: unit < (wideUnits[stage] ?? 0) ? 3 : 1 });
      }
    }
    return linearClassifier(builder, x);
  },
});

interface UnitOptions {
  readonly filters: number;
  readonly stride: number;
  readonly kernel: number;
}

/** ResNet's bottleneck without padding: the shortcut is cropped to what the convolutions leave. */
function bagNetUnit(builder: GraphBuilder, x: Value, { filters, stride, kernel }: UnitOptions): Value {
  const inner = { filters: filters / 4, activation: 'relu' } as const;
  let y = convolution(builder, x, inner);
  y = convolution(builder, y, { ...inner, kernel, stride, padding: 'valid' });
  y = convolution(builder, y, { filters });
  const projects = stride !== 1 || channelsOf(x) !== filters;
  const shortcut = projects ? convolution(builder, x, { filters, stride }) : x;
  return sum(builder, y, cropTo(builder, shortcut, sizeOf(y)), 'relu');
}

/** The upper left `size`×`size` pixels. */
function cropTo(builder: GraphBuilder, x: Value, size: number): Value {
  if (sizeOf(x) === size) return x;
  const [everyAxis, batchAndChannels] = [0b1111, 0b1001];
  const options = { beginMask: everyAxis, endMask: batchAndChannels };
  return builder.stridedSlice(x, { begin: [0, 0, 0, 0], end: [0, size, size, 0], ...options });
}
