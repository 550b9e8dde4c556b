import type { OperationReader } from './operation-reader.js';

/** DEQUANTIZE: of a constant the number that it stands for, of a value rounding that the delegate imitates. */
export function parseDequantize(reader: OperationReader): void {
  const source = reader.inputs[0] as number;
  if (reader.isConstant(0)) {
    const shape = reader.view.shape(source);
    if (shape.length !== 4) {
      reader.fail(`Expected a 4D tensor of shape BxHxWxC but got ${shape.join('x')}`);
    }
    const node = reader.newNode('const');
    node.constantTensor = source;
    reader.addOutputs(node);
    return;
  }
  const node = reader.newNode('quantize_and_dequantize');
  reader.addInput(node, 0);
  reader.addOutputs(node);
}

/** QUANTIZE: rounding that the delegate imitates. */
export function parseQuantize(reader: OperationReader): void {
  const node = reader.newNode('quantize_and_dequantize');
  reader.addInput(node, 0);
  reader.addOutputs(node);
  if (node.outputs[0]?.quantized !== true) reader.fail('Encountered Quantize output with no quant params');
}

/** DENSIFY of sparse weights: taken into the convolution that reads them, later. */
export function parseDensify(reader: OperationReader): void {
  const node = reader.newNode('densify');
  const source = reader.inputs[0] as number;
  if (reader.view.tensor(source).sparse !== true) reader.fail('Input tensor must be sparse.');
  const shape = reader.view.shape(source);
  if (shape.length !== 4) {
    reader.fail(`Expected a 4D tensor of shape BxHxWxC but got ${shape.join('x')}`);
  }
  node.constantTensor = source;
  reader.addOutputs(node);
}
