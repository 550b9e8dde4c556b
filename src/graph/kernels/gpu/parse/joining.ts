import { addConsumer, setProducer } from '../model/change-graph.js';
import type { GpuValue } from '../model/gpu-graph.js';
import { axes, axisOfIndex, sameShape, withSize, type Axis } from '../model/value-shape.js';
import type { OperationReader } from './operation-reader.js';

/** CONCATENATION. A value that comes twice is copied; the axis is guessed from the first shape that differs from the output's. */
export function parseConcatenation(reader: OperationReader): void {
  const values = reader.inputs.map((_, position) => reader.valueOrConstant(position));
  values.forEach((value, position) => {
    if (values.indexOf(value) < position) values[position] = reader.addStep('copy', value, value.shape);
  });
  const node = reader.newNode('concat');
  reader.addOutputs(node);
  for (const value of values) addConsumer(node, value);
  node.axis = guessedAxis(reader, values);
  reader.fuseActivation(node);
}

/** PACK: each value is reshaped to have the new axis, then they are joined; one alone is only reshaped. */
export function parsePack(reader: OperationReader): void {
  if (reader.inputs.length === 1) {
    parseReshape(reader);
    return;
  }
  const values = reader.inputs.map((_, position) => reader.valueOrConstant(position));
  const axis = axisIn(reader, reader.view.shape(reader.operation.outputs[0] as number).length);
  const required = withSize(reader.outputShape(0), axis, 1);
  const reshaped = values.map((value) =>
    sameShape(value.shape, required) ? value : reader.addStep('reshape', value, required),
  );
  const node = reader.newNode('concat');
  node.axis = axis;
  reader.addOutputs(node);
  for (const value of reshaped) addConsumer(node, value);
}

/** SPLIT and SPLIT_V; one part alone is the whole. `positions` say where the input and the axis stand. */
export function parseSplit(input: number, axisPosition: number): (reader: OperationReader) => void {
  return (reader) => {
    if (reader.number('numSplits') === 1) {
      parseReshape(reader, input);
      return;
    }
    const [index = 0] = reader.integers(axisPosition);
    const axis = axisOfIndex(reader.shapeOfInput(input).length, index);
    if (axis === undefined) reader.fail('Index for axis out of range');
    const node = reader.newNode('split');
    node.axis = axis;
    reader.addInput(node, input);
    reader.addOutputs(node);
  };
}

/** UNPACK: a split, each part reshaped to lose the axis. */
export function parseUnpack(reader: OperationReader): void {
  if (reader.number('count') === 1) {
    parseReshape(reader);
    return;
  }
  const axis = axisIn(reader, reader.shapeOfInput(0).length);
  const required = withSize(reader.inputShape(0), axis, 1);
  const node = reader.newNode('split');
  node.axis = axis;
  reader.addInput(node, 0);
  reader.operation.outputs.forEach((_, position) => {
    if (sameShape(reader.outputShape(position), required)) {
      reader.addOutput(node, position);
      return;
    }
    const part = reader.graph.newValue(required);
    setProducer(node, part);
    const reshape = reader.newNode('reshape');
    addConsumer(reshape, part);
    reader.addOutput(reshape, position);
  });
}

/** RESHAPE, and what is no more than one. */
export function parseReshape(reader: OperationReader, position = 0): void {
  const node = reader.newNode('reshape');
  reader.addInput(node, position);
  reader.addOutputs(node);
}

function axisIn(reader: OperationReader, rank: number): Axis {
  const axis = axisOfIndex(rank, reader.number('axis'));
  if (axis === undefined) reader.fail('Index for axis out of range');
  return axis;
}

function guessedAxis(reader: OperationReader, values: readonly GpuValue[]): Axis {
  const output = reader.outputShape(0);
  for (const { shape } of values) {
    if (shape.height !== output.height) return axes.height;
    if (shape.width !== output.width) return axes.width;
    if (shape.channels !== output.channels) return axes.channels;
  }
  return axes.batch;
}
