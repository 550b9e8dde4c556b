import { elementCount } from '../../../model/shape.js';
import type { ConstantOperand } from '../model/attributes.js';
import { delegateChanges } from '../runtime-version.js';
import type { OperationReader } from './operation-reader.js';

/** Operations of one operand. */
export function parseUnary(type: string): (reader: OperationReader) => void {
  return (reader) => {
    const node = reader.newNode(type);
    reader.addInput(node, 0);
    reader.addOutputs(node);
  };
}

/**
 * Operations of two operands, of which one may be constant. x·x is `square` and x + x is `mul` by two; other operations of a value
 * with itself make the delegate fail. ADD and MUL read the larger operand first.
 */
export function parseBinary(type: string): (reader: OperationReader) => void {
  const commutative = type === 'add' || type === 'mul';
  return (reader) => {
    const node = reader.newNode(type);
    const runtime = reader.runtimeInputs();
    const constants = reader.inputs.length - runtime;
    const [first, second] = reader.inputs;
    if (runtime === 2 && constants === 0) {
      if (first === second) {
        if (!commutative) reader.fail('No support of few identical inputs in the same operation.');
        node.type = type === 'mul' ? squareType(reader) : 'mul';
        if (type === 'add') node.operand = 'scalar';
        reader.addInput(node, 0);
      } else {
        const swap = commutative && firstIsSmaller(reader);
        reader.addInput(node, swap ? 1 : 0);
        reader.addInput(node, swap ? 0 : 1);
      }
    } else {
      if (runtime !== 1)
        reader.fail(`Expected 1 runtime input tensor(s), but node has ${runtime} runtime input(s).`);
      if (constants !== 1)
        reader.fail(`Expected 1 const input tensor(s), but node has ${constants} const input(s).`);
      const constant = reader.isConstant(0) ? 0 : 1;
      reader.addInput(node, 1 - constant);
      node.operand = constantOperand(reader, constant);
    }
    reader.addOutputs(node);
    if (activated.has(type)) reader.fuseActivation(node);
  };
}

const activated = new Set(['add', 'mul', 'subtract', 'div']);

/** PRELU: one slope a channel, or one for each element of the map. */
export function parsePrelu(reader: OperationReader): void {
  const node = reader.newNode('prelu');
  const { shape } = reader.addInput(node, 0);
  const slopes = reader.shapeOfInput(1);
  if (isLinear(slopes)) {
    if (slopes.at(-1) !== shape.channels) {
      reader.fail('Linear alpha shape does not match the number of input channels.');
    }
  } else {
    const [height, width, channels] = mapShape(reader, slopes);
    if (height !== shape.height || width !== shape.width || channels !== shape.channels) {
      reader.fail('Alpha shape does not match input shape.');
    }
  }
  reader.addOutputs(node);
}

function squareType({ version }: OperationReader): string {
  return version >= delegateChanges.productWithItselfIsSquare ? 'square' : 'pow';
}

function firstIsSmaller(reader: OperationReader): boolean {
  const [a, b] = [reader.inputShape(0), reader.inputShape(1)];
  return a.height <= b.height && a.width <= b.width && a.channels === b.channels;
}

function constantOperand(reader: OperationReader, position: number): ConstantOperand {
  const shape = reader.shapeOfInput(position);
  if (elementCount(shape) === 1) return 'scalar';
  if (isLinear(shape)) return 'linear';
  if (shape.length !== 2) mapShape(reader, shape);
  return 'map';
}

function isLinear(shape: readonly number[]): boolean {
  for (let axis = 0; axis < shape.length - 1; axis++) if (shape[axis] !== 1) return false;
  return shape.length > 0;
}

function mapShape(reader: OperationReader, shape: readonly number[]): readonly number[] {
  if (shape.length === 3) return shape;
  if (shape.length !== 4) {
    reader.fail(
      `Expected a 3D tensor of shape HxWxC or a 4D tensor of shape 1xHxWxC but got ${shape.join('x')}`,
    );
  }
  if (shape[0] !== 1) reader.fail('Batch size is not equal to 1.');
  return shape.slice(1);
}
