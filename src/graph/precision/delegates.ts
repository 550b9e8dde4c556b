/**
 * Delegates whose inside nobody sees: whoever made the driver, the library or the plugin decides what is executed, and no tool prints a time of a
 * single operation; `npu` is what LiteRT's own tool reaches through a vendor's dispatch library. Of them only whole networks' times are known, and networks are taken for what they are written as: a kernel each operation.
 */
export const blackBoxes = ['nnapi', 'hexagon', 'external', 'npu'] as const;
export type BlackBox = (typeof blackBoxes)[number];

/** How the runtime executes operations: its built-in kernels, XNNPACK, the GPU delegate, or a black box. */
export const delegates = ['builtin', 'xnnpack', 'gpu', ...blackBoxes] as const;
export type Delegate = (typeof delegates)[number];

export function isBlackBox(delegate: Delegate): delegate is BlackBox {
  return blackBoxes.some((box) => box === delegate);
}

/** Who executes networks as far as this program can tell: what a black box makes of its operations is theirs alone. */
export function knownExecutor(delegate: Delegate): Exclude<Delegate, BlackBox> {
  return isBlackBox(delegate) ? 'builtin' : delegate;
}
