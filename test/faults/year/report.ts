import type { Audit } from './audit/audit.js';
import type { OwnEnd } from './lab/kept-process.js';
import type { Recovery } from './plan/recoveries.js';

/** What a fault campaign came to. */
export interface YearReport {
  readonly recoveries: readonly Recovery[];
  readonly audit: Audit;
  /** Processes that ended without being asked. */
  readonly ownEnds: readonly OwnEnd[];
  readonly campaigns: number;
  readonly runs: Readonly<Record<string, number>>;
  /** Runs that failed, by the code of the error. */
  readonly failures: Readonly<Record<string, number>>;
}

/** The last line of the suite. */
export interface YearSummary {
  readonly injected: number;
  readonly recovered: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly staleWrites: number;
  readonly stuck: number;
  readonly slowestRecoverySeconds: number;
}

export function summaryOf({ recoveries, audit }: YearReport): YearSummary {
  const seconds = recoveries.flatMap((recovery) =>
    recovery.seconds === undefined ? [] : [recovery.seconds],
  );
  return {
    injected: recoveries.length,
    recovered: seconds.length,
    lost: audit.lost.length,
    duplicated: audit.duplicated.length,
    staleWrites: audit.staleWrites.length,
    stuck: audit.stuck.length,
    slowestRecoverySeconds: Math.round(Math.max(0, ...seconds) * 10) / 10,
  };
}

/** Whether nothing is wrong, and everything has come back. */
export function isSound(summary: YearSummary): boolean {
  const { injected, recovered, lost, duplicated, staleWrites, stuck } = summary;
  return injected === recovered && lost + duplicated + staleWrites + stuck === 0;
}

/** The report that people read. */
export function reportText(report: YearReport): string {
  const kinds = [...new Set(report.recoveries.map(({ fault }) => fault.kind))].sort();
  const lines = kinds.map((kind) => {
    const seconds = report.recoveries
      .filter(({ fault }) => fault.kind === kind)
      .map((recovery) => recovery.seconds ?? Infinity)
      .sort((a, b) => a - b);
    const median = seconds[Math.floor(seconds.length / 2)] ?? 0;
    const cells = [String(seconds.length).padStart(6), inSeconds(median), inSeconds(seconds.at(-1) ?? 0)];
    return `${kind.padEnd(22)}${cells.join('')}`;
  });
  const { audit, ownEnds, campaigns, runs, failures } = report;
  const complaints = (name: string, found: readonly string[]) =>
    found.length === 0 ? [] : [`${name}:`, ...found.map((line) => `  ${line}`)];
  return [
    `${'fault'.padEnd(22)}${'struck'.padStart(6)}${'median s'.padStart(10)}${'slowest s'.padStart(10)}`,
    ...lines,
    '',
    `${campaigns} campaigns; runs: ${counts(runs)}`,
    ...(Object.keys(failures).length === 0 ? [] : [`failures: ${counts(failures)}`]),
    ...ownEnds.map(
      ({ process, exitCode, signal }) => `${process} ended by itself: ${signal ?? `exit code ${exitCode}`}`,
    ),
    ...complaints('lost', audit.lost),
    ...complaints('duplicated', audit.duplicated),
    ...complaints('stale writes', audit.staleWrites),
    ...complaints('stuck', audit.stuck),
    '',
  ].join('\n');
}

function inSeconds(seconds: number): string {
  return (seconds === Infinity ? 'never' : seconds.toFixed(1)).padStart(10);
}

function counts(numbers: Readonly<Record<string, number>>): string {
  return Object.entries(numbers)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
