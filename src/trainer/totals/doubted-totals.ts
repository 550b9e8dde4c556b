/** A total that contradicts all others and the prior, and is not learned from. */
export interface DoubtedTotal {
  readonly network: string;
  readonly us: number;
  /** What the others and the prior say that it takes, µs. */
  readonly expectedUs: number;
  /** As far off as a time in milliseconds that was taken for microseconds. */
  readonly isMilliseconds: boolean;
}

/** What is needed of a total to doubt it. */
interface Total {
  readonly network: string;
  readonly us: number;
  readonly stdUs: number;
}

/** What totals say of one that is not among them: the logarithm of its time, µs, and by how much that may be off. */
interface Expectation {
  readonly logUs: number;
  readonly deviation: number;
}

/** A total that lies so many deviations from what is expected of it is doubted. */
const doubtedBeyond = 5;
/** Others have to be left to say what is expected. */
const fewestOthers = 2;
/** How near a time in milliseconds lies to the number that it is a thousandth of: no processor of ours is known better than to this factor. */
const unitFactor = 5;

/**
 * The totals that are not to be believed, each held against the interval that the prior and the others give it, the worst one first and the
 * rest without it: of few, one that is wrong makes others look wrong.
 */
export function doubtedTotals<Each extends Total>(
  totals: readonly Each[],
  noiseOf: (total: Each) => number,
  learn: (others: readonly Each[]) => (total: Each) => Expectation,
): readonly (readonly [Each, DoubtedTotal])[] {
  const doubted: (readonly [Each, DoubtedTotal])[] = [];
  let left = totals;
  while (left.length > fewestOthers) {
    const judged = left.map((total) => {
      const { logUs, deviation } = learn(left.filter((other) => other !== total))(total);
      return {
        total,
        logUs,
        deviations: Math.abs(Math.log(total.us) - logUs) / Math.hypot(deviation, noiseOf(total)),
      };
    });
    const worst = judged.reduce((a, b) => (b.deviations > a.deviations ? b : a));
    if (worst.deviations <= doubtedBeyond) break;
    doubted.push([worst.total, doubtedTotal(worst.total, worst.logUs)]);
    left = left.filter((total) => total !== worst.total);
  }
  return doubted;
}

/** Says of a total that it is doubted where so much was expected. */
export function doubtedTotal({ network, us }: Total, expectedLogUs: number): DoubtedTotal {
  return {
    network,
    us,
    expectedUs: Math.exp(expectedLogUs),
    isMilliseconds: isThousandth(us, expectedLogUs),
  };
}

/** Whether a number is about a thousandth of what is expected: milliseconds, taken for microseconds. */
export function isThousandth(us: number, expectedLogUs: number): boolean {
  return Math.abs(Math.log(1000 * us) - expectedLogUs) < Math.log(unitFactor);
}
