import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { GraphBuilder } from '../../../src/graph/index.js';
import type { Graph, Precision } from '../../../src/graph/index.js';

/** A model that an npm package ships, as Google's converters wrote it. */
export function packagedModel(name: string): Uint8Array {
  const require = createRequire(import.meta.url);
  const [organisation = '', library = '', file = ''] = name.split('/');
  return readFileSync(join(require.resolve(`${organisation}/${library}/package.json`), '..', file));
}

/** A small network with a branch, constants of all kinds, and operations of several outputs. */
export function smallNetwork(precision: Precision = 'float32'): Graph {
  const builder = new GraphBuilder(`small ${precision}`, { precision });
  const image = builder.input([1, 12, 12, 3]);
  const stem = builder.conv2d(image, { filters: 8, kernel: 3, stride: 2, padding: 1, activation: 'RELU6' });
  const [left, right] = builder.split(stem, { count: 2, axis: 3 });
  if (left === undefined || right === undefined) throw new Error('SPLIT into two gives two');
  const deep = builder.depthwiseConv2d(left, { kernel: 3, activation: 'RELU' });
  const joined = builder.concatenation([deep, builder.activation(right, 'LOGISTIC')], { axis: 3 });
  const sum = builder.add(joined, stem, { activation: 'RELU' });
  const pooled = builder.mean(builder.maxPool2d(sum, { kernel: 2 }), { axes: [1, 2] });
  return builder.finish(builder.softmax(builder.fullyConnected(pooled, { units: 10 })));
}
