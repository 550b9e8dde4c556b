import type { PublishedNetwork } from '../../src/exchange/index.js';
import { mean, median } from '../../src/learning/validation/averages.js';
import { evaluate } from './measure.js';
import { known } from './splits.js';

/** Errors of cells that were not learned from, percent: the median of the splits, by how many cells were. */
export interface MeasuredBackEnd {
  readonly backEnd: string;
  readonly mape: Readonly<Record<string, number>>;
  readonly coverage90: Readonly<Record<string, number>>;
}

export const knownCells = [100, 20] as const;
const splits = [1, 2, 3];

/** Every back end of the table, learned from 100 and from 20 of its cells. */
export function measureCells(cells: readonly PublishedNetwork[]): MeasuredBackEnd[] {
  const backEnds = new Set(cells.flatMap(({ latencies }) => latencies.map(({ device }) => device)));
  return [...backEnds].map((backEnd) => {
    const evaluations = knownCells.map((count) => ({
      count,
      all: splits.map((seed) => evaluate(cells, backEnd, known(cells, count, seed))),
    }));
    const of = (figure: (all: (typeof evaluations)[number]['all']) => number) =>
      Object.fromEntries(evaluations.map(({ count, all }) => [count, figure(all)]));
    return {
      backEnd,
      mape: of((all) => median(all.map(({ medianMape }) => medianMape))),
      coverage90: of((all) => mean(all.map(({ medianCoverage90 }) => medianCoverage90))),
    };
  });
}
