import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildArchitecture, describeGraph, writeTflite } from '../../../src/graph/index.js';
import { createFarmClient } from '../../../src/client/index.js';
import { createPredictor, wholePrediction } from '../../../src/predictor/index.js';
import { loadRelease, trainScenario } from '../../../src/trainer/index.js';
import { metricTable } from '../../../src/api/metrics/metric-table.js';
import { storeSources } from '../../../src/tables/run-output/run-output.js';
import { storeReading } from '../../../src/tables/run/reread-run.js';
import { runFarm } from '../../support/farm-command.js';
import { describeWith } from '../../support/system-packages.js';
import { storeNetworks } from '../../trainer/support/measured-scenario.js';
import { startServedFarm, storeRelease, type ServedFarm } from '../../support/served-farm.js';
import {
  configurationsOf,
  networkLawUs,
  storeMeasurements,
  storeTotals,
} from '../../trainer/support/measured-scenario.js';

const scenarioKey = '1large-t1-float32-builtin-2.15';
/** Where only whole networks were timed, too few to hold any out. */
const wholeKey = '4small-t4-float32-builtin-2.15';
const wholes = ['mobilenet_w1', 'mobilenetv2_w3d4', 'squeezenet_v1_0'];

let farm: ServedFarm;

beforeAll(async () => {
  farm = await startServedFarm();
  const totals = wholes.map((name) => ({ name, us: networkLawUs(name) }));
  await storeTotals(farm.database, wholeKey, [...totals, { name: 'nas_317', us: 5_000 }]);
  await trainScenario({ database: farm.database, scenarioKey: wholeKey, seed: 1, codeVersion: '0.0.0' });
  const host = { name: 'bench', state: 'ONLINE', sshAddress: 'farm@bench:22', clockAheadMs: 90_000 } as const;
  await farm.database.prisma.host.create({
    data: { ...host, sshKeyPath: '/keys/bench', hostKeyPin: 'SHA256:x' },
  });
  await storeRelease(farm.database, scenarioKey, ['mobilenetv2_w1', 'resnet10']);
});
afterAll(() => farm.close());

const run = promisify(execFile);
/** All that the example scores take a busy machine minutes. */
const cells = process.env['FARM_TEST_NIGHTLY'] === '1' ? 10_000 : 500;
const pythonFolder = fileURLToPath(new URL('../../../clients/python/', import.meta.url));

interface RunPage {
  readonly runs: readonly { readonly id: string }[];
  readonly next: string;
}

/** The first page of the campaigns. */
async function listedCampaigns() {
  const { body } = await farm.ask('/v1/campaigns');
  return (body as { campaigns: { id: string; state: string; runs: { total: number } }[] }).campaigns;
}

/** What the library says of a network in this process. */
async function predictedHere(name: string) {
  const release = await loadRelease(farm.database, { scenarioKey });
  return createPredictor(release).predict(buildArchitecture(name));
}

async function wholeHere(name: string) {
  return wholePrediction(name, await predictedHere(name));
}

/** Of phones and hosts, what the database keeps and nobody is told over HTTP. */
const kept = /^(?:hostId|poolId|properties|sshKeyPath|hostKeyPin|fleetPath|processId)$/;

/** A document without what is kept: of a host, its id and its day are as well. */
function toldFar(document: unknown): unknown {
  return JSON.parse(JSON.stringify(document), (_name, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const isHost = 'sshKeyPath' in value;
    const isKept = (name: string) => kept.test(name) || (isHost && /^(?:id|createdAt)$/.test(name));
    return Object.fromEntries(Object.entries(value).filter(([name]) => !isKept(name)));
  }) as unknown;
}

describe('the description of the API', () => {
  it('is a valid OpenAPI 3.1 document', async () => {
    const { body } = await farm.ask('/openapi.json');
    const validator = new Validator();
    const result = await validator.validate(body as Record<string, unknown>);
    expect(result.errors ?? []).toEqual([]);
    expect(validator.version).toBe('3.1');
  });

  it('lists every path, and says of each what it is for', async () => {
    const { body } = await farm.ask('/openapi.json');
    const { paths } = body as { paths: Record<string, Record<string, { summary?: string }>> };
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining(['/healthz', '/v1/campaigns', '/v1/predictions']),
    );
    const silent = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { summary }]) => (summary ? [] : [`${method} ${path}`])),
    );
    expect(silent).toEqual([]);
  });
});

