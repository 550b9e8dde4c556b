import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { terminate } from '../../src/platform/index.js';
import { freePort } from '../../src/platform/services/index.js';
import { findProgram } from './system-packages.js';

/** A Redis of its own for one test file. Its data is not kept. */
export interface TestRedis {
  readonly url: string;
  readonly port: number;
  /** Ends the server as a crash would. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export interface TestRedisOptions {
  /** The server's own settings, as on its command line: `{ 'maxmemory-policy': 'allkeys-lru' }`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** To start again where an earlier one was. */
  readonly port?: number;
}

/** Starts Debian's redis-server on a free port of 127.0.0.1. Use it below `describeWith('redis-server', …)`. */
export async function startTestRedis({ settings = {}, port }: TestRedisOptions = {}): Promise<TestRedis> {
  const program = findProgram('redis-server');
  if (program === undefined) throw new Error('redis-server is not installed.');
  const chosen = port ?? (await freePort());
  const all = { bind: '127.0.0.1', port: String(chosen), save: '', appendonly: 'no', ...settings };
  const args = Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]);
  const server = spawn(program, args, { cwd: '/tmp', stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`redis-server ended with exit code ${String(code)}.`)));
    createInterface({ input: server.stdout }).on('line', (line) => {
      if (line.includes('Ready to accept connections')) resolve();
    });
  });
  const stop = async () => {
    await terminate(server);
  };
  const kill = async () => {
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  };
  return { url: `redis://127.0.0.1:${chosen}`, port: chosen, kill, stop };
}
