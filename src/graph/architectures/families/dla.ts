import type { GraphBuilder, Value } from '../../builder/graph-builder.js';
import { convolutionalClassifier } from '../blocks/classifier.js';
import { convolution } from '../blocks/convolution.js';
import { concatenate, sum } from '../blocks/elementwise.js';
import { maxPool } from '../blocks/pooling.js';
import { channelsOf } from '../blocks/shapes.js';
import { defineFamily } from '../family.js';

interface Tree {
  /** Height of the tree: it has 2^levels residual blocks. */
  readonly levels: number;
  readonly filters: number;
  /** Whether the pooled input goes into the root of the last subtree. */
  readonly aggregatesInput: boolean;
}

interface DlaConfiguration {
  readonly trees: readonly Tree[];
}

export const dla = defineFamily<DlaConfiguration>({
  name: 'dla',
  papers: ['Deep Layer Aggregation (arXiv 1707.06484)'],
  configurations: {
    dla46c: {
      trees: [
        { levels: 1, filters: 64, aggregatesInput: false },
        { levels: 2, filters: 64, aggregatesInput: true },
        { levels: 2, filters: 128, aggregatesInput: true },
        { levels: 1, filters: 256, aggregatesInput: true },
      ],
    },
  },
  build(builder, image, { trees }) {
    let x = convolution(builder, image, { filters: 16, kernel: 7, activation: 'relu' });
    x = convolution(builder, x, { filters: 16, kernel: 3, activation: 'relu' });
    x = convolution(builder, x, { filters: 32, kernel: 3, stride: 2, activation: 'relu' });
    for (const tree of trees) x = stridedTree(builder, x, tree);
    return convolutionalClassifier(builder, x);
  },
});

/** A tree whose first block halves the image. */
function stridedTree(builder: GraphBuilder, x: Value, { levels, filters, aggregatesInput }: Tree): Value {
  const body = bottleneck(builder, x, filters, 2);
  const pooled = maxPool(builder, x, { kernel: 2, stride: 2 });
  const projects = channelsOf(pooled) !== filters;
  const shortcut = projects ? convolution(builder, pooled, { filters }) : pooled;
  const first = sum(builder, body, shortcut, 'relu');
  return growTree(builder, first, { levels, filters, into: aggregatesInput ? [pooled] : [] });
}

interface Growth {
  readonly levels: number;
  readonly filters: number;
  /** What goes into the root of the last subtree beside its own blocks. */
  readonly into: readonly Value[];
}

/** Completes a tree of which the first block has been made. */
function growTree(builder: GraphBuilder, first: Value, { levels, filters, into }: Growth): Value {
  if (levels === 1) {
    const second = residualBlock(builder, first, filters);
    const root = concatenate(builder, [second, first, ...into]);
    return convolution(builder, root, { filters, activation: 'relu' });
  }
  const left = growTree(builder, first, { levels: levels - 1, filters, into: [] });
  const leftmost = residualBlock(builder, left, filters);
  return growTree(builder, leftmost, { levels: levels - 1, filters, into: [...into, left] });
}

function residualBlock(builder: GraphBuilder, x: Value, filters: number): Value {
  return sum(builder, bottleneck(builder, x, filters, 1), x, 'relu');
}

function bottleneck(builder: GraphBuilder, x: Value, filters: number, stride: number): Value {
  const inner = { filters: filters / 2, activation: 'relu' } as const;
  let y = convolution(builder, x, inner);
  y = convolution(builder, y, { ...inner, kernel: 3, stride });
  return convolution(builder, y, { filters });
}
