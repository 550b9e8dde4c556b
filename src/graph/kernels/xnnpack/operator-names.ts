/**
 * What XNNPACK's operators are called, over time. `xnn_operator_type_to_string` names them by layout and types:
 *
 * - since 2020 (TensorFlow 2.3 to 2.18; src/operator-strings.c, later src/operator-strings.yaml and src/enums/operator-type.yaml): each
 *   operator by its own name, `Add (ND, F32)`, `HardSwish (NC, F32)`, `Global Average Pooling (NWC, F32)`;
 * - since October 2024 (TensorFlow 2.19; src/xnnpack/operator-type-defs.h): all operators of one input are `Unary Elementwise (NC)`
 *   and all of two `Binary Elementwise (ND)`, with neither their own name nor types; sums and means are `Mean (ND)`, `Sum (ND)`;
 * - since 2025 (TensorFlow 2.20, LiteRT 1.4; `xnn_operator_type_to_string_v2` in src/operator-utils.c): `Add (ND)`, `Clamp (NC)` again,
 *   without types; and copies by what they are for, `Static Reshape (NC)`.
 *
 * Behind the name stands the kind of microkernel, where there is one: ` GEMM`, ` IGEMM`, ` DWConv`, ` Mean`, ` Transpose`.
 */
export type OperatorNaming = 'typed' | 'elementwise' | 'named';

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

/** Whether a kernel of a family may be doing the work of one of `wanted`: it is one of them, or its name stands for many. */
export function standsForAny(family: string, wanted: readonly string[]): boolean {
  if (wanted.includes(family)) return true;
  const many = collectiveNames.get(family);
  return many !== undefined && wanted.some((each) => many.has(each));
}

/** Operators of one input and of two that have no name of their own in {@link OperatorNaming} `elementwise`. */
const unaryFamilies = [
  'abs',
  'approxgelu',
  'bankersrounding',
  'bitwisenot',
  'ceiling',
  'clamp',
  'convert',
  'cosine',
  'countleadingzeros',
  'cuberoot',
  'elu',
  'exp',
  'floor',
  'gelu',
  'hardswish',
  'leakyrelu',
  'log',
  'negate',
  'populationcount',
  'reciprocalsquareroot',
  'sigmoid',
  'sign',
  'sine',
  'square',
  'squareroot',
  'tanh',
];
const binaryFamilies = [
  'add',
  'atan2',
  'bitwiseand',
  'bitwiseor',
  'bitwisexor',
  'copysign',
  'divide',
  'maximum',
  'minimum',
  'modulus',
  'multiply',
  'power',
  'prelu',
  'shiftleft',
  'shiftrightarithmetic',
  'shiftrightlogical',
  'squareddifference',
  'subtract',
];
const collectiveNames: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['unaryelementwise', new Set(unaryFamilies)],
  ['binaryelementwise', new Set(binaryFamilies)],
]);

/** What a kernel of a family is called where names tell nothing but the number of inputs; `undefined` for those that keep their names. */
export function collectiveName(family: string): string | undefined {
  if (unaryFamilies.includes(family)) return 'Unary Elementwise (NC)';
  return binaryFamilies.includes(family) ? 'Binary Elementwise (ND)' : undefined;
}

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
