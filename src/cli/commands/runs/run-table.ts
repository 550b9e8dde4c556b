import type { RunList } from '../../../orchestrator/index.js';
import { csvOf } from '../../output/csv.js';
import { latencyText } from '../../output/format.js';
import { renderTable } from '../../output/table.js';

type ListedRun = RunList['runs'][number];

/** Characters of an id that are shown: two of a million runs begin alike once in five hundred farms. */
const shownCharacters = 13;

/** Runs as a table, the latest first. */
export function runTable(runs: readonly ListedRun[]): string {
  return renderTable(
    [
      ...['run', 'started', 'campaign', 'sample', 'scenario', 'phone', 'outcome'].map((heading) => ({
        heading,
      })),
      { heading: 'latency', align: 'right' as const },
      { heading: '±', align: 'right' as const },
    ],
    runs.map((run) => [
      run.id.slice(0, shownCharacters),
      momentText(run.startedAt),
      run.campaign,
      run.sample,
      run.scenario,
      run.phone ?? '-',
      outcomeText(run),
      run.inferenceMeanUs === null ? '-' : latencyText(run.inferenceMeanUs),
      run.inferenceStdUs === null ? '-' : latencyText(run.inferenceStdUs),
    ]),
  );
}

/** Runs as CSV, with whole ids. */
export function runCsv(runs: readonly ListedRun[]): Promise<string> {
  return csvOf<ListedRun>(
    [
      ...(['id', 'campaignId', 'campaign', 'sample', 'scenario', 'pool', 'deviceModel', 'phone'] as const),
      ...(['repetition', 'attempts', 'state', 'verdict', 'verdictReason', 'failureCode'] as const),
      ...(['startedAt', 'finishedAt', 'inferenceMeanUs', 'inferenceStdUs', 'inferenceCount'] as const),
    ],
    runs,
  );
}

/** What became of a run, in a word. */
export function outcomeText({
  state,
  verdict,
  failureCode,
}: Pick<ListedRun, 'state' | 'verdict' | 'failureCode'>): string {
  if (state === 'DONE') return verdict ?? 'done';
  return state === 'FAILED' ? (failureCode ?? 'failed') : state.toLowerCase();
}

/** A moment to the second. */
export function momentText(at: Date | null): string {
  return at === null ? '-' : at.toISOString().slice(0, 19).replace('T', ' ');
}
