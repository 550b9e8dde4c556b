/** Amounts of work by kind: what a processor takes time for in proportion, each kind at a rate of its own. */
export type Work = Readonly<Record<string, number>>;

/** Adds work up by kind. */
export class WorkSum {
  private readonly amounts: Record<string, number> = {};

  /** Adds an amount of a kind; nothing where it is 0. */
  add(kind: string, amount: number): this {
    if (amount > 0) this.amounts[kind] = (this.amounts[kind] ?? 0) + amount;
    return this;
  }

  work(): Work {
    return this.amounts;
  }
}
