import { addConsumer, setProducer } from '../model/change-graph.js';
import { axisOfIndex, withSize } from '../model/value-shape.js';
import type { OperationReader } from './operation-reader.js';

/** MEAN, which may drop the axes that it reduces. */
export function parseMean(reader: OperationReader): void {
  const node = reader.newNode('mean');
  reader.addInput(node, 0);
  reader.addOutputs(node);
  node.axisSet = reducedAxes(reader);
}

/** SUM, REDUCE_MAX and their like: a `reshape` drops the axes that are not kept. */
export function parseReduction(type: string): (reader: OperationReader) => void {
  return (reader) => {
    const node = reader.newNode(type);
    const { shape } = reader.addInput(node, 0);
    node.axisSet = reducedAxes(reader);
    if (reader.attributes['keepDims'] === true) {
      reader.addOutputs(node);
      return;
    }
    const reshape = reader.newNode('reshape');
    const reduced = reader.graph.newValue(withSize(shape, node.axisSet, 1));
    setProducer(node, reduced);
    addConsumer(reshape, reduced);
    reader.addOutputs(reshape);
  };
}

function reducedAxes(reader: OperationReader): number {
  const rank = reader.shapeOfInput(0).length;
  let set = 0;
  for (const index of reader.integers(1)) {
    const axis = axisOfIndex(rank, index);
    if (axis === undefined) reader.fail('Index for axis out of range');
    set |= axis;
  }
  return set;
}
