/**
 * What the numbers of a network that this program builds are stored as:
 * - `float32`;
 * - `float16`: weights are float16 and unpacked once, when the model is loaded; everything else, biases too, is float32;
 * - `hybrid`: weights of the operators that have such kernels are int8, and everything else is float32, as converters'
 *   dynamic-range quantization leaves it; kernels quantize the values at run time;
 * - `int8`: values and weights are int8, biases int32.
 */
export type Precision = 'float32' | 'float16' | 'hybrid' | 'int8';

export const precisions: readonly Precision[] = ['float32', 'float16', 'hybrid', 'int8'];

/** Each precision in words, for messages. */
export const storedWords: Readonly<Record<Precision, string>> = {
  float32: 'float32',
  float16: 'float32 with float16 weights',
  hybrid: 'float32 with int8 weights',
  int8: 'int8',
};

/** What a file's numbers can be stored as: like {@link Precision}, or quantized as this program builds no networks. */
export type StoredPrecision = Precision | 'uint8' | 'int16';
