/** Where the lines are drawn between a run that may be learned from and one that may not. */
export interface VerdictThresholds {
  /** Standard deviation of an inference by its mean, at most. Default 0.5: more says that the runs were not alike. */
  readonly relativeStd: number;
  /**
   * Standard error of the mean by the mean, at most. Default 0.08: what is learned is the mean, and predictors are useful from
   * errors of some 10 % down. More runs lower it.
   */
  readonly relativeStandardError: number;
  /** A standard deviation below this is the clock's grain and not noise. Default 2 µs; the tool counts whole microseconds. */
  readonly clockGrainUs: number;
  /** Mean clock of the cores used, by their highest, at least. Default 0.9. */
  readonly meanClockShare: number;
  /** Android's thermal status from which on a run counts as throttled. Default 2, "moderate": user experience is affected. */
  readonly thermalStatus: number;
  /** Highest temperature during the run, at most. Default 45 °C, where phones begin to limit themselves. */
  readonly temperatureC: number;
  /** CPU time of other processes on the cores used, by the duration of the run, at most. Default 0.15. */
  readonly foreignCpuShare: number;
  /** How much less than the whole inference the operations may add up to, by the inference. Default 0.25. */
  readonly overheadShare: number;
  /**
   * The same in microseconds, for small models: this, and `overheadPerRowUs` for every row, is always allowed. Default 50 and
   * 5 µs: reading the clock twice and storing an event takes 1 µs on a desktop and several on a phone's small core.
   */
  readonly overheadUs: number;
  readonly overheadPerRowUs: number;
  /** How much more than the whole inference the operations may add up to, by the inference. Default 0.02, plus 5 µs. */
  readonly excessShare: number;
  readonly excessUs: number;
}

/** The thresholds of {@link VerdictThresholds} unless a lab sets its own. */
export const defaultVerdictThresholds: VerdictThresholds = {
  relativeStd: 0.5,
  relativeStandardError: 0.08,
  clockGrainUs: 2,
  meanClockShare: 0.9,
  thermalStatus: 2,
  temperatureC: 45,
  foreignCpuShare: 0.15,
  overheadShare: 0.25,
  overheadUs: 50,
  overheadPerRowUs: 5,
  excessShare: 0.02,
  excessUs: 5,
};
