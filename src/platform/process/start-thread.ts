import { Worker } from 'node:worker_threads';

import { entryUrl, loaderArguments } from './entry.js';

/**
 * Starts one of this program's own entry points in a thread of its own, which takes messages and answers by them. It does not keep this
 * process alive.
 */
export function startThread(entry: string): Worker {
  const thread = new Worker(new URL(entryUrl(entry)), { execArgv: loaderArguments() });
  thread.unref();
  return thread;
}
