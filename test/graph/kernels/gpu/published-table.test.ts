import { describe, expect, it } from 'vitest';
import { buildArchitecture } from '../../../../src/graph/architectures/index.js';
import { gpuKernels, withWinogradAsOne, type GpuKernel } from '../../../../src/graph/kernels/index.js';
import { publishedKernels, type PublishedKernel } from '../../../support/published-kernels.js';

const published = publishedKernels();
const devices = { pixel4: 'adreno640', a03s: 'powervr-ge8320' };
/** The table lists the launches of these operations only. */
const listed = new Set([...(published?.values() ?? [])].flat().map((row) => row.operation));

describe.skipIf(published === undefined)('the kernels of the published networks', () => {
  for (const [device, gpu] of Object.entries(devices)) {
    const rows = [...(published ?? [])].flatMap(([model, expected]) => {
      const graph = buildArchitecture(model);
      const kernels = withWinogradAsOne(gpuKernels(graph, { gpu, runtimeVersion: '2.10' }));
      const comparable = kernels.filter((kernel) => listed.has(kernel.operations[0] ?? ''));
      return expected.map((row, index) => ({ model, index, row, kernel: comparable[index] }));
    });

    it(`are the same operations with the same features in the same order on ${device}`, () => {
      const wrong = rows.filter(({ row, kernel }) => !sameOperation(row, kernel));
      expect(wrong.length, report(wrong, device)).toBe(0);
    });

    it(`have the same names on ${device}, linked operations included`, () => {
      const wrong = rows.filter(({ row, kernel }) => row.kernels[device] !== kernel?.kernel);
      expect(wrong.length, report(wrong, device)).toBe(0);
    });
  }
});

function sameOperation(row: PublishedKernel, kernel: GpuKernel | undefined): boolean {
  if (kernel?.operations[0] !== row.operation) return false;
  return Object.entries(kernel.features).every(([name, value]) => row.features[name] === String(value));
}

function report(
  wrong: readonly { model: string; index: number; row: PublishedKernel; kernel: GpuKernel | undefined }[],
  device: string,
) {
  return wrong
    .slice(0, 20)
    .map(
      ({ model, index, row, kernel }) =>
        `${model} ${index}: ${row.operation} ${row.kernels[device] ?? ''} ${JSON.stringify(row.features)}, here ` +
        `${kernel?.operations[0] ?? 'nothing'} ${kernel?.kernel ?? ''} ${JSON.stringify(kernel?.features)}`,
    )
    .join('\n');
}
