import type { ElementType, Quantization } from '../model/tensor.js';

/**
 * Scale of generated activations: real values of about ±6, what a ReLU6 network has. What the scales are does not change
 * how long kernels take; that they fit together does decide whether kernels accept them.
 */
const activationScale = 0.05;

/** Scale of generated int8 weights: real values of about ±2.5. */
const weightScale = 0.02;

const perTensor: Readonly<Partial<Record<ElementType, Quantization>>> = {
  int8: { scales: [activationScale], zeroPoints: [0], dimension: 0 },
  uint8: { scales: [activationScale], zeroPoints: [128], dimension: 0 },
  int16: { scales: [activationScale / 256], zeroPoints: [0], dimension: 0 },
};

/** How generated activations of a type are quantized; `undefined` for types that are not. */
export function activationQuantization(type: ElementType): Quantization | undefined {
  return perTensor[type];
}

/** Int8 weights: symmetric, with a scale per channel of `channelDimension`, or one scale when that is left out. */
export function weightQuantization(
  shape: readonly number[],
  channelDimension: number | undefined,
): Quantization {
  const channels = channelDimension === undefined ? 1 : (shape[channelDimension] ?? 1);
  return {
    scales: new Array<number>(channels).fill(weightScale),
    zeroPoints: new Array<number>(channels).fill(0),
    dimension: channelDimension ?? 0,
  };
}

/** An int32 bias: scale of the input times scale of the weights, as TFLite's quantization specification demands. */
export function biasQuantization(input: Quantization, weights: Quantization, channels: number): Quantization {
  const inputScale = Math.fround(input.scales[0] ?? 1);
  const scaleOf = (channel: number) => weights.scales[channel] ?? weights.scales[0] ?? 1;
  const perChannel = weights.scales.length > 1 ? channels : 1;
  return {
    scales: Array.from({ length: perChannel }, (_, i) => Math.fround(inputScale * Math.fround(scaleOf(i)))),
    zeroPoints: new Array<number>(perChannel).fill(0),
    dimension: 0,
  };
}

/** Whether stored values of both mean the same real values, so that a kernel may copy them. */
export function sameQuantization(a: Quantization | undefined, b: Quantization | undefined): boolean {
  return a?.scales[0] === b?.scales[0] && a?.zeroPoints[0] === b?.zeroPoints[0];
}
