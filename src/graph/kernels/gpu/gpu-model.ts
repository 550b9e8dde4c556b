import { GraphError } from '../../errors.js';

/** Vendors whose GPUs the TFLite GPU delegate treats differently from one another. */
export type GpuVendor = 'adreno' | 'mali' | 'powervr' | 'amd' | 'intel' | 'nvidia' | 'apple' | 'unknown';

/** The Mali architectures, in the order in which they came. */
export type MaliArchitecture = 'midgard' | 'bifrost' | 'valhall-1' | 'valhall-2';

/** What the delegate's choice of kernels depends on. */
export interface GpuModel {
  readonly name: string;
  readonly vendor: GpuVendor;
  /** First digit of an Adreno's number (640 → 6); 0 for every other vendor. */
  readonly adrenoSeries: number;
  readonly maliArchitecture?: MaliArchitecture;
}

const vendorPatterns: readonly (readonly [GpuVendor, RegExp])[] = [
  ['adreno', /adreno/],
  ['mali', /mali|immortalis/],
  ['powervr', /powervr|rogue/],
  ['amd', /amd|radeon|xclipse/],
  ['intel', /intel/],
  ['nvidia', /nvidia|tegra|geforce/],
  ['apple', /apple/],
];

/**
 * Reads a GPU's name as OpenGL ES and OpenCL report it or as people write it (`Adreno (TM) 640`, `adreno640`, `Mali-G76`,
 * `PowerVR Rogue GE8320`). A vendor that is not known is `unknown`, which the delegate has kernels for too.
 * Throws a GraphError `INVALID_GPU_NAME` for an empty name, and for an Adreno or a Mali without a model number, since the
 * choice of kernels would then be a guess.
 */
export function parseGpuModel(name: string): GpuModel {
  const lower = name.trim().toLowerCase();
  if (lower === '') throw new GraphError('INVALID_GPU_NAME', 'The name of the GPU is empty.');
  const vendor = vendorPatterns.find(([, pattern]) => pattern.test(lower))?.[0] ?? 'unknown';
  if (vendor === 'adreno') return { name, vendor, adrenoSeries: adrenoSeries(name, lower) };
  if (vendor === 'mali') {
    return { name, vendor, adrenoSeries: 0, maliArchitecture: maliArchitecture(name, lower) };
  }
  return { name, vendor, adrenoSeries: 0 };
}

function adrenoSeries(name: string, lower: string): number {
  const series = /([1-9])\d\d/.exec(lower)?.[1];
  if (series === undefined) {
    throw new GraphError('INVALID_GPU_NAME', `"${name}" names no Adreno model, e.g. adreno640.`);
  }
  return Number(series);
}

/** Which architecture a Mali model number is of: T… Midgard, G31–G76 Bifrost, G57–G78 the first Valhall, then the second. */
function maliArchitecture(name: string, lower: string): MaliArchitecture {
  const [, family, digits] = /([gt])[\s_-]?(\d{2,3})/.exec(lower) ?? [];
  if (family === 't') return 'midgard';
  if (digits === undefined)
    throw new GraphError('INVALID_GPU_NAME', `"${name}" names no Mali model, e.g. mali-g76.`);
  if (['31', '51', '52', '71', '72', '76'].includes(digits)) return 'bifrost';
  return ['57', '68', '77', '78'].includes(digits) ? 'valhall-1' : 'valhall-2';
}
