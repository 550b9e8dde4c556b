import type { Delegate } from './delegates.js';
import { precisions } from '../model/precision.js';
import type { Precision, StoredPrecision } from '../model/precision.js';
import type { NetworkPrecision } from './precisions-of.js';

/**
 * What a scenario's networks are stored as, and computed in:
 * - `float32`: float32 networks, computed in float32;
 * - `float16`: float32 networks, computed in float16 by a delegate that is told it may;
 * - `float16weights`: networks whose weights are stored as float16, computed in float32 on CPUs and in float16 on GPUs;
 * - `hybrid`: int8 weights under float32 values, as dynamic-range quantization stores them; float16 values on GPUs;
 * - `int8`, `uint8`, `int16`: quantized values.
 */
export const scenarioPrecisions = [
  'float32',
  'float16',
  'float16weights',
  'hybrid',
  'int8',
  'uint8',
  'int16',
] as const;
export type ScenarioPrecision = (typeof scenarioPrecisions)[number];

/** Of a scenario, what decides which networks it is for. */
export interface PrecisionScenario {
  readonly precision: ScenarioPrecision;
  readonly delegate: Delegate;
}

/**
 * What the networks that a scenario measures are stored as; what is built for it is the first. A GPU that computes in float16
 * keeps all weights as float16, however the file stores them (`DeduceDataTypeFromPrecision` in the delegate's gpu/common), so
 * that float16 weights change nothing there.
 */
export function storedInScenario({ precision, delegate }: PrecisionScenario): readonly StoredPrecision[] {
  if (precision === 'float16') return delegate === 'gpu' ? ['float32', 'float16'] : ['float32'];
  return [precision === 'float16weights' ? 'float16' : precision];
}

/** What is built for a scenario; `undefined` for precisions of which this program builds no networks: only files have them. */
export function builtForScenario(scenario: PrecisionScenario): Precision | undefined {
  const [stored] = storedInScenario(scenario);
  return precisions.find((precision) => precision === stored);
}

/** Whether a scenario measures networks of a precision. */
export function fitsScenario(
  { precisions: stored }: Pick<NetworkPrecision, 'precisions'>,
  scenario: PrecisionScenario,
): boolean {
  return storedInScenario(scenario).some((precision) => stored.includes(precision));
}

/**
 * Why a network is not of a scenario, with the key of the one that would fit; `undefined` where it fits. Begins with a verb.
 * `key` is the scenario's, such as `1large-t1-float32-builtin-2.15`.
 */
export function misfitReason(
  network: NetworkPrecision,
  scenario: PrecisionScenario,
  key: string,
): string | undefined {
  if (fitsScenario(network, scenario)) return undefined;
  const [stored] = network.precisions;
  if (stored === undefined) return `is ${network.stored}, which no scenario measures, nor does ${key}`;
  const word: ScenarioPrecision = stored === 'float16' ? 'float16weights' : stored;
  const fitting = key.replace(`-${scenario.precision}-`, `-${word}-`);
  return `is ${network.stored} and does not fit ${key}; ${fitting} would`;
}
