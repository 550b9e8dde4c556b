/** Amounts of work by kind: what a processor takes time for in proportion, each kind at a rate of its own. */
export type Work = Readonly<Record<string, number>>;

/** Before kinds of work that a delegate leaves to the built-in kernels. */
export const builtinPrefix = 'built-in ';

/** Adds work up by kind. */
export class WorkSum {
  private readonly amounts: Record<string, number> = {};

  /** `prefix` stands before the name of each kind. */
  constructor(private readonly prefix = '') {}

  /** Adds an amount of a kind; nothing where it is 0. */
  add(kind: string, amount: number): this {
    const name = `${this.prefix}${kind}`;
    if (amount > 0) this.amounts[name] = (this.amounts[name] ?? 0) + amount;
    return this;
  }

  work(): Work {
    return this.amounts;
  }
}

/** Work of several, kind by kind. */
export function workOfAll(parts: readonly Work[]): Work {
  const sum = new WorkSum();
  for (const part of parts) for (const [kind, amount] of Object.entries(part)) sum.add(kind, amount);
  return sum.work();
}
