/** Amounts of work by kind: what a processor takes time for in proportion, each kind at a rate of its own. */
export type Work = Readonly<Record<string, number>>;

/**
 * How networks are counted; raised when they come to be counted otherwise. Rates belong to the counts that they were learned with: of others
 * they know the time of some kinds twice, or of some not at all.
 */
export const workVersion = 2 as const;

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

/** Kinds of work whose time version 1 did not tell from that of other kinds. */
const sinceVersion2: ReadonlySet<string> = new Set([
  'grouped macs beside vectors',
  'macs of padding',
  'gathered strided inputs',
  'uncached product inputs',
  'uncached depthwise inputs',
  'uncached vector weights',
]);

/** Whether a version of counts tells this kind of work from others. */
export function isCountedAsOf(version: number, kind: string): boolean {
  const name = kind.startsWith(builtinPrefix) ? kind.slice(builtinPrefix.length) : kind;
  return version >= 2 || !sinceVersion2.has(name);
}

/** Work as a version of counts had it: without the kinds that came later. */
export function workAsOf(version: number, work: Work): Work {
  if (version >= workVersion) return work;
  return Object.fromEntries(Object.entries(work).filter(([kind]) => isCountedAsOf(version, kind)));
}
