import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import { linearClassifier } from '../blocks/classifier.js';
import { convolution } from '../blocks/convolution.js';
import { concatenate } from '../blocks/elementwise.js';
import { maxPool, thinnedAveragePool } from '../blocks/pooling.js';
import { channelsOf } from '../blocks/shapes.js';
import { defineFamily } from '../family.js';

interface Stage {
  readonly units: number;
  /** Channels between the two convolutions of a branch. */
  readonly bottleneck: number;
}

interface PeleeNetConfiguration {
  readonly stages: readonly Stage[];
}

/** Channels that each of a unit's two branches adds. */
const branchGrowth = 16;

export const peleeNet = defineFamily<PeleeNetConfiguration>({
  name: 'peleenet',
  papers: ['Pelee: A Real-Time Object Detection System on Mobile Devices (arXiv 1804.06882)'],
  configurations: {
    peleenet: {
      stages: [
        { units: 3, bottleneck: 16 },
        { units: 4, bottleneck: 32 },
        { units: 8, bottleneck: 64 },
        { units: 6, bottleneck: 64 },
      ],
    },
  },
  build(builder, image, { stages }) {
    let x = stem(builder, image);
    for (const [index, { units, bottleneck }] of stages.entries()) {
      for (let unit = 0; unit < units; unit++) x = twoWayDenseUnit(builder, x, bottleneck);
      x = convolution(builder, x, { filters: channelsOf(x), activation: 'relu' });
      if (index < stages.length - 1) x = thinnedAveragePool(builder, x, { kernel: 2, stride: 2 });
    }
    return linearClassifier(builder, x);
  },
});

function stem(builder: GraphBuilder, image: Value): Value {
  const x = convolution(builder, image, { filters: 32, kernel: 3, stride: 2, activation: 'relu' });
  const narrow = convolution(builder, x, { filters: 16, activation: 'relu' });
  const convolved = convolution(builder, narrow, { filters: 32, kernel: 3, stride: 2, activation: 'relu' });
  const pooled = maxPool(builder, x, { kernel: 2, stride: 2 });
  return convolution(builder, concatenate(builder, [convolved, pooled]), { filters: 32, activation: 'relu' });
}

/** A dense unit with receptive fields of 3 and of 5 pixels. */
function twoWayDenseUnit(builder: GraphBuilder, x: Value, bottleneck: number): Value {
  const wide = { filters: branchGrowth, kernel: 3, activation: 'relu' } as const;
  const narrow = { filters: bottleneck, activation: 'relu' } as const;
  const near = convolution(builder, convolution(builder, x, narrow), wide);
  const middle = convolution(builder, convolution(builder, x, narrow), wide);
  return concatenate(builder, [x, near, convolution(builder, middle, wide)]);
}
