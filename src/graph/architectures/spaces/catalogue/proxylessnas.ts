import { linearClassifier } from '../../blocks/classifier.js';
import { convolution } from '../../blocks/convolution.js';
import { invertedResidual } from '../../blocks/inverted-residual.js';
import { channelsOf } from '../../blocks/shapes.js';
import { choose, decide } from '../design.js';
import type { Decision } from '../design.js';
import type { ArchitectureSpace } from '../space.js';
import { readChoices } from './choice-reader.js';

interface Stage {
  readonly units: number;
  readonly filters: number;
  readonly stride: number;
}

const stages: readonly Stage[] = [
  { units: 4, filters: 32, stride: 2 },
  { units: 4, filters: 40, stride: 2 },
  { units: 4, filters: 80, stride: 2 },
  { units: 4, filters: 96, stride: 1 },
  { units: 4, filters: 192, stride: 2 },
  { units: 1, filters: 320, stride: 1 },
];

/** A unit is an inverted residual; all but the first of a stage may be left out. */
function unitDecision(stage: number, unit: number): Decision {
  const path = `stage${stage}.unit${unit}`;
  const shape = [choose(`${path}.kernel`, [3, 5, 7]), choose(`${path}.expansion`, [3, 6])];
  const block = { value: 'inverted-residual', weight: 6, then: shape };
  return decide(`${path}.kind`, unit === 1 ? [block] : [block, { value: 'identity' }]);
}

/** Inverted residuals of free kernel and expansion, or none, in 21 places of a mobile network. */
export const proxylessNasSpace: ArchitectureSpace = {
  name: 'proxylessnas',
  papers: ['ProxylessNAS: Direct Neural Architecture Search on Target Task and Hardware (arXiv 1812.00332)'],
  decisions: stages.flatMap(({ units }, stage) =>
    Array.from({ length: units }, (_, unit) => unitDecision(stage + 1, unit + 1)),
  ),
  inputSize: () => 224,
  build(builder, image, choices) {
    let x = convolution(builder, image, { filters: 32, kernel: 3, stride: 2, activation: 'relu6' });
    const first = { kernel: 3, stride: 1, expandedChannels: 32, filters: 16, expand: false } as const;
    x = invertedResidual(builder, x, { ...first, activation: 'relu6' });
    for (const [index, { units, filters, stride }] of stages.entries()) {
      for (let unit = 1; unit <= units; unit++) {
        const { number, text } = readChoices(choices)
          .under(`stage${index + 1}`)
          .under(`unit${unit}`);
        if (text('kind') === 'identity') continue;
        x = invertedResidual(builder, x, {
          kernel: number('kernel'),
          stride: unit === 1 ? stride : 1,
          expandedChannels: channelsOf(x) * number('expansion'),
          filters,
          expand: true,
          activation: 'relu6',
        });
      }
    }
    x = convolution(builder, x, { filters: 1280, activation: 'relu6' });
    return linearClassifier(builder, x);
  },
};
