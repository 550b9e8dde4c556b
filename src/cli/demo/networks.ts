import { dependencyFile } from '../package-files.js';

const faceDetection = ['short_range', 'full_range', 'full_range_sparse'].map(
  (variant) => `@mediapipe/face_detection/face_detection_${variant}.tflite`,
);

/** Real networks that the demo predicts and measures. */
export const measuredNetworkPaths = (): string[] => faceDetection.map(dependencyFile);

/** One with operations that the runtime does not have: it is refused, and that is told. */
export const refusedNetworkPath = (): string =>
  dependencyFile('@mediapipe/selfie_segmentation/selfie_segmentation.tflite');
