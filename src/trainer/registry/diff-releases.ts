import { z } from 'zod';

import type { ReleaseDetails } from './list-releases.js';

/** How one kernel group differs between two releases. */
export interface GroupDifference {
  readonly kernelGroup: string;
  readonly change: 'added' | 'removed' | 'changed' | 'same';
  readonly before?: GroupFacts;
  readonly after?: GroupFacts;
}

export interface GroupFacts {
  readonly learner: string;
  readonly trainingRows: number;
  readonly metrics: unknown;
  /** Cross-validated error of its learner, percent; absent where there was too little to tell. */
  readonly mapePercent?: number;
}

/** Compares two releases kernel group by kernel group; `same` means the same bytes. In alphabetical order. */
export function diffReleases(before: ReleaseDetails, after: ReleaseDetails): GroupDifference[] {
  const names = [
    ...new Set([...before.groups, ...after.groups].map(({ kernelGroup }) => kernelGroup)),
  ].sort();
  return names.map((kernelGroup) => {
    const [old, young] = [before, after].map(({ groups }) =>
      groups.find((group) => group.kernelGroup === kernelGroup),
    );
    const change =
      old === undefined
        ? 'added'
        : young === undefined
          ? 'removed'
          : old.artifactSha256 === young.artifactSha256
            ? 'same'
            : 'changed';
    return {
      kernelGroup,
      change,
      ...(old === undefined ? {} : { before: facts(old) }),
      ...(young === undefined ? {} : { after: facts(young) }),
    };
  });
}

/** Metrics of a predictor are errors by the learners that were tried. */
const metricsSchema = z.record(z.string(), z.number());

function facts({ learner, trainingRows, metrics }: GroupFacts): GroupFacts {
  const mapePercent = metricsSchema.safeParse(metrics).data?.[learner];
  return { learner, trainingRows, metrics, ...(mapePercent !== undefined && { mapePercent }) };
}
