import { disagreement } from './agreement.js';
import type { RepeatedMeasurement } from './agreement.js';

/** Another repetition of the same sample that has its measurement. */
export interface Repetition {
  readonly runId: string;
  /** False when it is in doubt already. */
  readonly trusted: boolean;
  readonly measurement: RepeatedMeasurement;
}

/** What is to become of a new measurement, and which earlier ones it puts in doubt. */
export interface RepetitionJudgement {
  /** Why the new measurement is in doubt; absent when it is trusted. */
  readonly doubt?: string;
  /** Trusted repetitions that are in doubt from now on, with the reason. */
  readonly doubted: readonly { readonly runId: string; readonly reason: string }[];
}

/**
 * Judges a new measurement by the other repetitions of its sample, and by what the same run measured before and gave up. Where two
 * contradict each other, more of the others agree with the right one: a process that was slow from first to last says nothing of that
 * itself. When as many agree with each, neither can be told to be right, and the new one is in doubt; `isLast` says that it will not be
 * measured again, and then so are those that contradict it.
 */
export function judgeRepetitions(
  fresh: RepeatedMeasurement,
  repetitions: readonly Repetition[],
  gaveWay: readonly RepeatedMeasurement[],
  isLast: boolean,
): RepetitionJudgement {
  const all = [fresh, ...repetitions.map(({ measurement }) => measurement), ...gaveWay];
  const support = (one: RepeatedMeasurement) =>
    all.filter((other) => other !== one && disagreement(one, other) === undefined).length;
  const contradicting = repetitions.flatMap(({ runId, trusted, measurement }) => {
    const reason = trusted ? disagreement(measurement, fresh) : undefined;
    return reason === undefined ? [] : [{ runId, reason, support: support(measurement) }];
  });
  if (contradicting.length === 0) return { doubted: [] };
  const own = support(fresh);
  const strongest = Math.max(...contradicting.map((one) => one.support));
  if (own > strongest) return { doubted: contradicting.map(({ runId, reason }) => ({ runId, reason })) };
  const other = repetitions.find(({ runId }) => runId === contradicting[0]?.runId)?.measurement;
  const doubt = other === undefined ? undefined : disagreement(fresh, other);
  const equals = contradicting.filter((one) => isLast && one.support === own && own === strongest);
  return {
    ...(doubt === undefined ? {} : { doubt }),
    doubted: equals.map(({ runId, reason }) => ({ runId, reason })),
  };
}
