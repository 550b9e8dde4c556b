import { GraphError } from '../../../graph/index.js';
import { gpuKernels, type GpuKernel, type GpuTarget } from '../../../graph/kernels/index.js';
import type { Graph } from '../../../graph/model/graph.js';
import type { ProfileRow } from '../report.js';
import { gpuOperator } from './gpu-kernel.js';
import { mismatch } from './mismatch.js';

/** A row of a kernel that the GPU ran, and the operation that names the kernel, where it is known which kernels the network is cut into. */
export interface GpuRow {
  readonly row: ProfileRow;
  /** The delegate's own name of it: `convolution_2d 0 -> relu 1`. */
  readonly kernel: string;
  readonly operator: string;
  readonly operationIndex: number | null;
}

/**
 * Gives the rows of GPU kernels the operations that they execute, by cutting the network as the delegate does for the GPU: row by row, the
 * types of a kernel and of what is linked to it must be those of the cut. Without a target, for a GPU that the cut is not known for, and for
 * tools that print one row for the whole delegate, rows belong to no operation.
 *
 * Throws BENCHMARK_PROFILE_MISMATCH, with both sequences, when the delegate ran other kernels than the network is cut into.
 */
export function gpuRows(
  rows: readonly ProfileRow[],
  graph: Graph,
  target: GpuTarget | undefined,
): readonly GpuRow[] {
  const kernelRows = rows.filter(({ subject }) => subject.kind === 'delegate-kernel').sort(byPlace);
  if (kernelRows.length === 0) return rows.map(unattributed);
  const cut = target === undefined ? undefined : launches(graph, target, rows);
  if (cut === undefined) return kernelRows.map(unattributed);
  const expected = cut.map(({ kernel }) => kernelTypes(kernel));
  const place = kernelRows.findIndex((row, index) => kernelTypes(nameOf(row)) !== expected[index]);
  if (place !== -1 || kernelRows.length !== cut.length) {
    const at = place === -1 ? kernelRows.length : place;
    throw mismatch(
      `the GPU ran ${kernelRows.length} kernels where the network is cut into ${cut.length}: kernel ${at} is "${nameOf(kernelRows[at])}", not "${expected[at] ?? 'none'}"`,
      graph,
      rows,
    );
  }
  return kernelRows.map((row, index) => {
    const operationIndex = cut[index]?.operationIndices[0];
    const operator = operationIndex === undefined ? undefined : graph.operations[operationIndex]?.operator;
    if (operationIndex === undefined || operator === undefined) return unattributed(row);
    return { row, kernel: nameOf(row), operator, operationIndex };
  });
}

/** What runs on the GPU; `undefined` where the GPU is none that the cut is known for. */
function launches(graph: Graph, target: GpuTarget, rows: readonly ProfileRow[]): GpuKernel[] | undefined {
  try {
    return gpuKernels(graph, target).filter(({ kernel }) => !kernel.startsWith('cpu:'));
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    if (error.code === 'INVALID_GPU_NAME') return undefined;
    throw mismatch(`the network should not run on this GPU at all: ${error.message}`, graph, rows);
  }
}

function unattributed(row: ProfileRow): GpuRow {
  const kernel = nameOf(row);
  return { row, kernel, operator: gpuOperator(kernel), operationIndex: null };
}

function nameOf(row: ProfileRow | undefined): string {
  if (row === undefined) return 'none';
  return row.subject.kind === 'delegate-kernel' ? row.subject.kernel : row.nodeType;
}

/** The types of a kernel's parts, whichever version named them and however its nodes are numbered: `convolution_2d, relu`. */
function kernelTypes(name: string): string {
  return name
    .split(/_linked_:_| -> | linked : /)
    .map((part) => part.replace(/ \d+$/, ''))
    .join(', ');
}

function byPlace(a: ProfileRow, b: ProfileRow): number {
  return placeOf(a) - placeOf(b);
}

function placeOf({ subject }: ProfileRow): number {
  return subject.kind === 'delegate-kernel' ? subject.index : -1;
}
