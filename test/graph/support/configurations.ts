import type fc from 'fast-check';
import { operatorNames, outputsOf } from '../../../src/graph/index.js';
import { findOperator } from '../../../src/graph/operators/registry.js';
import { hasHybridKernel } from '../../../src/graph/precision/hybrid-kernels.js';
import type { OperationConfiguration, Precision } from '../../../src/graph/index.js';
import { elementwiseDraws } from './draws/elementwise.js';
import { movingDraws } from './draws/moving.js';
import type { Draw, Numbers } from './draws/operands.js';
import { windowDraws } from './draws/windows.js';

const numbersOf: Readonly<Record<Precision, Numbers>> = {
  float32: { activation: 'float32', weights: 'float32', bias: 'float32' },
  float16: { activation: 'float32', weights: 'float16', bias: 'float32' },
  hybrid: { activation: 'float32', weights: 'int8', bias: 'float32' },
  int8: { activation: 'int8', weights: 'int8', bias: 'int32' },
};

const draws: Readonly<Record<string, Draw>> = { ...windowDraws, ...movingDraws, ...elementwiseDraws };

/** DENSIFY needs sparse weights, and WHERE has no size before run time: neither is profiled by itself. */
const neverAlone: readonly string[] = ['DENSIFY', 'WHERE'];

const hybridOperators: readonly string[] = ['CONV_2D', 'DEPTHWISE_CONV_2D', 'FULLY_CONNECTED'];

/** Operators whose own type does not depend on the precision of the network. */
const ofFixedType: readonly string[] = ['CAST', 'DEQUANTIZE', 'QUANTIZE'];

/** Operators that runtimes have kernels of in a precision. */
export function operatorsIn(precision: Precision): readonly string[] {
  return operatorNames.filter((name) => {
    const types = findOperator(name)?.types;
    if (neverAlone.includes(name)) return false;
    if (precision === 'hybrid') return hybridOperators.includes(name);
    return (
      types === undefined || ofFixedType.includes(name) || types.includes(numbersOf[precision].activation)
    );
  });
}

/** Possible configurations of an operator; those that the shape rule refuses are left out. */
export function configurationsOf(
  operator: string,
  precision: Precision,
): fc.Arbitrary<OperationConfiguration> {
  const draw = draws[operator];
  if (draw === undefined) throw new Error(`the tests draw no configurations of ${operator}`);
  return draw(numbersOf[precision])
    .filter(isPossible)
    .filter((configuration) => precision !== 'hybrid' || hasHybridKernel(configuration));
}

function isPossible(configuration: OperationConfiguration): boolean {
  try {
    return outputsOf(configuration).every(({ shape }) => shape.every((length) => length > 0));
  } catch {
    return false;
  }
}
