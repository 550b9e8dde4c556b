/** Another program that takes a share of every core, and the time that it has taken so far. */
export class ForeignLoad {
  private share = 0;
  private sinceSeconds: number;
  private takenSeconds = 0;

  constructor(nowSeconds: number) {
    this.sinceSeconds = nowSeconds;
  }

  /** From now on the program takes this share, from 0 to below 1. */
  take(share: number, nowSeconds: number): void {
    if (share === this.share) return;
    this.takenSeconds += this.share * (nowSeconds - this.sinceSeconds);
    this.sinceSeconds = nowSeconds;
    this.share = share;
  }

  /** How many times longer everything else takes. */
  get slowdown(): number {
    return 1 / (1 - this.share);
  }

  /** Cores that are busy with the program, of `coreCount`. */
  busyCores(coreCount: number): number {
    return this.share * coreCount;
  }

  /** For the phone's `processor-times`: the share in thousandths, since when, and ticks a core before; in ticks of 10 ms. */
  get stateFile(): string {
    const ticks = (seconds: number): number => Math.round(seconds * 100);
    return `${Math.round(this.share * 1000)} ${ticks(this.sinceSeconds)} ${ticks(this.takenSeconds)}\n`;
  }
}
