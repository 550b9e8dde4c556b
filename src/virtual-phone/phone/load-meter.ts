/** How many cores of the phone are in use. */
export class LoadMeter {
  private lastSeconds: number;
  private average = 0;

  /** @param busySeconds processor time that the phone's programs have used so far, in seconds. */
  constructor(private readonly busySeconds: () => number) {
    this.lastSeconds = busySeconds();
  }

  /** Processor time used since the last call, over the `seconds` that have passed. */
  measure(seconds: number): { busySeconds: number; average: number; isBusy: boolean } {
    const nowSeconds = this.busySeconds();
    const used = Math.max(0, nowSeconds - this.lastSeconds);
    this.lastSeconds = nowSeconds;
    // The kernel's load average forgets with a time constant of a minute.
    const kept = Math.exp(-seconds / 60);
    this.average = this.average * kept + (seconds > 0 ? used / seconds : 0) * (1 - kept);
    return { busySeconds: used, average: this.average, isBusy: used > 0.2 * seconds };
  }
}
