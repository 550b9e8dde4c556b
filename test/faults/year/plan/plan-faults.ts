import type { Random } from '../../../../src/learning/index.js';

/** What may go wrong, of which kind of thing, how often, for how long. */
export interface FaultKind {
  readonly name: string;
  readonly target: FaultTarget;
  /** How often it is drawn, against the others. */
  readonly weight: number;
  /** How long it lasts; both 0 for what strikes once. */
  readonly seconds: readonly [shortest: number, longest: number];
}

export type FaultTarget =
  'phone' | 'genuine-phone' | 'worker' | 'link' | 'api' | 'trainer' | 'database' | 'queue' | 'adb';

/** One fault of the plan. */
export interface PlannedFault {
  readonly kind: FaultKind;
  /** Which of the things of its target. */
  readonly index: number;
  readonly afterMs: number;
  readonly lastsMs: number;
}

export interface PlanOptions {
  readonly random: Random;
  readonly kinds: readonly FaultKind[];
  /** How many there are of each target; of those without any nothing is planned. */
  readonly counts: Readonly<Record<FaultTarget, number>>;
  /** Mean time between two. */
  readonly everyMs: number;
  /** No fault lasts longer. */
  readonly longestMs: number;
}

/** Faults without end, the same ones for the same seed. Times between them are exponential: they come in crowds, as in a lab. */
export function* planFaults(options: PlanOptions): Generator<PlannedFault, never> {
  const { random, kinds, counts, everyMs, longestMs } = options;
  const possible = kinds.filter(({ target }) => counts[target] > 0);
  const total = possible.reduce((sum, { weight }) => sum + weight, 0);
  for (;;) {
    const kind = drawn(possible, random.uniform(0, total));
    const [shortest, longest] = kind.seconds;
    yield {
      kind,
      index: random.integer(0, counts[kind.target] - 1),
      afterMs: -Math.log(1 - random.uniform()) * everyMs,
      lastsMs: Math.min(
        longestMs,
        Math.exp(random.uniform(Math.log(1 + shortest), Math.log(1 + longest))) * 1_000 - 1_000,
      ),
    };
  }
}

function drawn(kinds: readonly FaultKind[], place: number): FaultKind {
  let left = place;
  for (const kind of kinds) {
    left -= kind.weight;
    if (left < 0) return kind;
  }
  const last = kinds.at(-1);
  if (last === undefined) throw new RangeError('there is nothing that could fail');
  return last;
}
