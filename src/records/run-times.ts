/** What is timed of a run as a whole, by the name under which it is stored, exported and told; microseconds. */
export const runTimes = [
  'initUs',
  'firstInferenceUs',
  'warmupMeanUs',
  'inferenceMeanUs',
  'inferenceStdUs',
  'inferenceMinUs',
  'inferenceMaxUs',
  'operationSumUs',
] as const;

/** Microseconds; null where the tool did not tell. */
export type RunTimes = Readonly<Record<(typeof runTimes)[number], number | null>>;
