import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { addQueue } from '../../../src/cli/context/services.js';
import { readConfig } from '../../../src/platform/config/index.js';
import { silentLogger } from '../../../src/platform/index.js';
import { openQueue } from '../../../src/platform/queue/index.js';
import { otlpExporter, startTelemetry } from '../../../src/platform/telemetry/start-telemetry.js';
import type { RunningTelemetry } from '../../../src/platform/telemetry/start-telemetry.js';
import { patienceMs } from '../../support/eventually.js';
import { emptyTestDatabase, startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import { startTestRedis } from '../../support/redis.js';
import { describeWith } from '../../support/system-packages.js';

const root = new URL('../../../', import.meta.url);

const hooks = `import { writeSync } from 'node:fs';
export const load = (url, context, next) => (writeSync(2, url + String.fromCharCode(10)), next(url, context));`;
const module = (source: string): string => `data:text/javascript,${encodeURIComponent(source)}`;
/** Makes Node.js write the URL of each module that it loads to stderr. */
const tellingLoads = module(
  `import { register } from 'node:module'; register(${JSON.stringify(module(hooks))});`,
);

/** One job from its addition to its end on a queue that tells of it; what `use` gives before the telemetry ends. */
async function tellOfOneJob<Told>(
  queueUrl: string,
  exporter: SpanExporter,
  use: (telemetry: RunningTelemetry) => Promise<Told>,
): Promise<Told> {
  const telemetry = startTelemetry({ exporter, version: '1.2.3', logger: silentLogger() });
  const service = await openQueue(queueUrl, { telemetry: telemetry.queue });
  try {
    const events = service.events('runs.pool');
    await events.waitUntilReady();
    service.worker('runs.pool', () => Promise.resolve('did it'));
    const job = await service.queue<object>('runs.pool').add('measure', {});
    await job.waitUntilFinished(events, patienceMs);
    await service.close();
    return await use(telemetry);
  } finally {
    await service.close(true);
    await telemetry.stop();
  }
}

async function spansOn(queueUrl: string) {
  const exporter = new InMemorySpanExporter();
  return await tellOfOneJob(queueUrl, exporter, async (telemetry) => {
    await telemetry.flush();
    return exporter.getFinishedSpans();
  });
}

/** That the span of doing a job belongs to the trace of whoever added it. */
function expectOneTrace(spans: Awaited<ReturnType<typeof spansOn>>): void {
  const added = spans.find(({ name }) => name.startsWith('add '));
  const done = spans.find(({ name }) => name.startsWith('process '));
  expect([added?.name, done?.name]).toEqual(['add runs.pool.measure', 'process runs.pool']);
  expect(done?.spanContext().traceId).toBe(added?.spanContext().traceId);
  expect(done?.resource.attributes).toMatchObject({
    'service.name': 'latency-farm',
    'service.version': '1.2.3',
  });
}

describe('telemetry of jobs on Postgres', () => {
  it('leaves the spans of another SDK of this process where that one sends them', async () => {
    const theirs = new InMemorySpanExporter();
    const sdk = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(theirs)] });
    trace.setGlobalTracerProvider(sdk);
    try {
      const ours = { exporter: new InMemorySpanExporter(), version: '1.2.3', logger: silentLogger() };
      await startTelemetry(ours).stop();
      trace.getTracer('theirs').startSpan('of theirs').end();
      expect(theirs.getFinishedSpans().map(({ name }) => name)).toEqual(['of theirs']);
    } finally {
      trace.disable();
    }
  });

  it('puts who added a job and who did it into one trace', async () => {
    expectOneTrace(await spansOn(await emptyTestDatabase()));
  });

  it('reaches a collector over HTTP before it ends', async () => {
    const received: { url: string | undefined; body: string }[] = [];
    const collector = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        received.push({ url: request.url, body });
        response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
      });
    }).listen(0, '127.0.0.1');
    await once(collector, 'listening');
    const url = `http://127.0.0.1:${(collector.address() as AddressInfo).port}/`;
    await tellOfOneJob(await emptyTestDatabase(), otlpExporter(url), () => Promise.resolve());
    collector.close();
    expect(new Set(received.map((one) => one.url))).toEqual(new Set(['/v1/traces']));
    expect(received.map(({ body }) => body).join('')).toContain('"process runs.pool"');
  });

  it('lets a farm end where no collector answers', async () => {
    const exporter = otlpExporter('http://127.0.0.1:9');
    await expect(
      tellOfOneJob(await emptyTestDatabase(), exporter, () => Promise.resolve('ended')),
    ).resolves.toBe('ended');
  });
});

describe('a farm command', () => {
  let database: TestPostgres;
  beforeAll(async () => {
    database = await startTestPostgres();
  });
  afterAll(() => database.close());

  it('tells of its jobs once the queue answers that did not answer at first', async () => {
    const config = readConfig({ FARM_OTLP_URL: 'http://127.0.0.1:9' });
    await expect(
      addQueue(database, 'postgres://127.0.0.1:9/away', config, silentLogger()),
    ).rejects.toMatchObject({ code: 'QUEUE_UNREACHABLE' });
    expectOneTrace(await spansOn(await emptyTestDatabase()));
  });

  /** The modules that a command loads which opens the queue. */
  async function modulesLoaded(environment: Readonly<Record<string, string>>): Promise<string> {
    const { stderr } = await promisify(execFile)(
      process.execPath,
      [
        '--import',
        tellingLoads,
        fileURLToPath(new URL('dist/cli/main.js', root)),
        'campaign',
        'pause',
        'none',
      ],
      { env: { FARM_DATABASE_URL: database.url, FARM_QUEUE_URL: database.queueUrl, ...environment } },
    ).catch((error: unknown) => error as { readonly stderr: string });
    return stderr;
  }

  it('loads nothing of OpenTelemetry unless a collector is named', async () => {
    const off = await modulesLoaded({});
    expect(off).toContain('/platform/queue/open-queue.js');
    expect(off).not.toMatch(/telemetry/i);
    expect(await modulesLoaded({ FARM_OTLP_URL: 'http://127.0.0.1:9' })).toContain('/open-telemetry.js');
  });
});

describeWith('redis-server', 'telemetry of jobs on Redis', () => {
  it('puts who added a job and who did it into one trace', async () => {
    const redis = await startTestRedis();
    try {
      expectOneTrace(await spansOn(redis.url));
    } finally {
      await redis.stop();
    }
  });
});
