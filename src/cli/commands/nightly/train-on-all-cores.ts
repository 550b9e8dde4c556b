import { spawnEntry } from '../../../platform/index.js';
import {
  nightTargets,
  trainNight,
  type NightEntry,
  type NightOptions,
} from '../../../trainer/nightly/index.js';
import type { NightAnswer, NightQuestion } from './night-process/messages.js';

/** Where a night is trained. */
export interface NightPlaces {
  /** What other processes reach the database by. */
  readonly databaseUrl: string;
  /** Processes that train side by side, this one among them. */
  readonly processes: number;
}

/**
 * Trains a night in several processes, each of which keeps a core busy. Who trains what is decided as between processes of several machines:
 * by the rows of `NightlyTraining`. What a process that fails has not trained, the others do; a failure is logged. Returns what
 * all of them did.
 */
export async function trainNightOnAllCores(
  options: NightOptions,
  { databaseUrl, processes }: NightPlaces,
): Promise<NightEntry[]> {
  const targets = await nightTargets(options);
  const helpers = Array.from({ length: Math.min(processes, targets.length) - 1 }, () =>
    trainNightInChild(options, databaseUrl).catch((error: unknown) => {
      options.logger.error({ error }, 'a process that trained a night failed');
      return [];
    }),
  );
  const [own, ...others] = await Promise.all([trainNight(options), ...helpers]);
  return [...own, ...others.flat()];
}

/** Trains in a process of its own what nobody has claimed yet. Rejects with what kept it from going on. */
export async function trainNightInChild(
  { settings, dueAt, codeVersion }: Pick<NightOptions, 'settings' | 'dueAt' | 'codeVersion'>,
  databaseUrl: string,
): Promise<readonly NightEntry[]> {
  const child = spawnEntry('cli/commands/nightly/night-process/main', []);
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const answer = new Promise<NightAnswer>((resolve, reject) => {
    child.once('message', (message) => resolve(message as NightAnswer));
    child.once('error', reject);
    child.once('close', (exitCode) => {
      reject(new Error(`It ended with ${String(exitCode)}: ${complaints.slice(-2000)}`));
    });
  });
  child.send({ databaseUrl, settings, dueAtMs: dueAt.getTime(), codeVersion } satisfies NightQuestion);
  const found = await answer;
  if ('failure' in found) throw new Error(found.failure);
  return found.entries;
}
