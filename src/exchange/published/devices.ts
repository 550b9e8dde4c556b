/** GPUs of the phones of qed-usc/mobile-ml-benchmark, by the names that its tables give the phones (its README and the paper's table 1). */
const gpus: Readonly<Record<string, string>> = {
  pixel4: 'adreno640',
  mi8se: 'adreno616',
  s10: 'mali-g76',
  a03s: 'powervr-ge8320',
};

/** The GPU of a published phone, `undefined` for phones that the tables do not have. */
export function publishedGpu(device: string): string | undefined {
  return Object.hasOwn(gpus, device) ? gpus[device] : undefined;
}
