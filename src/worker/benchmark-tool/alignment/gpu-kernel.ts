/** The GPU delegate's operation types that are not TFLite's name in small letters. */
const operatorsByType: Readonly<Record<string, string>> = {
  batched_matmul: 'BATCH_MATMUL',
  bhwc_tensor_to_conv_weights: 'BATCH_MATMUL',
  concat: 'CONCATENATION',
  convolution_2d: 'CONV_2D',
  convolution_2d_grouped: 'CONV_2D',
  convolution_transposed: 'TRANSPOSE_CONV',
  convolution_winograd_4x4_6x6: 'CONV_2D',
  convolution_dynamic: 'CONV_2D',
  conv_transposed_dynamic: 'TRANSPOSE_CONV',
  depthwise_convolution: 'DEPTHWISE_CONV_2D',
  'dw_conv2d->conv1x1': 'DEPTHWISE_CONV_2D',
  mat_mul_as_convolution: 'BATCH_MATMUL',
  mat_mul_reshape_input: 'BATCH_MATMUL',
  mat_mul_reshape_output: 'BATCH_MATMUL',
  mat_mul_transpose_second_tensor: 'BATCH_MATMUL',
  pooling_2d: 'POOL_2D',
  reduce_maximum: 'REDUCE_MAX',
  reduce_minimum: 'REDUCE_MIN',
  reduce_sum: 'SUM',
  resize: 'RESIZE_BILINEAR',
  sigmoid: 'LOGISTIC',
  slice: 'STRIDED_SLICE',
  softmax1x1: 'SOFTMAX',
  squared_diff: 'SQUARED_DIFFERENCE',
  subtract: 'SUB',
  winograd_36_to_4x4: 'CONV_2D',
  winograd_4x4_to_36: 'CONV_2D',
};

/** What stands between what a kernel does first and what is linked to it: an arrow, or in 2.10 `linked :`. */
const linkMark = / -> | linked : /;

/**
 * TFLite's name for what a GPU kernel does first: `convolution_2d 12 -> relu 13` and 2.10's `convolution_2d 12 linked : relu 13` → `CONV_2D`.
 * The GPU delegate numbers the nodes of a graph of its own making, so the numbers say nothing of the model's operations.
 */
export function gpuOperator(label: string): string {
  const first = label.split(linkMark, 1)[0] ?? label;
  const type = first.replace(/ \d+$/, '').trim();
  if (/^TfLite/.test(type)) return type;
  return (Object.hasOwn(operatorsByType, type) ? operatorsByType[type] : undefined) ?? type.toUpperCase();
}
