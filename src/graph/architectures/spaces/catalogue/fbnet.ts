import type { GraphBuilder, Value } from '../../../builder/graph-builder.js';
import { channelShuffle } from '../../blocks/channel-shuffle.js';
import { linearClassifier } from '../../blocks/classifier.js';
import { convolution, depthwise } from '../../blocks/convolution.js';
import { sum } from '../../blocks/elementwise.js';
import { channelsOf } from '../../blocks/shapes.js';
import { choose } from '../design.js';
import type { ArchitectureSpace } from '../space.js';
import { readChoices } from './choice-reader.js';

interface Block {
  readonly kernel: number;
  readonly expansion: number;
  readonly groups: number;
}

/** The paper's candidate blocks by its names for them; `skip` is the ninth. */
const blocks: Readonly<Record<string, Block>> = {
  k3_e1: { kernel: 3, expansion: 1, groups: 1 },
  k3_e1_g2: { kernel: 3, expansion: 1, groups: 2 },
  k3_e3: { kernel: 3, expansion: 3, groups: 1 },
  k3_e6: { kernel: 3, expansion: 6, groups: 1 },
  k5_e1: { kernel: 5, expansion: 1, groups: 1 },
  k5_e1_g2: { kernel: 5, expansion: 1, groups: 2 },
  k5_e3: { kernel: 5, expansion: 3, groups: 1 },
  k5_e6: { kernel: 5, expansion: 6, groups: 1 },
};

interface Stage {
  readonly units: number;
  readonly filters: number;
  readonly stride: number;
}

const stages: readonly Stage[] = [
  { units: 1, filters: 16, stride: 1 },
  { units: 4, filters: 24, stride: 2 },
  { units: 4, filters: 32, stride: 2 },
  { units: 4, filters: 64, stride: 2 },
  { units: 4, filters: 112, stride: 1 },
  { units: 4, filters: 184, stride: 2 },
  { units: 1, filters: 352, stride: 1 },
];

/** One of nine blocks in each of 22 places. */
export const fbNetSpace: ArchitectureSpace = {
  name: 'fbnet',
  papers: ['FBNet: Hardware-Aware Efficient ConvNet Design via Differentiable NAS (arXiv 1812.03443)'],
  decisions: stages.flatMap(({ units }, stage) =>
    Array.from({ length: units }, (_, unit) =>
      choose(`stage${stage + 1}.unit${unit + 1}.block`, [...Object.keys(blocks), 'skip']),
    ),
  ),
  inputSize: () => 224,
  build(builder, image, choices) {
    let x = convolution(builder, image, { filters: 16, kernel: 3, stride: 2, activation: 'relu' });
    for (const [index, { units, filters, stride }] of stages.entries()) {
      for (let unit = 1; unit <= units; unit++) {
        const block = readChoices(choices)
          .under(`stage${index + 1}`)
          .under(`unit${unit}`)
          .text('block');
        x = fbNetUnit(builder, x, blocks[block], { filters, stride: unit === 1 ? stride : 1 });
      }
    }
    x = convolution(builder, x, { filters: 1984, activation: 'relu' });
    return linearClassifier(builder, x);
  },
};

interface Shape {
  readonly filters: number;
  readonly stride: number;
}

function fbNetUnit(
  builder: GraphBuilder,
  x: Value,
  block: Block | undefined,
  { filters, stride }: Shape,
): Value {
  const keepsShape = stride === 1 && channelsOf(x) === filters;
  if (block === undefined) {
    return keepsShape ? x : convolution(builder, x, { filters, stride, activation: 'relu' });
  }
  const { kernel, expansion, groups } = block;
  let y = convolution(builder, x, { filters: channelsOf(x) * expansion, groups, activation: 'relu' });
  if (groups > 1) y = channelShuffle(builder, y, groups);
  y = depthwise(builder, y, { kernel, stride, activation: 'relu' });
  y = convolution(builder, y, { filters, groups });
  return keepsShape ? sum(builder, y, x) : y;
}