describe('what the farm holds', () => {
  it('is told of campaigns, phones, hosts and releases', async () => {
    const [campaign] = await listedCampaigns();
    expect(campaign?.runs.total).toBeGreaterThan(10);
    expect((await farm.ask(`/v1/campaigns/${campaign?.id}`)).body).toMatchObject({ id: campaign?.id });
    const [phone] = (await farm.ask('/v1/phones')).body as { serialNumber: string; state: string }[];
    const { body } = await farm.ask(`/v1/phones/${phone?.serialNumber}`);
    expect(body).toMatchObject({ serialNumber: phone?.serialNumber, events: [] });
    const { text } = await farm.ask('/v1/hosts');
    expect(JSON.parse(text)).toMatchObject([{ name: 'bench', clockAheadMs: 90_000 }]);
    expect(text).not.toMatch(/\/keys\/bench|SHA256:x/);
    const [release] = (await farm.ask('/v1/releases')).body as { deviceModel: string; version: number }[];
    const path = `/v1/releases/${encodeURIComponent(release?.deviceModel ?? '')}/${scenarioKey}`;
    expect((await farm.ask(`${path}/${release?.version}`)).body).toMatchObject({ state: 'promoted' });
    expect((await farm.ask(path)).body).toMatchObject([{ kind: 'trained' }, { kind: 'promoted' }]);
  });

  it('is told of what was learned from whole networks, and what was not', async () => {
    const { body } = await farm.ask(`/v1/releases?scenario=${wholeKey}`);
    expect(body).toMatchObject([
      { notes: { heldOut: {}, learnedFrom: { wholeNetworks: 3 }, leftOut: [{ network: 'nas_317' }] } },
    ]);
    const network = 'mobilenetv2_w1';
    const told = (await farm.ask('/v1/prediction', { json: { network, scenario: wholeKey } })).body;
    expect(told).toHaveProperty('operations.0.interval.lowUs', expect.any(Number));
  });

  it('is told of runs, page by page, with their op timings and what was printed', async () => {
    const [campaign] = await listedCampaigns();
    const first = (await farm.ask(`/v1/runs?campaign=${campaign?.id}&limit=2`)).body as RunPage;
    expect(first.runs).toHaveLength(2);
    const next = (await farm.ask(`/v1/runs?limit=2&after=${first.next}`)).body as RunPage;
    expect(next.runs.map(({ id }) => id)).not.toContain(first.runs[0]?.id);
    expect(await farm.ask('/v1/runs?failed=true&running=true')).toMatchObject({ status: 400 });
    const path = `/v1/runs/${first.runs[0]?.id}`;
    const run = (await farm.ask(path)).body as { operations: unknown[]; sampleSpec: unknown };
    expect(run).toMatchObject({ sampleSpec: { kind: 'operations' }, earlierMeasurements: [], energy: null });
    expect(run.operations).toEqual((await farm.ask(`${path}/timings`)).body);
    expect(run.operations.length).toBeGreaterThan(0);
    expect(await farm.ask(`${path}/output`)).toMatchObject({
      status: 404,
      body: { code: 'RUN_WITHOUT_OUTPUT' },
    });
    await storeSources(farm.database.pool, [{ runId: first.runs[0]?.id ?? '', source: 'printed' }]);
    expect((await farm.ask(`${path}/output`)).body).toMatchObject({ stdout: 'printed', stderr: '' });
    expect((await farm.ask(`/v1/campaigns/${campaign?.id}/results`)).body).toEqual({
      results: [],
      next: null,
    });
  });

  it('is told of the networks of a campaign, measured beside predicted', async () => {
    const campaigns = await listedCampaigns();
    const whole = campaigns.find(({ runs }) => runs.total === wholes.length + 1);
    const path = `/v1/campaigns/${whole?.id}/results`;
    const { results, next } = (await farm.ask(`${path}?networks=1`)).body as {
      results: unknown[];
      next: number;
    };
    const measured = { sample: 'mobilenet_w1', kind: 'architecture', meanUs: networkLawUs('mobilenet_w1') };
    expect(results).toMatchObject([
      { ...measured, releaseVersion: 1, errorPercent: expect.any(Number) as number },
    ]);
    const rest = (await farm.ask(`${path}?after=${next}`)).body as { results: { sample: string }[] };
    expect(rest.results.map(({ sample }) => sample)).toEqual([...wholes.slice(1), 'nas_317']);
    expect(rest).toMatchObject({ next: null });
  });

  it('is changed by operators: a campaign is paused, resumed and cancelled', async () => {
    const [campaign] = await listedCampaigns();
    const { operator } = farm.tokens;
    const order = (what: string) =>
      farm.ask(`/v1/campaigns/${campaign?.id}/${what}`, { method: 'POST', token: operator });
    expect((await order('pause')).body).toMatchObject({ state: 'PAUSED' });
    expect((await order('resume')).body).toMatchObject({ state: 'RUNNING' });
    expect((await order('cancel')).body).toMatchObject({ state: 'CANCELLED' });
  });

  it('is changed by operators: a first release answers, and a second only if the gate lets it pass', async () => {
    const key = '2large-t2-float32-builtin-2.15';
    const { database, tokens } = farm;
    await storeMeasurements(database, key, configurationsOf([buildArchitecture('resnet10')]).slice(0, 4));
    const candidate = {
      scenarioKey: key,
      seed: 1,
      codeVersion: '0.0.0',
      learner: 'lasso',
      candidate: true,
    } as const;
    const promote = async () => {
      const { deviceModel, version } = await trainScenario({ database, ...candidate });
      const path = `/v1/releases/${encodeURIComponent(deviceModel)}/${key}/${version}/promote`;
      return (await farm.ask(path, { method: 'POST', token: tokens.operator })).body;
    };
    expect(await promote()).toMatchObject({ version: 1, passed: true, gate: { passed: true } });
    const refused = await promote();
    expect(refused).toMatchObject({ version: 1, passed: false, gate: { passed: false, configurations: 0 } });
    expect(refused).toHaveProperty('gate.checks.0.detail');
  });
});

