import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import type { Activation } from '../blocks/activation.js';
import { convolutionalClassifier } from '../blocks/classifier.js';
import { convolution, depthwise } from '../blocks/convolution.js';
import { concatenate, sum } from '../blocks/elementwise.js';
import { squeezeExcitation } from '../blocks/squeeze-excitation.js';
import { channelsOf } from '../blocks/shapes.js';
import { defineFamily } from '../family.js';

interface GhostUnit {
  /** Of the strided depthwise convolution in the middle, which a unit without stride has not. */
  readonly kernel: number;
  readonly expandedChannels: number;
  readonly filters: number;
  readonly stride: number;
  readonly excited: boolean;
}

interface GhostNetConfiguration {
  readonly units: readonly GhostUnit[];
}

type Row = readonly [kernel: number, expanded: number, filters: number, stride: number, excited: boolean];

const rows: readonly Row[] = [
  [3, 16, 16, 1, false],
  [3, 48, 24, 2, false],
  [3, 72, 24, 1, false],
  [5, 72, 40, 2, true],
  [5, 120, 40, 1, true],
  [3, 240, 80, 2, false],
  [3, 200, 80, 1, false],
  [3, 184, 80, 1, false],
  [3, 184, 80, 1, false],
  [3, 480, 112, 1, true],
  [3, 672, 112, 1, true],
  [5, 672, 160, 2, true],
  [5, 960, 160, 1, false],
  [5, 960, 160, 1, true],
  [5, 960, 160, 1, false],
  [5, 960, 160, 1, true],
];

export const ghostNet = defineFamily<GhostNetConfiguration>({
  name: 'ghostnet',
  papers: ['GhostNet: More Features from Cheap Operations (arXiv 1911.11907)'],
  configurations: {
    ghostnet: {
      units: rows.map(([kernel, expandedChannels, filters, stride, excited]) => ({
        kernel,
        expandedChannels,
        filters,
        stride,
        excited,
      })),
    },
  },
  build(builder, image, { units }) {
    let x = convolution(builder, image, { filters: 16, kernel: 3, stride: 2, activation: 'relu' });
    for (const unit of units) x = ghostUnit(builder, x, unit);
    x = convolution(builder, x, { filters: 960, activation: 'relu' });
    return convolutionalClassifier(builder, x, { filters: 1280, activation: 'relu' });
  },
});

function ghostUnit(builder: GraphBuilder, x: Value, unit: GhostUnit): Value {
  const { kernel, expandedChannels, filters, stride, excited } = unit;
  let y = ghostModule(builder, x, expandedChannels, 'relu');
  if (stride !== 1) y = depthwise(builder, y, { kernel, stride });
  if (excited) {
    y = squeezeExcitation(builder, y, { squeezedChannels: expandedChannels / 4, gate: 'clip-to-unit' });
  }
  y = ghostModule(builder, y, filters, 'none');
  return sum(builder, y, ghostShortcut(builder, x, filters, stride));
}

/** Half of the channels from a 1×1 convolution, the other half from a cheap depthwise one on those. */
function ghostModule(builder: GraphBuilder, x: Value, filters: number, activation: Activation): Value {
  const main = convolution(builder, x, { filters: filters / 2, activation });
  return concatenate(builder, [main, depthwise(builder, main, { kernel: 3, activation })]);
}

function ghostShortcut(builder: GraphBuilder, x: Value, filters: number, stride: number): Value {
  if (stride === 1 && channelsOf(x) === filters) return x;
  const filtered = depthwise(builder, x, { kernel: 3, stride, activation: 'relu' });
  return convolution(builder, filtered, { filters });
}
