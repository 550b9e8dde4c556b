/** TensorFlow Lite as the authors built it for convolutional networks. */
export const cnnRuntime = '2.10';
/** What they measured vision transformers with. */
const transformerRuntime = '2.15';
const pytorchRuntime = 'pytorch-2.0';

/**
 * The runtime that a table was measured with, which its columns do not tell: qed-usc/mobile-ml-benchmark calls its files by framework and
 * kind of network (`torch_cnn_real_ops_cpu.csv`, `tflite_vit_real_e2e.csv`, `tflite_transformer_e2e.csv`), and says which versions in its
 * `website/collect.py`.
 */
export function runtimeOfTable(file: string): string {
  const name = file.split(/[/\\]/).at(-1) ?? '';
  if (/^(?:py)?torch/i.test(name)) return pytorchRuntime;
  return /(?:^|_)(?:transformer|vit)(?:_|\.)/i.test(name) ? transformerRuntime : cnnRuntime;
}

/** Whether a table's cells tell the sizes of operations as those of TFLite's convolutional networks do, whatever version they ran with. */
export function tellsSizes(file: string, runtimeVersion: string): boolean {
  return runtimeOfTable(file) === cnnRuntime && !runtimeVersion.startsWith('pytorch-');
}
