/** What a GPU kernel's name says: its implementation, and the operations fused behind it. */
export interface KernelName {
  /** `convolution_2d`, `convolution_winograd_4x4_6x6`, `pooling_2d`, … */
  readonly implementation: string;
  /** Operations that the kernel applies to its result, in order: `add`, `relu`. */
  readonly linked: readonly string[];
}

/** Reads `convolution_2d_0_linked_:_add_1_linked_:_relu_2`; the numbers are nodes of the graph and are dropped. */
export function parseKernelName(name: string): KernelName {
  const [implementation = '', ...linked] = name.split('_linked_:_').map((part) => part.replace(/_\d+$/, ''));
  return { implementation, linked };
}
