import { convolutionalClassifier } from '../../blocks/classifier.js';
import { convolution } from '../../blocks/convolution.js';
import { invertedResidual } from '../../blocks/inverted-residual.js';
import { channelsOf, roundChannels } from '../../blocks/shapes.js';
import { choose, repeat } from '../design.js';
import type { ArchitectureSpace } from '../space.js';
import { readChoices } from './choice-reader.js';

interface Stage {
  readonly filters: number;
  readonly stride: number;
  readonly activation: 'relu' | 'hard-swish';
  readonly excited: boolean;
}

const stages: readonly Stage[] = [
  { filters: 24, stride: 2, activation: 'relu', excited: false },
  { filters: 40, stride: 2, activation: 'relu', excited: true },
  { filters: 80, stride: 2, activation: 'hard-swish', excited: false },
  { filters: 112, stride: 1, activation: 'hard-swish', excited: true },
  { filters: 160, stride: 2, activation: 'hard-swish', excited: true },
];

/** Sub-networks of one trained MobileNetV3: depth of every stage, kernel and expansion of every unit, size of the image. */
export const onceForAllMobileNetV3: ArchitectureSpace = {
  name: 'once-for-all-mobilenetv3',
  papers: ['Once-for-All: Train One Network and Specialize it for Efficient Deployment (arXiv 1908.09791)'],
  decisions: [
    choose('resolution', [160, 176, 192, 208, 224]),
    ...stages.map((_, stage) =>
      repeat(`stage${stage + 1}.depth`, [2, 3, 4], (unit) => [
        choose(`stage${stage + 1}.unit${unit}.kernel`, [3, 5, 7]),
        choose(`stage${stage + 1}.unit${unit}.expansion`, [3, 4, 6]),
      ]),
    ),
  ],
  inputSize: ({ resolution }) => Number(resolution),
  build(builder, image, choices) {
    const stem = { filters: 16, kernel: 3, stride: 2, activation: 'hard-swish' } as const;
    let x = convolution(builder, image, stem);
    const first = { kernel: 3, stride: 1, expandedChannels: 16, filters: 16, expand: false };
    x = invertedResidual(builder, x, first);
    for (const [index, { excited, ...stage }] of stages.entries()) {
      const chosen = readChoices(choices).under(`stage${index + 1}`);
      for (let unit = 1; unit <= chosen.number('depth'); unit++) {
        const { number } = chosen.under(`unit${unit}`);
        const expandedChannels = roundChannels(channelsOf(x) * number('expansion'));
        const excitation = {
          squeezedChannels: roundChannels(expandedChannels / 4),
          gate: 'hard-sigmoid',
        } as const;
        x = invertedResidual(builder, x, {
          ...stage,
          stride: unit === 1 ? stage.stride : 1,
          kernel: number('kernel'),
          expandedChannels,
          expand: true,
          ...(excited ? { excitation } : {}),
        });
      }
    }
    x = convolution(builder, x, { filters: 960, activation: 'hard-swish' });
    return convolutionalClassifier(builder, x, { filters: 1280, activation: 'hard-swish' });
  },
};
