import { describe, expect, it } from 'vitest';
import { architectureNames, buildArchitecture } from '../../../src/graph/architectures/index.js';
import { describeGraph } from '../../../src/graph/index.js';
import { publishedKernels } from '../../support/published-kernels.js';
import type { PublishedKernel } from '../../support/published-kernels.js';
import { sharedDataText } from '../../support/shared-data.js';
import { publishedRowsOf } from '../../support/published-rows.js';

const table = sharedDataText('phones/architectures.csv');
const published = (table ?? '')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))
  .map(([kind = '', name = '', flops, bytes]) => ({
    kind,
    name,
    flops: Number(flops),
    bytes: Number(bytes),
  }));
const kernels = publishedKernels();

/** Architectures of the table that are not as published, with the reason. The tests fail when this stops being true. */
const transformersCountProductsOnly = 'the table counts next to no elementwise work of transformers';
const deviations: Readonly<Record<string, string>> = {
  'mit-b0': transformersCountProductsOnly,
  'mobilevit-small': transformersCountProductsOnly,
  'mobilevit-x-small': transformersCountProductsOnly,
  'mobilevit-xx-small': transformersCountProductsOnly,
};

const productOperators = ['CONV_2D', 'DEPTHWISE_CONV_2D', 'FULLY_CONNECTED', 'BATCH_MATMUL'];

const built = new Set(architectureNames());

describe.skipIf(table === undefined)('architectures beside the published table', () => {
  it('are all of the table, and all convolutional ones of them as published', () => {
    expect(published.filter(({ name }) => !built.has(name))).toEqual([]);
    expect(published.filter(({ kind, name }) => kind === 'cnn' && deviations[name] !== undefined)).toEqual(
      [],
    );
  });

  const comparable = published.filter(({ name }) => deviations[name] === undefined);

  it.each(comparable)(
    '$name has the published FLOPs within 1 %, and bytes within 2 %',
    ({ name, ...row }) => {
      const { flops, weightBytes } = describeGraph(buildArchitecture(name));
      expect(Math.abs(flops / row.flops - 1)).toBeLessThan(0.01);
      expect(Math.abs(weightBytes / row.bytes - 1)).toBeLessThan(0.02);
    },
  );

  it.each(Object.entries(deviations))('%s deviates, but not in its products: %s', (name) => {
    const row = published.find((candidate) => candidate.name === name);
    const { flops, weightBytes, operations } = describeGraph(buildArchitecture(name));
    const products = operations.filter(({ operator }) => productOperators.includes(operator));
    const productFlops = products.reduce((total, operation) => total + operation.flops, 0);
    expect(Math.abs(flops / (row?.flops ?? 0) - 1)).toBeGreaterThan(0.01);
    expect(Math.abs(productFlops / (row?.flops ?? 0) - 1)).toBeLessThan(0.005);
    // What a file holds beside its weights, some hundreds of bytes an operation, is 2.9 % of the smallest transformer.
    expect(Math.abs(weightBytes / (row?.bytes ?? 0) - 1)).toBeLessThan(0.03);
  });
});

const networksWithKernels = [...(kernels ?? new Map<string, readonly PublishedKernel[]>()).entries()];

describe.skipIf(kernels === undefined)('operations beside the published kernels', () => {
  it.each(networksWithKernels)('%s has the same operations in the same order', (name, rows) => {
    const shapes = rows.map(({ operation, features }) => withoutFlops({ operation, ...features }));
    expect(publishedRowsOf(buildArchitecture(name))).toEqual(shapes);
  });
});

/** The FLOPs are the table's own count of what the other columns say. */
function withoutFlops(row: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(row).filter(([column]) => column !== 'FLOPS'));
}
