import { costOf } from '../description/cost.js';
import { describeGraph } from '../description/describe.js';
import type { GraphDescription } from '../description/describe.js';
import { GraphError } from '../errors.js';
import type { Operand, OperationConfiguration } from '../model/configuration.js';
import type { Attributes, Graph } from '../model/graph.js';
import type { StoredPrecision } from '../model/precision.js';
import type { ElementType } from '../model/tensor.js';
import { inputAt } from '../operators/definition/inputs.js';
import { findOperator } from '../operators/registry.js';
import { hasHybridKernel } from './hybrid-kernels.js';

/** What a network's numbers are stored as. */
export interface NetworkPrecision {
  /**
   * The precisions of which a network may be this one, the most natural first. Several where nothing tells them apart: a network
   * without weights is the same in float32 and with float16 weights. All where no operation tells; none for precisions that
   * this program has no name for.
   */
  readonly precisions: readonly StoredPrecision[];
  /** In words, for messages: `int8`, `float32 with int8 weights`. */
  readonly stored: string;
}

/** What one operation tells of its network. */
interface Evidence {
  readonly precisions: readonly StoredPrecision[];
  readonly stored: string;
  /** How much of the network it is: asked for only where kinds of operations have to be weighed. */
  readonly flops: () => number;
}

/** Precisions whose values are float32. */
const floats: readonly StoredPrecision[] = ['float32', 'float16', 'hybrid'];
const quantized = ['int8', 'uint8', 'int16'] as const;
const everyPrecision: readonly StoredPrecision[] = [...floats, ...quantized];

/** Types of values that no network is computed in: indices, conditions, texts. */
const integerTypes: readonly ElementType[] = ['int32', 'int64', 'uint32', 'uint64', 'bool', 'string'];

/**
 * What a graph's numbers are stored as. A network that computes in integers and in floating point is of the kind in which it
 * does more: a few layers in float32 at the end of an int8 network are part of it. Weights that are stored in another type
 * than float32 make a float network one of that type, for converters leave small ones in float32.
 */
export function precisionOfGraph(graph: Graph): NetworkPrecision {
  return precisionOfDescription(describeGraph(graph));
}

/** {@link precisionOfGraph} of a graph that is described already. */
export function precisionOfDescription({ operations }: GraphDescription): NetworkPrecision {
  return decide(
    operations.flatMap(({ configuration, flops, unpacksWeights }) => {
      const evidence = unpacksWeights ? unpackedEvidence(configuration) : evidenceOf(configuration);
      return evidence === undefined ? [] : [{ ...evidence, flops: () => flops }];
    }),
  );
}

/** {@link precisionOfGraph} of a model that holds these configurations side by side. */
export function precisionOfConfigurations(
  configurations: readonly OperationConfiguration[],
): NetworkPrecision {
  return decide(
    configurations.flatMap((configuration) => {
      const unpacks = configuration.inputs.every((operand) => operand === null || operand.constant);
      const evidence = unpacks ? unpackedEvidence(configuration) : evidenceOf(configuration);
      return evidence === undefined ? [] : [{ ...evidence, flops: () => flopsOf(configuration) }];
    }),
  );
}

function decide(evidence: readonly Evidence[]): NetworkPrecision {
  if (evidence.length === 0) return { precisions: everyPrecision, stored: 'no floating point' };
  const isFloat = ({ precisions }: Evidence) => !precisions.some((each) => isQuantized(each));
  const floating = evidence.filter(isFloat);
  const integral = evidence.filter((each) => !isFloat(each));
  if (floating.length === 0) return most(integral);
  if (integral.length > 0 && work(integral) > work(floating)) return most(integral);
  const unnamed = floating.find(({ precisions }) => precisions.length === 0);
  const special = floating.find(({ precisions }) => precisions.length === 1 && precisions[0] !== floats[0]);
  const decisive = unnamed ?? special;
  if (decisive !== undefined) return told(decisive);
  const precisions = floats.filter((each) => floating.every((one) => one.precisions.includes(each)));
  return { precisions, stored: 'float32' };
}

