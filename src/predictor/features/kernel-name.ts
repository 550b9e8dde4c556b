/** What a GPU kernel's name says: its implementation, and the operations fused behind it. */
export interface KernelName {
  /** `convolution_2d`, `convolution_winograd_4x4_6x6`, `pooling_2d`, … */
  readonly implementation: string;
  /** Operations that the kernel applies to its result, in order: `add`, `relu`. */
  readonly linked: readonly string[];
}

/** What stands between linked operations: in published tables, in profiles, in profiles of 2.10. */
const linkMark = /_linked_:_| -> | linked : /;
/** The number of a node of the delegate's graph. The 36 of `winograd_4x4_to_36` is none. */
const nodeNumber = /(?<!_to)_\d+$| \d+$/;

/**
 * Reads `convolution_2d_0_linked_:_add_1_linked_:_relu_2` of a published table and `convolution_2d 0 -> add 1 -> relu 2` of a profile, with and
 * without numbers; these are nodes of the delegate's graph and are dropped.
 */
export function parseKernelName(name: string): KernelName {
  const [implementation = '', ...linked] = name.split(linkMark).map((part) => part.replace(nodeNumber, ''));
  return { implementation, linked };
}
