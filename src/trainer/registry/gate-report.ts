/** Where the gate draws its lines. */
export interface GateThresholds {
  /** Frozen configurations needed to judge at all. By default half of what one in ten of all configurations gives, from 5 to 20. */
  readonly minimumConfigurations?: number;
  /** Frozen configurations of one operation type needed to judge that type. Default 5. */
  readonly minimumPerGroup: number;
  /** The candidate's mean error of networks may be worse by this factor, as much as noise makes it. Default 1.02. */
  readonly overallTolerance: number;
  /** The same for one operation type, of which there are fewer. Default 1.10. */
  readonly groupTolerance: number;
  /** Networks, or an operation type, that are predicted this well may get worse within it, percent. Default 2. */
  readonly negligibleErrorPercent: number;
  /** An operation type may get worse by as much as this of networks' time, percent: nobody feels what takes none. Default 1. */
  readonly negligibleTimePercent: number;
}

/** One reason to promote or not. */
export interface GateCheck {
  readonly name: string;
  /** False only where something was found that speaks against the candidate. */
  readonly passed: boolean;
  /** False where there was too little to judge by. */
  readonly judged: boolean;
  /** What was compared, in words and numbers. */
  readonly detail: string;
}

/** What the gate found. Kept with the release, whether it was promoted or not. */
export interface GateReport {
  readonly passed: boolean;
  readonly configurations: number;
  /** Mean error of the candidate on the networks it was judged by, percent: of real ones where there are any. */
  readonly errorPercent?: number;
  readonly checks: readonly GateCheck[];
}
