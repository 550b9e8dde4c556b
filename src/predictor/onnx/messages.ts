import { MessageWriter } from './protobuf.js';

// Field numbers, types and attribute kinds are those of onnx/onnx.proto (github.com/onnx/onnx).

/** Version of the file format that opset 15 came with (docs/Versioning.md of ONNX). */
const irVersion = 8;
const standardOpset = 15;
/** The first whose TreeEnsembleRegressor can hold its thresholds as float64. */
const machineLearningOpset = 3;
export const machineLearningDomain = 'ai.onnx.ml';

const int64Type = 7;
export const doubleType = 11;

/** A constant that a node holds or reads. */
export type OnnxTensor =
  | { readonly type: 'float64'; readonly shape: readonly number[]; readonly values: readonly number[] }
  | { readonly type: 'int64'; readonly shape: readonly number[]; readonly values: readonly number[] };

export type OnnxAttribute = number | string | readonly number[] | readonly string[] | OnnxTensor;

export interface OnnxNode {
  readonly operator: string;
  /** The standard operators' when left out. */
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
}

/** A graph of one matrix in, [rows, width], and one out, both float64. */
export interface OnnxModel {
  readonly name: string;
  readonly input: { readonly name: string; readonly width: number };
  readonly output: { readonly name: string; readonly width: number };
  readonly nodes: readonly OnnxNode[];
  readonly constants: Readonly<Record<string, OnnxTensor>>;
  /** Facts for whoever reads the file, by name. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly producer: { readonly name: string; readonly version: string };
}

/** A model as a .onnx file. The same model gives the same bytes. */
export function encodeModel(model: OnnxModel): Uint8Array {
  const file = new MessageWriter()
    .integer(1, irVersion)
    .text(2, model.producer.name)
    .text(3, model.producer.version)
    .message(7, graphMessage(model))
    .message(8, opset('', standardOpset))
    .message(8, opset(machineLearningDomain, machineLearningOpset));
  for (const [key, value] of Object.entries(model.metadata)) {
    file.message(14, new MessageWriter().text(1, key).text(2, value));
  }
  return new Uint8Array(file.toBytes());
}

function graphMessage(model: OnnxModel): MessageWriter {
  const graph = new MessageWriter();
  for (const node of model.nodes) graph.message(1, nodeMessage(node));
  graph.text(2, model.name);
  for (const [name, tensor] of Object.entries(model.constants)) graph.message(5, tensorMessage(tensor, name));
  return graph
    .message(11, matrixInfo(model.input.name, model.input.width))
    .message(12, matrixInfo(model.output.name, model.output.width));
}

function opset(domain: string, version: number): MessageWriter {
  return new MessageWriter().text(1, domain).integer(2, version);
}

function nodeMessage({ operator, domain, inputs, outputs, attributes = {} }: OnnxNode): MessageWriter {
  const node = new MessageWriter();
  for (const input of inputs) node.text(1, input);
  for (const output of outputs) node.text(2, output);
  node.text(4, operator);
  for (const [name, value] of Object.entries(attributes)) node.message(5, attributeMessage(name, value));
  return domain === undefined ? node : node.text(7, domain);
}

function attributeMessage(name: string, value: OnnxAttribute): MessageWriter {
  const attribute = new MessageWriter().text(1, name);
  if (typeof value === 'number') return attribute.integer(3, value).integer(20, 2);
  if (typeof value === 'string') return attribute.text(4, value).integer(20, 3);
  if ('type' in value) return attribute.message(5, tensorMessage(value)).integer(20, 4);
  if (isTexts(value)) {
    for (const text of value) attribute.text(9, text);
    return attribute.integer(20, 8);
  }
  return attribute.integers(8, value).integer(20, 7);
}

function isTexts(values: readonly number[] | readonly string[]): values is readonly string[] {
  return typeof values[0] === 'string';
}

function tensorMessage({ type, shape, values }: OnnxTensor, name?: string): MessageWriter {
  const content = Buffer.alloc(8 * values.length);
  values.forEach((value, index) => {
    if (type === 'float64') content.writeDoubleLE(value, 8 * index);
    else content.writeBigInt64LE(BigInt(value), 8 * index);
  });
  const tensor = new MessageWriter()
    .integers(1, shape)
    .integer(2, type === 'float64' ? doubleType : int64Type);
  return (name === undefined ? tensor : tensor.text(8, name)).bytes(9, content);
}

/** A value of float64 with any number of rows. */
function matrixInfo(name: string, width: number): MessageWriter {
  const shape = new MessageWriter()
    .message(1, new MessageWriter().text(2, 'rows'))
    .message(1, new MessageWriter().integer(1, width));
  const type = new MessageWriter().message(1, new MessageWriter().integer(1, doubleType).message(2, shape));
  return new MessageWriter().text(1, name).message(2, type);
}
