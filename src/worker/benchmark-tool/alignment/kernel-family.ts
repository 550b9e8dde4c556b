/**
 * XNNPACK's name of an operator without layout, types and microkernel, in small letters without blanks:
 * `Convolution (NHWC, F32) IGEMM` → `convolution`. Versions differ in all of these (`Leaky ReLU (NC, F32)` and
 * `LeakyReLU (NC)`, `Tanh` and `TanH`), and hardly ever in what is left.
 */
export function kernelFamily(kernel: string): string {
  const detail = kernel.indexOf(' (');
  const family = (detail === -1 ? kernel : kernel.slice(0, detail)).replaceAll(/[\s_-]/g, '').toLowerCase();
  return spellings[family] ?? family;
}

/** A misspelling in XNNPACK's src/operator-utils.c. */
const spellings: Readonly<Record<string, string>> = { bankdersrounding: 'bankersrounding' };

/** What a reshape is called: a copy until XNNPACK named copies by what they are for. */
export const reshapeFamilies: readonly string[] = [
  'copy',
  'staticreshape',
  'staticexpanddims',
  'fusedims',
  'splitdims',
];

/** Kernels that XNNPACK puts before an operation's own: a conversion of its input, or packing for a matrix unit. */
export const preparingFamilies: readonly string[] = ['convert', 'packlh'];

/** Kernels that it puts after one: float16 back to float32, where float32 models are computed in float16. */
export const finishingFamilies: readonly string[] = ['convert'];

const pointwise = ['clamp', 'copy'];

/**
 * Families of XNNPACK kernels that execute a TFLite operation, for all operators that its delegate takes over.
 * Sources: the delegate's tensorflow/lite/delegates/xnnpack/xnnpack_delegate.cc and README; XNNPACK's operator names of 2022
 * (src/operator-strings.yaml) and 2024 to 2025 (src/operator-utils.c); LiteRT 2.1's own output.
 */
export const operatorFamilies: Readonly<Record<string, readonly string[]>> = {
  ABS: ['abs'],
  ADD: ['add'],
  // A window of one element is no pooling.
  AVERAGE_POOL_2D: ['averagepooling', 'globalaveragepooling', 'mean', ...pointwise],
  BATCH_MATMUL: ['batchmatrixmultiply'],
  CAST: ['convert'],
  CEIL: ['ceiling'],
  CONCATENATION: ['copy', 'concatenate'],
  // A 1x1 convolution is a matrix product of the pixels.
  CONV_2D: ['convolution', 'fullyconnected'],
  COS: ['cosine'],
  DEPTH_TO_SPACE: ['depthtospace'],
  DEPTHWISE_CONV_2D: ['convolution'],
  DEQUANTIZE: ['convert'],
  DIV: ['divide'],
  ELU: ['elu'],
  EXP: ['exp'],
  EXPAND_DIMS: reshapeFamilies,
  FLOOR: ['floor'],
  FULLY_CONNECTED: ['fullyconnected', 'dynamicfullyconnected'],
  GELU: ['gelu', 'approxgelu'],
  HARD_SWISH: ['hardswish'],
  LEAKY_RELU: ['leakyrelu'],
  LOG: ['log'],
  LOGISTIC: ['sigmoid'],
  MAX_POOL_2D: ['maxpooling', ...pointwise],
  MAXIMUM: ['maximum'],
  MEAN: ['mean', 'globalaveragepooling'],
  MINIMUM: ['minimum'],
  MUL: ['multiply'],
  NEG: ['negate'],
  PACK: ['copy', 'concatenate'],
  PAD: ['constantpad'],
  PADV2: ['constantpad'],
  PRELU: ['prelu'],
  QUANTIZE: ['convert'],
  RELU: ['clamp'],
  RELU_0_TO_1: ['clamp'],
  RELU_N1_TO_1: ['clamp'],
  RELU6: ['clamp'],
  RESHAPE: reshapeFamilies,
  RESIZE_BILINEAR: ['resizebilinear'],
  ROUND: ['bankersrounding'],
  RSQRT: ['reciprocalsquareroot'],
  SIGN: ['sign'],
  SIN: ['sine'],
  SLICE: ['slice'],
  SOFTMAX: ['softmax'],
  SPACE_TO_DEPTH: ['spacetodepth'],
  SPLIT: ['copy', 'slice', 'split', 'evensplit'],
  SQRT: ['squareroot'],
  SQUARE: ['square'],
  SQUARED_DIFFERENCE: ['squareddifference'],
  SQUEEZE: reshapeFamilies,
  STRIDED_SLICE: ['slice'],
  SUB: ['subtract'],
  SUM: ['sum', 'globalsumpooling'],
  TANH: ['tanh'],
  TRANSPOSE: ['transpose'],
  TRANSPOSE_CONV: ['deconvolution'],
};
