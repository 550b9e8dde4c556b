import type { Graph, Operation } from '../../graph/index.js';
import { featureCount, linkMark, writeKernelFeatures, type CutKernel } from '../../graph/kernels/index.js';

/** What is remembered of kernels that learners cannot tell apart: an answer, and the name that the delegate gives them. */
export interface Remembered<T> {
  /** The delegate's name: `convolution_2d_linked_:_relu`. */
  readonly name: string;
  readonly operator: string;
  readonly features: Float64Array;
  readonly answer: T;
  /** Another one that the same number stands for. */
  readonly next: Remembered<T> | undefined;
}

/** Kernels that begin with the same operations. */
class KernelNames<T> {
  readonly longer = new Map<string, KernelNames<T>>();
  readonly answers = new Map<number, Remembered<T>>();

  constructor(readonly name: string) {}

  with(type: string): KernelNames<T> {
    let names = this.longer.get(type);
    if (names === undefined) {
      names = new KernelNames(this.name === '' ? type : `${this.name}${linkMark}${type}`);
      this.longer.set(type, names);
    }
    return names;
  }
}

/**
 * Answers for kernels of GPUs, by what learners see of them: the delegate's name, the operation that gives it and its sizes. Made for
 * searches that ask for thousands of networks a second: names are looked up step by step and sizes as numbers, so that no text is made of a
 * kernel that is known. When it holds `most` answers it forgets all of them.
 */
export class GpuKernelMemory<T> {
  #names = new KernelNames<T>('');
  #size = 0;
  readonly #features = new Float64Array(featureCount);

  constructor(private readonly most: number) {}

  /** The answer for a kernel of a graph, which `answer` gives for its name when it is not known. */
  recall(graph: Graph, kernel: CutKernel, answer: (kernel: CutKernel, name: string) => T): Remembered<T> {
    const { types, operationIndices } = kernel;
    let names = this.#names;
    for (const type of types) names = names.with(type);
    const operation = graph.operations[operationIndices[0] ?? 0] as Operation;
    const { operator } = operation;
    const features = this.#features;
    writeKernelFeatures(graph, operation, features);
    const hash = hashOf(features);
    for (let known = names.answers.get(hash); known !== undefined; known = known.next) {
      if (known.operator === operator && areEqual(known.features, features)) return known;
    }
    const { name } = names;
    const made = {
      name,
      operator,
      features: features.slice(),
      answer: answer(kernel, name),
      next: names.answers.get(hash),
    };
    this.#remember(names, hash, made);
    return made;
  }

  #remember(names: KernelNames<T>, hash: number, made: Remembered<T>): void {
    if (this.#size >= this.most) {
      this.#names = new KernelNames('');
      this.#size = 0;
      return;
    }
    this.#size++;
    names.answers.set(hash, made);
  }
}

function hashOf(features: Float64Array): number {
  let hash = 0;
  for (let index = 0; index < featureCount; index++) {
    hash = Math.imul(hash ^ ((features[index] as number) | 0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}

function areEqual(a: Float64Array, b: Float64Array): boolean {
  for (let index = 0; index < featureCount; index++) if (a[index] !== b[index]) return false;
  return true;
}
