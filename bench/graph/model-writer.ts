import {
  buildArchitecture,
  describeGraph,
  featuresOf,
  graphOfConfigurations,
  readTflite,
  writeTflite,
} from '../../src/graph/index.js';
import type { OperationConfiguration } from '../../src/graph/index.js';
import { medianMs, printRows } from '../support/benchmark.js';

/** Of the size that campaigns profile: 37 KB of weights on average. */
const convolutions: readonly OperationConfiguration[] = [8, 16, 24, 32, 40, 48].map((channels) => ({
  operator: 'CONV_2D',
  attributes: { padding: 'SAME', strideWidth: 1, strideHeight: 1, fusedActivation: 'RELU' },
  inputs: [
    { shape: [1, 28, 28, channels], type: 'float32', constant: false },
    { shape: [channels, 3, 3, channels], type: 'float32', constant: true },
    { shape: [channels], type: 'float32', constant: true },
  ],
}));

/** How fast models are written, read, and described. */
export function modelWriterBenchmark(): void {
  const mobileNet = buildArchitecture('mobilenetv2_w1');
  const bytes = writeTflite(mobileNet);
  const oneOperationMs =
    medianMs(() => {
      for (const configuration of convolutions) writeTflite(graphOfConfigurations([configuration]));
    }) / convolutions.length;
  const featuresMs =
    medianMs(() => {
      for (const configuration of convolutions) featuresOf(configuration);
    }) / convolutions.length;
  const megabytes = (bytes.length / 1e6).toFixed(1);
  printRows([
    row('one-operation models written', 1000 / oneOperationMs, 'a second', 'at least 3000'),
    row(
      `MobileNetV2 float32 (${megabytes} MB) written`,
      medianMs(() => writeTflite(mobileNet)),
      'ms',
      'at most 30',
    ),
    row(
      'MobileNetV2 described',
      1000 / medianMs(() => describeGraph(mobileNet)),
      'a second',
      'at least 2000',
    ),
    row(
      'MobileNetV2 read',
      medianMs(() => readTflite(bytes)),
      'ms',
      'no limit set',
    ),
    row(
      'MobileNetV2 built',
      medianMs(() => buildArchitecture('mobilenetv2_w1')),
      'ms',
      'no limit set',
    ),
    row('features of a convolution', 1000 / featuresMs, 'a second', 'no limit set'),
  ]);
}

function row(measured: string, value: number, unit: string, wanted: string) {
  return { measured, value, unit, wanted };
}