it('a program with a token is told at the entrance where to look', async () => {
  expect((await farm.ask('/')).body).toEqual({
    description: '/openapi.json',
    pages: '/dashboard',
    metrics: '/metrics',
  });
  expect((await farm.ask('/', { token: null })).status).toBe(401);
});

it('campaigns are told page by page, the latest first', async () => {
  const all = await listedCampaigns();
  const first = (await farm.ask('/v1/campaigns?limit=1')).body as { next: string };
  expect(first).toMatchObject({ campaigns: [{ id: all[0]?.id }], next: all[0]?.id });
  const second = (await farm.ask(`/v1/campaigns?limit=1&after=${first.next}`)).body;
  expect(second).toMatchObject({ campaigns: [{ id: all[1]?.id }] });
});

describe('a prediction over HTTP', () => {
  it('is the one that the library makes, operation by operation', async () => {
    const json = { network: 'mobilenetv2_w1', scenario: scenarioKey };
    const here = await predictedHere('mobilenetv2_w1');
    const { status, body } = await farm.ask('/v1/prediction', { json });
    expect(status).toBe(200);
    expect(body).toMatchObject(JSON.parse(JSON.stringify(here)) as object);
  });

  it('of a batch has a row for each network, wrong ones among them', async () => {
    const networks = ['mobilenetv2_w1', 'no-such-network', '../../etc/passwd', 'resnet10'];
    const { body } = await farm.ask('/v1/predictions', { json: { networks, scenarios: [scenarioKey] } });
    const { predictions } = body as { predictions: { latencyUs: number | null; errorCode: string | null }[] };
    expect(predictions.map(({ errorCode }) => errorCode)).toEqual([
      null,
      'UNKNOWN_ARCHITECTURE',
      'UNKNOWN_ARCHITECTURE',
      null,
    ]);
    expect(predictions[0]).toMatchObject({
      latencyUs: ((await predictedHere('mobilenetv2_w1')) as { totalUs: number }).totalUs,
    });
  });

  it('is made of the operations that a caller describes', async () => {
    const { operations } = describeGraph(buildArchitecture('resnet10'));
    const network = { name: 'mine', operations: operations.slice(0, 3).map((each) => each.configuration) };
    const { body } = await farm.ask('/v1/prediction', { json: { network, scenario: scenarioKey } });
    expect(body).toMatchObject({ name: 'mine', complete: true });
  });

  it('is made of a .tflite file, by a process of its own', async () => {
    const model = writeTflite(buildArchitecture('resnet10'));
    const { status, body } = await farm.ask(`/v1/prediction/model?scenario=${scenarioKey}&name=mine`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: Buffer.from(model),
    });
    expect(status).toBe(200);
    const { totalUs } = await wholeHere('resnet10');
    expect(body).toMatchObject({ name: 'mine', complete: true, totalUs });
  });

  it('is made of a network as it would be, named or sent', async () => {
    const variation = { width: 0.5, kernel: 5 };
    const named = await farm.ask('/v1/prediction', {
      json: { network: 'resnet10', variation, scenario: scenarioKey },
    });
    expect(named.body).toMatchObject({ complete: true });
    const query = `scenario=${scenarioKey}&width=0.5&kernel=5&convert=true`;
    const sent = await farm.ask(`/v1/prediction/model?${query}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: Buffer.from(writeTflite(buildArchitecture('resnet10'))),
    });
    const { totalUs } = named.body as { totalUs: number };
    expect(sent.body).toMatchObject({ complete: true, totalUs });
    expect(totalUs).toBeLessThan((await wholeHere('resnet10')).totalUs);
    for (const wrong of [{ kernel: 4 }, { width: 0 }, { width: 1e9 }, { depth: 2 }]) {
      const json = { network: 'resnet10', variation: wrong, scenario: scenarioKey };
      expect((await farm.ask('/v1/prediction', { json })).status).toBe(400);
    }
  });
});

describe('progress as it happens', () => {
  it('is told at once, and ends with the campaign', async () => {
    const campaigns = await listedCampaigns();
    const ended = campaigns.find(({ state }) => state === 'CANCELLED');
    const { text, headers } = await farm.ask(`/v1/campaigns/${ended?.id}/progress`);
    expect(headers.get('content-type')).toContain('text/event-stream');
    expect(text).toContain('event: progress\ndata: {"id":');
    expect(text.endsWith('event: end\ndata: {}\n\n')).toBe(true);
  });
});

describe('metrics', () => {
  it('are all told for Prometheus, with what they are, and what the farm did is counted', async () => {
    await farm.ask('/v1/prediction', { json: { network: 'resnet10', scenario: scenarioKey } });
    const { text, status } = await farm.ask('/metrics');
    expect(status).toBe(200);
    const told = [...text.matchAll(/^# HELP (\S+) (.+)$/gm)].map(([, name, help]) => [name, help]);
    expect(told.sort()).toEqual(
      Object.entries(metricTable)
        .map(([name, { help }]) => [name, help])
        .sort(),
    );
    expect(text).toMatch(/^latency_farm_runs\{verdict="ok"\} [1-9]\d*$/m);
    expect(text).toMatch(/^latency_farm_phones\{state="UNWATCHED"\} [1-9]/m);
    expect(text).toMatch(/^latency_farm_prediction_seconds_count\{route="\/v1\/prediction"\} [1-9]/m);
    expect(text).toContain('latency_farm_release_age_seconds{device="Test Phone"');
    expect((await farm.ask('/metrics', { token: null })).status).toBe(401);
  });

  it('count each network that was measured since the release was learned once, inside its interval or not', async () => {
    await storeNetworks(farm.database, scenarioKey, ['resnet10', 'mobilenetv2_w1']);
    const finishedAt = new Date(Date.now() + 1000);
    const { prisma } = farm.database;
    await prisma.run.updateMany({ where: { sample: { kind: 'ARCHITECTURE' } }, data: { finishedAt } });
    const far = await prisma.run.findFirstOrThrow({ where: { sample: { name: 'resnet10' } } });
    const near = await prisma.run.findFirstOrThrow({ where: { sample: { name: 'mobilenetv2_w1' } } });
    await prisma.run.update({ where: { id: far.id }, data: { inferenceMeanUs: 1 } });
    const ratio = /^latency_farm_interval_coverage_ratio\{[^}]*\} 0\.5$/m;
    expect((await farm.ask('/metrics')).text).toMatch(ratio);
    expect((await farm.ask('/metrics')).text).toMatch(ratio);
    const earlier = new Date(finishedAt.getTime() - 500);
    const row = await prisma.run.findUniqueOrThrow({
      where: { id: far.id },
      omit: { id: true, conditions: true, toolReport: true, earlierMeasurements: true, key: true },
    });
    await prisma.run.create({ data: { ...row, finishedAt: earlier, key: 'f'.repeat(64), repetition: 9 } });
    const withLate = /^latency_farm_interval_coverage_ratio\{[^}]*\} 0\.333\d+$/m;
    expect((await farm.ask('/metrics')).text, 'stored later, measured earlier').toMatch(withLate);
    await prisma.run.update({
      where: { id: far.id },
      data: { finishedAt: new Date(finishedAt.getTime() + 1) },
    });
    expect((await farm.ask('/metrics')).text, 'measured once more').toMatch(withLate);
    await prisma.run.updateMany({ where: { sampleId: far.sampleId }, data: { verdict: 'noisy' } });
    const withoutDoubted = /^latency_farm_interval_coverage_ratio\{[^}]*\} 1$/m;
    expect((await farm.ask('/metrics')).text, 'in doubt since').toMatch(withoutDoubted);
    const { rowVersion } = (
      await farm.database.pool.query<{ rowVersion: string }>(
        'SELECT xmin::text AS "rowVersion" FROM "Run" WHERE id = $1',
        [near.id],
      )
    ).rows[0] as { rowVersion: string };
    const reading = { runId: near.id, rowVersion, columns: { inferenceMeanUs: 1 } };
    expect(await storeReading(farm.database.pool, reading)).toBe(true);
    const ofOthers = /^latency_farm_interval_coverage_ratio\{[^}]*\} 0$/m;
    expect((await farm.ask('/metrics')).text, 'read again as something else').toMatch(ofOthers);
  });
});

describe('clients', () => {
  it('of TypeScript have the types of what the farm answers, and reject with what it refuses', async () => {
    const client = createFarmClient({ url: farm.url, token: farm.tokens.viewer });
    const body = { networks: ['mobilenetv2_w1'], scenarios: [scenarioKey] };
    const { data } = await client.POST('/v1/predictions', { body });
    expect(data?.predictions[0]?.latencyUs).toBe((await wholeHere('mobilenetv2_w1')).totalUs);
    const unknown = client.GET('/v1/phones/{serial}', { params: { path: { serial: 'nobody' } } });
    await expect(unknown).rejects.toMatchObject({ name: 'FarmProblem', code: 'PHONE_UNKNOWN', status: 404 });
    const metrics = await client.GET('/metrics', { parseAs: 'text' });
    expect(metrics.data).toContain('latency_farm_runs{');
    const nowhere = createFarmClient({ url: 'http://127.0.0.1:1', token: 'x' });
    await expect(nowhere.GET('/v1/phones')).rejects.toMatchObject({ code: 'FARM_UNREACHABLE' });
  });

  it('take no page for a farm, and ask again when a farm asks for patience', async () => {
    let asked = 0;
    const other = createServer((request, response) => {
      const isPatient = request.url?.startsWith('/v1/campaigns?') === true && ++asked > 1;
      const problem = { code: 'TOO_MANY_REQUESTS', detail: 'slowly', title: 'Wait.' };
      if (request.url?.startsWith('/v1/campaigns?') !== true)
        response.setHeader('content-type', 'text/html').end('<p>Welcome</p>');
      else if (isPatient)
        response.setHeader('content-type', 'application/json').end('{"campaigns":[],"next":null}');
      else response.writeHead(429, { 'retry-after': '0' }).end(JSON.stringify(problem));
    }).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const env = { FARM_API_URL: url, FARM_API_TOKEN: 'x' };
    expect(await runFarm(['campaign', 'ls', '--json'], { env })).toMatchObject({
      exitCode: 0,
      stdout: `${JSON.stringify({ campaigns: [], next: null }, null, 2)}\n`,
    });
    expect(asked).toBe(2);
    const { stderr } = await runFarm(['phones', 'ls'], { env });
    expect(stderr).toContain('it is no farm');
    other.close();
  });

  describe.each([
    ['campaign', 'ls'],
    ['phones', 'ls'],
    ['hosts', 'ls'],
    ['status'],
    ['predictors', 'ls'],
    ['predictors', 'show', '1', '--scenario', scenarioKey, '--device', 'Test Phone'],
    ['predictors', 'history', '--scenario', scenarioKey, '--device', 'Test Phone'],
    ['predict', 'mobilenetv2_w1', '--scenario', scenarioKey],
    ['predict', 'mobilenetv2_w1', 'resnet10', '--scenario', scenarioKey],
    ['check', 'resnet10', '--baseline', 'mobilenetv2_w1', '--max', '+5%', '--scenario', scenarioKey],
    ['check', 'resnet10', '--baseline', '1', '--max', '+5%', '--scenario', scenarioKey],
  ])('such as farm %s %s %s', (...args) => {
    it.each([[], ['--json']])('print with %j what they print beside the database', async (...json) => {
      const given = [...args, ...json];
      const near = await runFarm(given, { env: { FARM_DATABASE_URL: farm.database.url } });
      const far = await runFarm(given, {
        env: { FARM_API_URL: farm.url, FARM_API_TOKEN: farm.tokens.viewer },
      });
      expect(far.exitCode, far.stderr).toBe(near.exitCode);
      if (json.length === 0) expect(far.stdout).toBe(near.stdout);
      else expect(JSON.parse(far.stdout)).toEqual(toldFar(JSON.parse(near.stdout)));
    });
  });

  it('of the command line tell runs and results as they tell them beside the database', async () => {
    const { prisma } = farm.database;
    const run = await prisma.run.findFirstOrThrow({ where: { state: 'DONE', output: null } });
    await storeSources(farm.database.pool, [{ runId: run.id, source: 'it printed this' }]);
    const commands = [
      ['runs', 'ls', '--campaign', run.campaignId, '--limit', '2', '--verdict', 'ok'],
      ['runs', 'show', run.id],
      ['runs', 'show', run.id, '--json'],
      ['runs', 'log', run.id],
      ['results', run.campaignId, '--json'],
    ];
    for (const given of commands) {
      const near = await runFarm(given, { env: { FARM_DATABASE_URL: farm.database.url } });
      const far = await runFarm(given, {
        env: { FARM_API_URL: farm.url, FARM_API_TOKEN: farm.tokens.viewer },
      });
      // Members of JSON documents come in another order.
      const told = ({ stdout, ...rest }: typeof near) =>
        given.includes('--json') ? { ...rest, stdout: JSON.parse(stdout) as unknown } : { ...rest, stdout };
      expect(told(far), given.join(' ')).toEqual(told(near));
    }
  });

  it('of the command line say what the farm refuses, with its code and remedy', async () => {
    const env = { FARM_API_URL: farm.url, FARM_API_TOKEN: 'wrong' };
    const { exitCode, stderr } = await runFarm(['phones', 'ls'], { env });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('code: TOKEN_INVALID');
    const refused = await runFarm(['predict', 'resnet10', '--scenario', scenarioKey], { env });
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    expect(refused.stderr).toContain('code: TOKEN_INVALID');
    const gone = await runFarm(['phones', 'ls'], { env: { ...env, FARM_API_URL: 'http://127.0.0.1:1' } });
    expect(gone).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('FARM_UNREACHABLE') as string,
    });
  });

  describeWith('python3', 'of Python', () => {
    it('score cells of a search space', async () => {
      const env = { ...process.env, FARM_API_URL: farm.url, FARM_API_TOKEN: farm.tokens.viewer };
      const { stdout } = await run('python3', ['score_cells.py', scenarioKey, String(cells)], {
        cwd: pythonFolder,
        env,
      });
      expect(stdout).toMatch(
        /^\d+ of \d+ cells have a latency; the fastest:\n(nas-bench-201~[0-4]{6}: .+\n){5}$/,
      );
      expect(stdout).toContain(` of ${cells} cells`);
    });

    it('say what the farm refuses', async () => {
      const script =
        'import latency_farm\ntry: latency_farm.Farm().predict("x", "fast")\nexcept latency_farm.FarmProblem as p: print(p.code, p.status)';
      const env = { ...process.env, FARM_API_URL: farm.url, FARM_API_TOKEN: farm.tokens.viewer };
      const { stdout } = await run('python3', ['-c', script], { cwd: pythonFolder, env });
      expect(stdout).toBe('REQUEST_INVALID 400\n');
    });
  });
});
