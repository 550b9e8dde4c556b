import { elementCount } from '../../../model/shape.js';
import { addConsumer } from '../model/change-graph.js';
import type { OperationReader } from './operation-reader.js';

const single = { batch: 1, height: 1, width: 1, channels: 1 };

/** SELECT and SELECT_V2; constant alternatives get a node each. */
export function parseSelect(reader: OperationReader): void {
  const node = reader.newNode('select_v2');
  reader.addInput(node, 0);
  for (const position of [1, 2]) {
    if (!reader.isConstant(position)) {
      reader.addInput(node, position);
      continue;
    }
    const tensor = reader.inputs[position] as number;
    const shape = reader.view.shape(tensor);
    const isSingle = elementCount(shape) < 2;
    if (!isSingle && shape.length !== 4 && !(position === 2 && shape.length === 3)) {
      reader.fail(`Expected a 4D tensor of shape BxHxWxC but got ${shape.join('x')}`);
    }
    const [height = 1, width = 1, channels = 1] = shape;
    const map = shape.length === 3 ? { batch: 1, height, width, channels } : undefined;
    addConsumer(node, reader.constantNode(tensor, isSingle ? single : (map ?? reader.shapeOf(tensor))));
  }
  reader.addOutputs(node);
}

/** MediaPipe's operations that read two values. */
export function parsePair(type: string): (reader: OperationReader) => void {
  return (reader) => {
    const node = reader.newNode(type);
    reader.addInput(node, 0);
    reader.addInput(node, 1);
    reader.addOutputs(node);
  };
}
