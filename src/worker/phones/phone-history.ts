import type { Database } from '../../platform/database/index.js';
import { toolText } from '../../records/benchmark-tool-kind.js';
import type { BenchmarkToolKind } from '../../records/benchmark-tool-kind.js';
import { readOutcomes } from '../../tables/run/run-counts.js';

/** What has become of a phone. */
export interface PhoneHistory {
  /** The latest events, the last one first. */
  readonly events: readonly { readonly at: Date; readonly kind: string; readonly detail: unknown }[];
  /** How many of its runs ended with a verdict, or with the code of a failure. */
  readonly runs: readonly { readonly outcome: string; readonly count: number }[];
  /** When it last measured, and its conditions after that. */
  readonly lastRun: { readonly finishedAt: Date; readonly conditions: unknown } | undefined;
  /** Versions of the benchmark tools that the farm has for it; those of another tool than TFLite's with its name. */
  readonly runtimeVersions: readonly string[];
}

/** Reads the history of a phone by its id, with so many events. */
export async function phoneHistory(
  { prisma, pool }: Database,
  { id, abis }: { readonly id: string; readonly abis: readonly string[] },
  eventCount: number,
): Promise<PhoneHistory> {
  const [events, outcomes, lastRun, tools] = await Promise.all([
    prisma.phoneEvent.findMany({
      where: { phoneId: id },
      orderBy: { id: 'desc' },
      take: eventCount,
      select: { at: true, kind: true, detail: true },
    }),
    readOutcomes(pool, id),
    prisma.run.findFirst({
      where: { phoneId: id, finishedAt: { not: null } },
      orderBy: { finishedAt: 'desc' },
      select: { finishedAt: true, conditions: true },
    }),
    prisma.benchmarkBinary.findMany({
      where: { abi: { in: [...abis] }, removedAt: null },
      select: { kind: true, runtimeVersion: true },
      distinct: ['runtimeVersion', 'kind'],
      orderBy: [{ runtimeVersion: 'asc' }, { kind: 'desc' }],
    }),
  ]);
  return {
    events,
    runs: outcomes,
    lastRun:
      lastRun?.finishedAt == null
        ? undefined
        : { finishedAt: lastRun.finishedAt, conditions: lastRun.conditions },
    runtimeVersions: tools.map((tool) => toolText({ ...tool, kind: tool.kind as BenchmarkToolKind })),
  };
}
