import type { ToldFeatures } from './operation-features.js';

/** What one operation, or one launch of a kernel, takes in one scenario. */
export interface PublishedTiming {
  readonly latencyUs: number;
  /** The kernel's name with its node numbers; empty where the file has no column of names, as on CPUs. */
  readonly kernel: string;
  /**
   * Where one launch executes the operations of several rows, as Apple's GPUs do a depthwise convolution and the 1×1 after it: whether the
   * row is the first of them. The time is that of the launch, and counts once.
   */
  readonly launch?: 'first' | 'rest';
}

/** One operation of one network: on a GPU, one launch of a kernel. */
export interface PublishedOperation extends ToldFeatures {
  readonly line: number;
  readonly network: string;
  readonly operation: string;
  /** By the scenario’s name; a scenario without a measurement of this row has none. */
  readonly timings: ReadonlyMap<string, PublishedTiming>;
}
