import { packageFile } from '../../package-files.js';

/** The path of a real network that the build puts beside the program; the NOTICE there tells where it comes from. */
const network = (name: string) => packageFile(`dist/networks/${name}.tflite`);

/** Real networks that the demo predicts and measures. */
export const measuredNetworkPaths = (): string[] =>
  ['short_range', 'full_range', 'full_range_sparse'].map((variant) => network(`face_detection_${variant}`));

/** Name of the sample that {@link refusedNetworkPath} becomes. */
export const refusedNetworkName = 'selfie_segmentation';

/** One with operations that the runtime does not have: it is refused, and that is told. */
export const refusedNetworkPath = (): string => network('selfie_segmentation');
