import { GraphError } from '../../errors.js';

/** Vendors whose GPUs the TFLite GPU delegate treats differently from one another. */
export type GpuVendor = 'adreno' | 'mali' | 'powervr' | 'amd' | 'intel' | 'nvidia' | 'apple' | 'unknown';

/** The Mali architectures, in the order in which they came, as the delegate tells them apart. */
export type MaliArchitecture =
  'midgard' | 'bifrost' | 'valhall-1' | 'valhall-2' | 'valhall-3' | 'valhall-4' | 'unlisted';

/** What the delegate's choice of kernels depends on. */
export interface GpuModel {
  readonly name: string;
  readonly vendor: GpuVendor;
  /** First digit of an Adreno's number (640 → 6); 0 for those that the delegate does not list, and for every other vendor. */
  readonly adrenoSeries: number;
  readonly maliArchitecture?: MaliArchitecture;
}

const vendorPatterns: readonly (readonly [GpuVendor, RegExp])[] = [
  ['adreno', /adreno|qualcomm/],
  ['mali', /mali|immortalis/],
  ['powervr', /powervr|rogue/],
  ['amd', /\bamd\b|advanced micro devices|radeon|xclipse/],
  ['intel', /intel/],
  ['nvidia', /nvidia|tegra|geforce/],
  ['apple', /apple/],
  ['unknown', /maleoon|videocore|vivante|swiftshader|llvmpipe|virgl|virtio|\bunknown\b/],
];

/** Adrenos that the delegate lists (`GetAdrenoGpuVersion` in common/gpu_info.cc); others are of no series for its rules. */
const listedAdrenos: readonly string[] = [
  ...['120', '130', '200', '203', '205', '220', '225', '304', '305', '306', '308', '320', '330'],
  ...['405', '418', '420', '430', '504', '505', '506', '508', '509', '510', '512', '530', '540'],
  ...['605', '610', '612', '615', '616', '618', '620', '630', '640', '650', '660', '675', '680', '685'],
  ...['730', '740', '750'],
];

/** Malis that the delegate lists (`MaliInfo` in common/gpu_info.cc), longer numbers before those that they begin with. */
const listedMalis: readonly (readonly [RegExp, MaliArchitecture])[] = [
  [/t(604|62[248]|6[57]8|7[26]0|8[23468]0)/, 'midgard'],
  [/g(310|510|610|710)/, 'valhall-3'],
  [/g715/, 'valhall-4'],
  [/g(31|51|52|71|72|76)/, 'bifrost'],
  [/g(57|77)/, 'valhall-1'],
  [/g(68|78)/, 'valhall-2'],
];

const knownNames = 'adreno640, mali-g76, powervr-ge8320, xclipse920, apple a14, nvidia tegra, intel';

/**
 * Reads a GPU's name as OpenGL ES and OpenCL report it or as people write it (`Adreno (TM) 640`, `adreno640`, `Mali-G76`,
 * `PowerVR Rogue GE8320`). GPUs that exist but that the delegate does not know are of the vendor `unknown`, for which it has kernels too, and so is
 * the name `unknown`.
 * Throws a GraphError `INVALID_GPU_NAME` for a name of no vendor that the delegate knows, such as a phone's, and for an Adreno or a Mali without
 * a model number, since the choice of kernels would then be a guess.
 */
export function parseGpuModel(name: string): GpuModel {
  const lower = name.trim().toLowerCase();
  if (lower === '') throw new GraphError('INVALID_GPU_NAME', 'The name of the GPU is empty.');
  const vendor = vendorPatterns.find(([, pattern]) => pattern.test(lower))?.[0];
  if (vendor === undefined) {
    throw new GraphError(
      'INVALID_GPU_NAME',
      `"${name}" is no GPU that is known; known are names such as ${knownNames}.`,
    );
  }
  if (vendor === 'adreno') return { name, vendor, adrenoSeries: adrenoSeries(name, lower) };
  if (vendor === 'mali') {
    return { name, vendor, adrenoSeries: 0, maliArchitecture: maliArchitecture(name, lower) };
  }
  return { name, vendor, adrenoSeries: 0 };
}

function adrenoSeries(name: string, lower: string): number {
  if (!/\d{3}/.test(lower)) {
    throw new GraphError('INVALID_GPU_NAME', `"${name}" names no Adreno model, e.g. adreno640.`);
  }
  return Number(listedAdrenos.find((model) => lower.includes(model))?.[0] ?? 0);
}

function maliArchitecture(name: string, lower: string): MaliArchitecture {
  const joined = lower.replaceAll(/[\s_-]+/g, '');
  if (!/[gt]\d{2,3}/.test(joined)) {
    throw new GraphError('INVALID_GPU_NAME', `"${name}" names no Mali model, e.g. mali-g76.`);
  }
  return listedMalis.find(([pattern]) => pattern.test(joined))?.[1] ?? 'unlisted';
}
