import { dependencyFile } from '../package-files.js';

const faceDetection = ['short_range', 'full_range', 'full_range_sparse'].map(
  (variant) => `@mediapipe/face_detection/face_detection_${variant}.tflite`,
);

/** Real networks that the demo predicts and measures. */
export const measuredNetworkPaths = (): string[] => faceDetection.map(dependencyFile);

/** Name of the sample that {@link refusedNetworkPath} becomes. */
export const refusedNetworkName = 'selfie_segmentation';

/** One with operations that the runtime does not have: it is refused, and that is told. */
export const refusedNetworkPath = (): string =>
  dependencyFile('@mediapipe/selfie_segmentation/selfie_segmentation.tflite');
