import { createToken, startServer } from '../../src/api/index.js';
import type { Role, RunningServer, StartServerOptions } from '../../src/api/index.js';
import { runQueuesOn } from '../../src/orchestrator/index.js';
import { silentLogger, systemClock } from '../../src/platform/index.js';
import { openQueue } from '../../src/platform/queue/index.js';
import { buildArchitecture } from '../../src/graph/index.js';
import { trainScenario } from '../../src/trainer/index.js';
import { configurationsOf, storeMeasurements } from '../trainer/support/measured-scenario.js';
import { startTestPostgres, type TestPostgres } from './postgres.js';

/** An answer, its body read as JSON where it is some. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: unknown;
}

/** A farm that answers over HTTP, with a token for each role. */
export interface ServedFarm {
  readonly database: TestPostgres;
  readonly url: string;
  readonly tokens: Readonly<Record<Role, string>>;
  /** Asks as a viewer, unless another token, or none (null), is given. */
  ask(path: string, options?: AskOptions): Promise<Answer>;
  /** Serves the same database once more. */
  serve(options: Partial<StartServerOptions>): Promise<RunningServer>;
  close(): Promise<void>;
}

export interface AskOptions extends RequestInit {
  readonly token?: string | null;
  /** Sent as JSON, by POST. */
  readonly json?: unknown;
}

/** Serves a database of its own on a free port. */
export async function startServedFarm(options: Partial<StartServerOptions> = {}): Promise<ServedFarm> {
  const database = await startTestPostgres();
  const queue = await openQueue(database.queueUrl, { maxConnections: 4 });
  const serve = (more: Partial<StartServerOptions>) =>
    startServer({
      database,
      queues: runQueuesOn(queue),
      clock: systemClock,
      logger: silentLogger(),
      version: '0.0.0',
      ...more,
      // On a busy machine a process that reads models takes long to begin.
      limits: { modelMs: 60_000, ...more.limits },
    });
  const server = await serve(options);
  const tokenOf = async (role: Role) =>
    (await createToken(database, { name: `a ${role}`, role, nowMs: Date.now() })).token;
  const tokens = {
    viewer: await tokenOf('viewer'),
    operator: await tokenOf('operator'),
    admin: await tokenOf('admin'),
  };
  return {
    database,
    url: server.url,
    tokens,
    serve,
    async ask(path, { token = tokens.viewer, json, ...init } = {}) {
      const headers = new Headers(init.headers);
      if (token !== null) headers.set('authorization', `Bearer ${token}`);
      if (json !== undefined) headers.set('content-type', 'application/json');
      const sent = json === undefined ? {} : { method: 'POST', body: JSON.stringify(json) };
      const answer = await fetch(`${server.url}${path}`, { ...sent, ...init, headers });
      const text = await answer.text();
      const isJson = answer.headers.get('content-type')?.includes('json') === true;
      return {
        status: answer.status,
        headers: answer.headers,
        text,
        body: isJson ? (JSON.parse(text) as unknown) : undefined,
      };
    },
    async close() {
      await server.stop();
      await queue.close();
      await database.close();
    },
  };
}

/** Measures the operations of networks and lets what was learned from them answer. */
export async function storeRelease(
  database: TestPostgres,
  scenarioKey: string,
  networks: readonly string[],
): Promise<void> {
  const graphs = networks.map((name) => buildArchitecture(name));
  await storeMeasurements(database, scenarioKey, configurationsOf(graphs));
  await trainScenario({ database, scenarioKey, seed: 1, codeVersion: '0.0.0', learner: 'lasso' });
}
