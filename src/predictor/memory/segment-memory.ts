import type { Graph } from '../../graph/index.js';
import { AnswerMemory } from './answer-memory.js';
import { SegmentKeys } from './segment-key.js';

/** Something of a network that stands at one of its operations. */
interface Placed {
  /** Index of the operation. */
  readonly index: number;
}

/** What is remembered of a segment: the same, its operations counted from where the segment begins. */
type Segment<T> = readonly T[];

/**
 * Remembers what a GPU runs for segments of networks ({@link gpuSegmentEnds}), by all that decides it: the networks of a search share blocks, and one whose
 * segments are all known need not be cut. `T`: a kernel's place, and what is known of it.
 */
export class SegmentMemory<T extends Placed> {
  readonly #memory: AnswerMemory<Segment<T>>;
  readonly #keys: SegmentKeys;

  /** Forgets everything when it holds `mostSegments` and is told another one. */
  constructor(mostSegments: number) {
    this.#memory = new AnswerMemory(mostSegments);
    this.#keys = new SegmentKeys(this.#memory.key);
  }

  /** All kernels of a network, `place` having put each where it stands in it; `undefined` unless every segment is known. */
  recall<P>(graph: Graph, place: (kernel: T, start: number) => P): P[] | undefined {
    const keys = this.#keys;
    this.#memory.makeRoom();
    keys.open(graph);
    const segments = keys.ends.length;
    const found: Segment<T>[] = [];
    for (let segment = 0; segment < segments; segment++) {
      const known = keys.write(segment) ? this.#memory.find() : undefined;
      if (known === undefined) return undefined;
      found.push(known);
    }
    const placed: P[] = [];
    for (let segment = 0; segment < segments; segment++) {
      const start = keys.start(segment);
      for (const kernel of found[segment] as Segment<T>) placed.push(place(kernel, start));
    }
    return placed;
  }

  /**
   * Keeps the kernels of a network, in execution order, by its segments. `moved` says of a kernel that it stands at another index. What does
   * not stand segment after segment is not kept.
   */
  remember(graph: Graph, kernels: readonly T[], moved: (kernel: T, index: number) => T): void {
    if (kernels.some(({ index }, place) => index < (kernels[place - 1]?.index ?? 0))) return;
    const keys = this.#keys;
    this.#memory.makeRoom();
    keys.open(graph);
    let next = 0;
    for (const [segment, end] of keys.ends.entries()) {
      const start = keys.start(segment);
      const inside: T[] = [];
      for (let kernel = kernels[next]; kernel !== undefined && kernel.index < end; kernel = kernels[++next]) {
        inside.push(moved(kernel, kernel.index - start));
      }
      if (!keys.write(segment)) continue;
      if (this.#memory.find() === undefined && !this.#memory.remember(inside)) return;
    }
  }
}
