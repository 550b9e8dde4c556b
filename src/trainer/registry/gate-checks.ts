import type { GateCheck } from './gate-report.js';
import type { JudgedNetwork, NetworkJudgement } from './judged-networks.js';

/** Fewer networks say nothing of a share of nine in ten. */
const fewestIntervals = 5;

/** Whether as many networks lie in their intervals as these promise: a share of 1 as `coverage` says. */
export function holdingIntervals(judgements: readonly NetworkJudgement[], coverage: number): GateCheck {
  const name = 'intervals that hold';
  const { length } = judgements;
  if (length < fewestIntervals) {
    const detail = `could not judge: ${length} frozen networks, real and synthetic, at least ${fewestIntervals} are needed`;
    return { name, passed: true, judged: false, detail };
  }
  const covered = judgements.filter((judgement) => judgement.covered).length;
  // Two standard deviations below what is promised: fewer are no chance.
  const fewest = Math.ceil(length * coverage - 2 * Math.sqrt(length * coverage * (1 - coverage)));
  return {
    name,
    passed: covered >= fewest,
    judged: true,
    detail: `${covered} of ${length} networks lie in their intervals, at least ${Math.max(0, fewest)} are to`,
  };
}

/** Mean error over real networks, percent; over all where none is real. */
export function meanError(
  networks: readonly JudgedNetwork[],
  judgements: readonly NetworkJudgement[],
): number | undefined {
  const real = judgements.filter((_, index) => networks[index]?.kind === 'real');
  const judged = real.length > 0 ? real : judgements;
  if (judged.length === 0) return undefined;
  return judged.reduce((sum, { errorPercent }) => sum + errorPercent, 0) / judged.length;
}
