import type { GraphBuilder, Value } from '../../../builder/graph-builder.js';
import { batchNorm } from '../../blocks/batch-norm.js';
import { convolution } from '../../blocks/convolution.js';
import { sum } from '../../blocks/elementwise.js';
import { averagePool, globalAverage } from '../../blocks/pooling.js';
import { channelsOf } from '../../blocks/shapes.js';
import { choose } from '../design.js';
import type { Choices } from '../design.js';
import type { ArchitectureSpace } from '../space.js';

const operations = ['none', 'skip_connect', 'nor_conv_1x1', 'nor_conv_3x3', 'avg_pool_3x3'] as const;

/** Edges of a cell of four nodes, from a node to a later one. */
const edges = [
  [0, 1],
  [0, 2],
  [1, 2],
  [0, 3],
  [1, 3],
  [2, 3],
] as const;

const lastNode = 3;
const stageChannels = [16, 32, 64];
const cellsPerStage = 5;
const classes = 10;

/** Cells of four nodes for CIFAR-10: 5^6 of them, of which those without a path from input to output are no networks. */
export const nasBench201: ArchitectureSpace = {
  name: 'nas-bench-201',
  papers: [
    'NAS-Bench-201: Extending the Scope of Reproducible Neural Architecture Search (arXiv 2001.00326)',
  ],
  decisions: edges.map(([from, to]) => choose(edgeName(from, to), operations)),
  inputSize: () => 32,
  possible: (choices) => reachesOutput(choices),
  build(builder, image, choices) {
    let x = convolution(builder, image, { filters: stageChannels[0] ?? 0, kernel: 3 });
    for (const [stage, filters] of stageChannels.entries()) {
      if (stage > 0) x = reductionBlock(builder, x, filters);
      for (let cell = 0; cell < cellsPerStage; cell++) x = buildCell(builder, x, choices);
    }
    return builder.fullyConnected(globalAverage(builder, batchNorm(builder, x, 'relu')), { units: classes });
  },
};

function edgeName(from: number, to: number): string {
  return `edge${from}to${to}`;
}

/** Whether something flows from the first node of a cell to its last. */
function reachesOutput(choices: Choices): boolean {
  return carrying(choices).some(([, to]) => to === lastNode);
}

/** The edges that carry something: not `none`, and from a node that something reaches. */
function carrying(choices: Choices): readonly (typeof edges)[number][] {
  const reached = new Set<number>([0]);
  return edges.filter(([from, to]) => {
    if (!reached.has(from) || choices[edgeName(from, to)] === 'none') return false;
    reached.add(to);
    return true;
  });
}

/** Whether a node's value is part of the output. */
function neededNodes(choices: Choices): ReadonlySet<number> {
  const needed = new Set<number>([lastNode]);
  for (const [from, to] of carrying(choices).toReversed()) if (needed.has(to)) needed.add(from);
  return needed;
}

function buildCell(builder: GraphBuilder, input: Value, choices: Choices): Value {
  const needed = neededNodes(choices);
  const nodes = new Map<number, Value>([[0, input]]);
  const activated = new Map<number, Value>();
  for (const [from, to] of carrying(choices)) {
    const source = nodes.get(from);
    if (!needed.has(to) || source === undefined) continue;
    const operation = choices[edgeName(from, to)];
    const isConvolution = operation === 'nor_conv_1x1' || operation === 'nor_conv_3x3';
    const x = isConvolution ? activatedOnce(builder, activated, from, source) : source;
    const carried = applyEdge(builder, x, operation);
    const before = nodes.get(to);
    nodes.set(to, before === undefined ? carried : sum(builder, before, carried));
  }
  return nodes.get(lastNode) ?? input;
}

/** Convolutions of a cell have their activation in front; those that read one node share it. */
function activatedOnce(builder: GraphBuilder, activated: Map<number, Value>, node: number, x: Value): Value {
  const made = activated.get(node) ?? builder.activation(x, 'RELU');
  activated.set(node, made);
  return made;
}

function applyEdge(builder: GraphBuilder, x: Value, operation: Choices[string] | undefined): Value {
  switch (operation) {
    case 'nor_conv_1x1':
      return convolution(builder, x, { filters: channelsOf(x) });
    case 'nor_conv_3x3':
      return convolution(builder, x, { filters: channelsOf(x), kernel: 3 });
    case 'avg_pool_3x3':
      return averagePool(builder, x, { kernel: 3, stride: 1, padding: 'same' });
    default:
      return x;
  }
}

/** A residual block between two stages, which halves the image. */
function reductionBlock(builder: GraphBuilder, x: Value, filters: number): Value {
  const body = convolution(builder, builder.activation(x, 'RELU'), {
    filters,
    kernel: 3,
    stride: 2,
    activation: 'relu',
  });
  const shortcut = convolution(builder, averagePool(builder, x, { kernel: 2, stride: 2 }), { filters });
  return sum(builder, convolution(builder, body, { filters, kernel: 3 }), shortcut);
}
