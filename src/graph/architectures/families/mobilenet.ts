import { linearClassifier } from '../blocks/classifier.js';
import { convolution, depthwise } from '../blocks/convolution.js';
import { defineFamily } from '../family.js';

interface MobileNetConfiguration {
  /** By which all numbers of channels are multiplied, and rounded down. */
  readonly width: number;
  /** Fast-downsampling: the image is small after the first few convolutions. */
  readonly fastDownsampling?: true;
  /** Whether depthwise convolutions have an activation of their own; true if left out. */
  readonly activatesDepthwise?: false;
}

type Unit = readonly [filters: number, stride: number];

const units: readonly Unit[] = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [1024, 2],
  [1024, 1],
];

const fastDownsamplingUnits: readonly Unit[] = [
  [64, 2],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [1024, 1],
];

export const mobileNet = defineFamily<MobileNetConfiguration>({
  name: 'mobilenet',
  papers: [
    'MobileNets: Efficient Convolutional Neural Networks for Mobile Vision Applications (arXiv 1704.04861)',
    'FD-MobileNet: Improved MobileNet with a Fast Downsampling Strategy (arXiv 1802.03750)',
  ],
  configurations: {
    mobilenet_w1: { width: 1 },
    mobilenet_w3d4: { width: 0.75 },
    mobilenet_wd2: { width: 0.5 },
    mobilenet_wd4: { width: 0.25 },
    mobilenetb_w1: { width: 1, activatesDepthwise: false },
    mobilenetb_w3d4: { width: 0.75, activatesDepthwise: false },
    mobilenetb_wd2: { width: 0.5, activatesDepthwise: false },
    mobilenetb_wd4: { width: 0.25, activatesDepthwise: false },
    fdmobilenet_w1: { width: 1, fastDownsampling: true },
    fdmobilenet_w3d4: { width: 0.75, fastDownsampling: true },
    fdmobilenet_wd2: { width: 0.5, fastDownsampling: true },
    fdmobilenet_wd4: { width: 0.25, fastDownsampling: true },
  },
  build(builder, image, { width, fastDownsampling, activatesDepthwise = true }) {
    const scaled = (channels: number) => Math.floor(channels * width);
    const depthwiseActivation = activatesDepthwise ? 'relu' : 'none';
    let x = convolution(builder, image, { filters: scaled(32), kernel: 3, stride: 2, activation: 'relu' });
    for (const [filters, stride] of fastDownsampling ? fastDownsamplingUnits : units) {
      x = depthwise(builder, x, { stride, activation: depthwiseActivation });
      x = convolution(builder, x, { filters: scaled(filters), activation: 'relu' });
    }
    return linearClassifier(builder, x);
  },
});
