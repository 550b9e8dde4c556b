/** What a run says of one operation. Microseconds of one inference. */
export interface OpTiming {
  /** Place in the execution order, from 0. */
  readonly ordinal: number;
  /** Index of the operation in the model file; `null` for a row that belongs to none (a GPU kernel, the runtime's own work). */
  readonly operationIndex: number | null;
  /** TFLite's name of the operation; what the row calls itself when it belongs to none. */
  readonly operator: string;
  /** What was executed, as the runtime names it, joined by ` + ` where it was several kernels; `null` when it was nothing. */
  readonly kernel: string | null;
  readonly meanUs: number;
  /** Known only where the operation is the profile's only row. */
  readonly stdUs?: number;
  readonly firstUs: number;
  /** Inferences that the mean is over. */
  readonly count: number;
  /** Index of the operation whose kernel does this one's work too; the mean here is 0 then. */
  readonly fusedInto?: number;
  /** Computed once, when the model was loaded; the mean here is 0 then. */
  readonly folded?: true;
  /**
   * The row stands for several executions: of the operations at the same place of several partitions, each of which was given the mean over
   * all, or of one operation that runs several times in an inference. The sum is right; the time is no measurement of the operation.
   */
  readonly sharedRow?: true;
}