/** Of several quantized types the one of most of the work. */
function most(integral: readonly Evidence[]): NetworkPrecision {
  const [first] = integral as [Evidence];
  if (integral.every(({ stored }) => stored === first.stored)) return told(first);
  const candidates = integral.map(({ stored, precisions }) => ({
    precisions,
    stored,
    flops: work(integral.filter((each) => each.stored === stored)),
  }));
  return told(candidates.reduce((a, b) => (b.flops > a.flops ? b : a)));
}

function work(evidence: readonly Evidence[]): number {
  return evidence.reduce((sum, { flops }) => sum + flops(), 0);
}

function told({ precisions, stored }: NetworkPrecision): NetworkPrecision {
  return { precisions, stored };
}

type Told = Pick<Evidence, 'precisions' | 'stored'>;

/** Weights that are unpacked when the model is loaded: how the file stores them. */
function unpackedEvidence({ operator, inputs }: OperationConfiguration): Told | undefined {
  if (operator !== 'DEQUANTIZE' && operator !== 'DENSIFY') return undefined;
  return weightEvidence(inputs[0]?.type ?? 'float32');
}

/** `undefined` where the operation tells nothing: its values are integers by nature, or its operator is unknown. */
function evidenceOf({ operator, attributes, inputs }: OperationConfiguration): Told | undefined {
  const definition = findOperator(operator);
  if (definition === undefined) return undefined;
  const role = (position: number) => inputAt(definition, position)?.role;
  const type = inputs.find((operand, i) => operand && !operand.constant && role(i) === 'activation')?.type;
  if (type === undefined || integerTypes.includes(type)) return undefined;
  if (operator === 'DEQUANTIZE') return convertedEvidence(type);
  if (operator === 'QUANTIZE') return convertedEvidence(quantizedTo(type, attributes));
  if (isQuantized(type)) return { precisions: [type], stored: type };
  if (type !== 'float32') return { precisions: [], stored: `${type} values` };
  const constants = inputs.filter(
    (operand, i): operand is Operand => operand?.constant === true && role(i) !== 'integers',
  );
  const special = constants.find((operand) => operand.type !== 'float32' && operand.type !== 'int32');
  if (special !== undefined) return weightEvidence(special.type);
  if (!inputs.some((operand, i) => operand?.constant === true && role(i) === 'weights')) {
    return { precisions: floats, stored: 'float32' };
  }
  const precisions: readonly StoredPrecision[] = hasHybridKernel({ operator, inputs })
    ? ['float32']
    : ['float32', 'hybrid'];
  return { precisions, stored: 'float32' };
}

/** Weights of another type than the float32 values that they meet. Integers of any width are hybrid. */
function weightEvidence(type: ElementType): Told | undefined {
  if (type === 'float32') return undefined;
  if (type === 'float16') return { precisions: ['float16'], stored: 'float32 with float16 weights' };
  return {
    precisions: /^u?int\d+$/.test(type) ? ['hybrid'] : [],
    stored: `float32 with ${type} weights`,
  };
}

/** A conversion at the edge of a network, by the type that is not float32. float16 values come with any float weights. */
function convertedEvidence(type: ElementType): Told | undefined {
  if (isQuantized(type)) return { precisions: [type], stored: type };
  return type === 'float16' ? { precisions: floats, stored: 'float32' } : undefined;
}

function quantizedTo(type: ElementType, attributes: Attributes): ElementType {
  return isQuantized(type) ? type : ((attributes['outputType'] ?? 'int8') as ElementType);
}

function isQuantized(type: string): type is (typeof quantized)[number] {
  return (quantized as readonly string[]).includes(type);
}

/** 0 for a configuration whose cost cannot be told. */
function flopsOf(configuration: OperationConfiguration): number {
  try {
    return costOf(configuration).flops;
  } catch (error) {
    if (error instanceof GraphError) return 0;
    throw error;
  }
}
