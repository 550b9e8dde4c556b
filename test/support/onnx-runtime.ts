import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';

/** Runs a .onnx file with one float64 matrix in and one out in onnxruntime; rows and answers as plain numbers. */
export async function runOnnx(
  file: Uint8Array,
  names: { readonly input: string; readonly output: string },
  rows: readonly (readonly number[])[],
): Promise<number[]> {
  env.wasm.numThreads = 1;
  const session = await InferenceSession.create(file);
  try {
    const matrix = new Tensor('float64', Float64Array.from(rows.flat()), [rows.length, rows[0]?.length ?? 0]);
    const outputs = await session.run({ [names.input]: matrix });
    return Array.from((await outputs[names.output]?.getData()) as Float64Array);
  } finally {
    await session.release();
  }
}
