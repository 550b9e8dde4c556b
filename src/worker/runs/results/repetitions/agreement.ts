/** What one measurement of a model says, as far as it is compared with another one of the same model in the same scenario. */
export interface RepeatedMeasurement {
  readonly inferenceMeanUs: number;
  /** Of the mean, by the spread of the inferences within this measurement. */
  readonly standardErrorUs: number;
  /** Of each operation, in the order of execution. */
  readonly operationsUs: readonly number[];
}

/** Two honest means lie within four standard errors of each other but for one pair in some ten thousand. */
const standardErrors = 4;
/**
 * How far processes on one phone lie apart, by the lesser mean, for reasons that none of them sees: where its memory lies, what the clocks
 * and caches were at. Of 1,711 pairs of processes on the virtual phone (mobilenetv3_small_w1, XNNPACK, a machine that was overloaded) one was
 * farther apart than this and four standard errors.
 */
const processShare = 0.1;
/**
 * Single operations lie farther apart than their sum. Of the same pairs 1.8 % had an operation that was farther apart; of pairs in which one
 * operation was made 2.5 times as slow, 98.6 % were told.
 */
const operationShare = 0.9;
/** What an operation must be off by to count, by the whole inference: below this it neither matters nor can be told from noise. */
const noticedShare = 0.02;
/** The tool counts whole microseconds, and a small operation is measured by few of them. */
const clockGrainUs = 5;

/**
 * Why two measurements of one model cannot both be right; `undefined` when they agree: whole inferences that differ by more than their
 * spread and that of processes allow, or an operation that does, which the sum of many operations hides.
 */
export function disagreement(a: RepeatedMeasurement, b: RepeatedMeasurement): string | undefined {
  const lesserUs = Math.min(a.inferenceMeanUs, b.inferenceMeanUs);
  const allowedUs =
    processShare * lesserUs +
    standardErrors * Math.hypot(a.standardErrorUs, b.standardErrorUs) +
    clockGrainUs;
  if (Math.abs(a.inferenceMeanUs - b.inferenceMeanUs) > allowedUs) {
    return `${shown(a.inferenceMeanUs)} against ${shown(b.inferenceMeanUs)} of another repetition`;
  }
  // Other kernels than in the other measurement are compared by their sum only.
  if (a.operationsUs.length !== b.operationsUs.length) return undefined;
  for (const [place, operationUs] of a.operationsUs.entries()) {
    const otherUs = b.operationsUs[place] ?? 0;
    const differenceUs = Math.abs(operationUs - otherUs);
    const allowed = Math.max(
      operationShare * Math.min(operationUs, otherUs),
      noticedShare * lesserUs,
      clockGrainUs,
    );
    if (differenceUs > allowed) {
      return `operation ${place} took ${shown(operationUs)} against ${shown(otherUs)} of another repetition`;
    }
  }
  return undefined;
}

function shown(us: number): string {
  return `${Number(us.toPrecision(4))} µs`;
}
