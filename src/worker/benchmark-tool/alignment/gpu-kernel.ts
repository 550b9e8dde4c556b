/** The GPU delegate's operation types that are not TFLite's name in small letters. */
const operatorsByType: Readonly<Record<string, string>> = {
  batched_matmul: 'BATCH_MATMUL',
  concat: 'CONCATENATION',
  convolution_2d: 'CONV_2D',
  convolution_2d_grouped: 'CONV_2D',
  convolution_transposed: 'TRANSPOSE_CONV',
  convolution_winograd_4x4_6x6: 'CONV_2D',
  depthwise_convolution: 'DEPTHWISE_CONV_2D',
  pooling_2d: 'POOL_2D',
  reduce_maximum: 'REDUCE_MAX',
  reduce_minimum: 'REDUCE_MIN',
  reduce_sum: 'SUM',
  resize: 'RESIZE_BILINEAR',
  sigmoid: 'LOGISTIC',
  softmax1x1: 'SOFTMAX',
  winograd_36_to_4x4: 'CONV_2D',
  winograd_4x4_to_36: 'CONV_2D',
};

/**
 * TFLite's name for what a GPU kernel does first: `convolution_2d 12 -> relu 13` → `CONV_2D`. The GPU delegate numbers the
 * nodes of a graph of its own making, so the numbers say nothing of the model's operations.
 */
export function gpuOperator(label: string): string {
  const first = label.split(' -> ')[0] ?? label;
  const type = first.replace(/ \d+$/, '').trim();
  if (/^TfLite/.test(type)) return type;
  return (Object.hasOwn(operatorsByType, type) ? operatorsByType[type] : undefined) ?? type.toUpperCase();
}
