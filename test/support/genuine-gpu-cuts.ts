import type { Graph } from '../../src/graph/index.js';
import { gpuKernels, type GpuTarget } from '../../src/graph/kernels/index.js';
import { GraphError } from '../../src/graph/errors.js';
import { sharedDataText } from './shared-data.js';

/** What the genuine GPU delegate answers for a network on a GPU: its launches, each a name with node numbers and a class; or why it fails. */
export interface GenuineCut {
  readonly gpu: string;
  readonly network: string;
  readonly answer: readonly string[];
}

/** TFLite's version whose delegate gave the answers. */
export const genuineVersion = '2.19';

/** The answers of one file of the shared data; `undefined`, said aloud, where it is absent. */
export function genuineCuts(file: 'architectures' | 'npm-files'): readonly GenuineCut[] | undefined {
  const text = sharedDataText(`gpu-delegate/${file}.jsonl`);
  return text?.trim().split('\n').map(readCut);
}

/** What this program says in the same words. */
export function ownAnswer(graph: Graph, target: GpuTarget): readonly string[] {
  try {
    return gpuKernels(graph, target)
      .filter(({ implementation }) => implementation !== 'CPU')
      .map(({ label, implementation }) => launchText(label, printedClass(implementation)));
  } catch (error) {
    const reason = error instanceof GraphError ? error.details['reason'] : undefined;
    if (typeof reason === 'string') return [reason];
    throw error;
  }
}

/** The first launch that differs, with the one before; empty where none does. */
export function firstDifference(genuine: readonly string[], own: readonly string[]): string {
  const length = Math.max(genuine.length, own.length);
  const at = Array.from({ length }, (_, index) => index).find((index) => genuine[index] !== own[index]);
  if (at === undefined) return '';
  const after = at === 0 ? '' : `after ${genuine[at - 1] ?? ''}\n    `;
  return `${after}genuine: ${genuine[at] ?? 'nothing'}\n    here:    ${own[at] ?? 'nothing'}`;
}

interface Line {
  readonly gpu: string;
  readonly network?: string;
  readonly file?: string;
  readonly kernels?: readonly (readonly [string, string])[];
  readonly error?: string;
}

function readCut(line: string): GenuineCut {
  const { gpu, network, file, kernels, error } = JSON.parse(line) as Line;
  const answer = kernels?.map(([name, kernelClass]) => launchText(name, kernelClass)) ?? [error ?? ''];
  return { gpu, network: network ?? file ?? '', answer };
}

function launchText(name: string, kernelClass: string): string {
  return `${name} (${kernelClass})`;
}

/** Convolutions with filters in constant memory have no class of their own. */
function printedClass(implementation: string): string {
  return implementation === 'ConvConstants' ? 'GPUOperation' : implementation;
}
