import { Readable } from 'node:stream';

import { systemClock } from '../../src/platform/index.js';
import { farm } from '../../src/cli/program/farm.js';

/** What a `farm` command did. */
export interface FarmResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface FarmCallOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdin?: string;
  readonly signal?: AbortSignal;
}

/** Runs a `farm` command within the test's own process, with nothing in its environment but what is given. */
export async function runFarm(args: readonly string[], options: FarmCallOptions = {}): Promise<FarmResult> {
  const { env = {}, cwd = '.', stdin, signal = new AbortController().signal } = options;
  let [stdout, stderr] = ['', ''];
  const exitCode = await farm(args, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    env: { FARM_LOG_LEVEL: 'silent', ...env },
    cwd,
    ...(stdin !== undefined && { stdin: Readable.from([stdin]) }),
    clock: systemClock,
    signal,
  });
  return { exitCode, stdout, stderr };
}
