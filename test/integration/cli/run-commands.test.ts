import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildArchitecture } from '../../../src/graph/index.js';
import type { RunDetails, RunList } from '../../../src/orchestrator/index.js';
import type { SampleSpec } from '../../../src/records/sample.js';
import { trainScenario } from '../../../src/trainer/index.js';
import type { CampaignResults, PredictedOperation, PredictedTotal } from '../../../src/trainer/index.js';
import { runFarm } from '../../support/farm-command.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';
import { convolutionSample, storeCampaign, storePhone } from '../../support/worker-records.js';
import {
  configurationsOf,
  storeMeasurements,
  storeNetworks,
} from '../../trainer/support/measured-scenario.js';

const scenarioKey = '1large-t1-float32-builtin-2.15';
const serialNumber = 'SERIAL-1';
/** A name that would make a terminal red, and its title another. */
const hostileName = 'nightly\x1b[31m\x1b]0;owned\x07';

let database: TestPostgres;
let runIds: readonly string[];
let campaignId: string;
let networks: string;

beforeAll(async () => {
  database = await startTestPostgres();
  const known = ['resnet10', 'resnet12'];
  await storeMeasurements(
    database,
    scenarioKey,
    configurationsOf(known.map((name) => buildArchitecture(name))),
  );
  await storeNetworks(database, scenarioKey, known);
  await trainScenario({ database, scenarioKey, learner: 'roofline', seed: 1, codeVersion: '0.0.0' });
  networks = (await database.prisma.run.findFirstOrThrow({ where: { sample: { kind: 'ARCHITECTURE' } } }))
    .campaignId;
  const { phoneId, poolKey } = await storePhone(database, { serialNumber });
  const samples = Array.from({ length: 7 }, (_, index): SampleSpec => convolutionSample(8 + index));
  ({ campaignId, runIds } = await storeCampaign(database, poolKey, samples, { scenarioKey }));
  await database.prisma.campaign.update({ where: { id: campaignId }, data: { name: hostileName } });
  for (const [index, id] of runIds.slice(0, 5).entries()) {
    const startedAt = new Date(Date.UTC(2026, 0, 1, 0, 0, Math.floor(index / 2)));
    const failed = { state: 'FAILED', failureCode: 'RUN_TIMEOUT', failureMessage: 'it hung' } as const;
    await database.prisma.run.update({
      where: { id },
      data: {
        ...{ phoneId, startedAt, commandLine: ['taskset', '80', 'benchmark_model'], attempts: 1 },
        ...(index === 4 ? failed : { state: 'DONE', verdict: index === 0 ? 'throttled' : 'ok' }),
        conditions: { before: { battery: { temperatureC: 31.5 }, thermal: { status: 0 }, clocks: [] } },
        output: { create: { exitCode: 0, stdoutGzip: gzipSync('said\n'), stderrGzip: gzipSync('warned\n') } },
      },
    });
  }
});
afterAll(() => database.close());

const farm = (...args: string[]) => runFarm(args, { env: { FARM_DATABASE_URL: database.url } });

async function json<Document>(...args: string[]): Promise<Document> {
  const { exitCode, stdout, stderr } = await farm(...args, '--json');
  expect(exitCode, stderr).toBe(0);
  return JSON.parse(stdout) as Document;
}

describe('farm runs ls', () => {
  it('shows every run once, page by page, those begun last first and those not begun behind them', async () => {
    const whole = await json<RunList>('runs', 'ls', '--campaign', campaignId);
    expect(whole.next).toBeNull();
    expect(new Set(whole.runs.map(({ id }) => id))).toEqual(new Set(runIds));
    const begun = whole.runs.map(({ startedAt }) => startedAt);
    expect(begun.slice(0, 5)).toEqual(begun.slice(0, 5).toSorted().toReversed());
    expect(begun.slice(5)).toEqual([null, null]);
    const paged: string[] = [];
    for (let after: string | null | undefined; after !== null;) {
      const from = after === undefined ? [] : ['--after', after];
      const page = await json<RunList>(
        'runs',
        'ls',
        '--campaign',
        campaignId.slice(0, 18),
        '--limit',
        '2',
        ...from,
      );
      expect(page.runs.length).toBeLessThanOrEqual(2);
      paged.push(...page.runs.map(({ id }) => id));
      after = page.next;
    }
    expect(paged).toEqual(whole.runs.map(({ id }) => id));
  });

  it('shows those of a phone, of a verdict, or that failed', async () => {
    const idsOf = async (...args: string[]) =>
      (await json<RunList>('runs', 'ls', ...args)).runs.map(({ id }) => id);
    expect(new Set(await idsOf('--phone', serialNumber))).toEqual(new Set(runIds.slice(0, 5)));
    expect(await idsOf('--verdict', 'throttled')).toEqual([runIds[0]]);
    expect(await idsOf('--failed')).toEqual([runIds[4]]);
    const { stdout } = await farm('runs', 'ls', '--failed', '--csv');
    expect(stdout.split('\n')[1]).toContain(`,FAILED,,,RUN_TIMEOUT,`);
  });

  it("writes the orders in others' names as what they are", async () => {
    const { stdout, stderr } = await farm('runs', 'ls', '--campaign', campaignId, '--limit', '1');
    expect(stdout).toContain('nightly\\x1b[31m\\x1b]0;owned\\x07');
    expect(stdout + stderr).not.toContain('\x1b');
    expect(stderr).toMatch(/there are more: go on with --after [0-9a-f-]{36}\n/);
  });

  it('refuses campaigns, phones and runs that are not there', async () => {
    const refused: [string[], string][] = [
      [['--campaign', 'ffff'], 'CAMPAIGN_UNKNOWN'],
      [['--phone', 'nobody'], 'RUN_PHONE_UNKNOWN'],
      [['--after', "x' OR 1=1"], 'RUN_UNKNOWN'],
    ];
    for (const [args, code] of refused) {
      const { exitCode, stderr } = await farm('runs', 'ls', ...args);
      expect(exitCode).toBe(2);
      expect(stderr).toContain(code);
    }
    expect((await farm('runs', 'show', '')).stderr).toContain('RUN_UNKNOWN');
  });
});

describe('farm runs show', () => {
  it('tells a failed run, why it failed, its command line and its conditions', async () => {
    const { stdout } = await farm('runs', 'show', runIds[4]?.slice(0, 13) ?? '');
    expect(stdout).toContain('RUN_TIMEOUT, attempt 1');
    expect(stdout).toContain('it hung');
    expect(stdout).toContain('taskset 80 benchmark_model');
    expect(stdout).toMatch(/before +31\.5 °C/);
  });

  it('tells every operation of a network beside what is predicted of it', async () => {
    const { runs } = await json<RunList>('runs', 'ls', '--campaign', networks);
    const shown = await json<RunDetails & { operations: PredictedOperation[]; predicted: PredictedTotal }>(
      'runs',
      'show',
      runs[0]?.id ?? '',
    );
    expect(shown.predicted).toMatchObject({ releaseVersion: 1, inInterval: true });
    expect(shown.operations.length).toBeGreaterThan(10);
    for (const { predictedUs, errorPercent } of shown.operations) {
      expect(predictedUs).not.toBeNull();
      expect(Math.abs(errorPercent ?? Infinity)).toBeLessThan(50);
    }
    const { stdout } = await farm('runs', 'show', runs[0]?.id ?? '');
    expect(stdout).toContain('in the interval, by release 1');
  });
});

it('farm runs log prints what is kept of the output, and says where nothing is', async () => {
  expect((await farm('runs', 'log', runIds[0] ?? '')).stdout).toBe('said\nwarned\n');
  expect((await farm('runs', 'log', runIds[0] ?? '', '--stream', 'stderr')).stdout).toBe('warned\n');
  expect((await farm('runs', 'log', runIds[6] ?? '')).stderr).toContain('RUN_WITHOUT_OUTPUT');
});

describe('farm results', () => {
  it('tells every network in every scenario as measured and as predicted, page by page', async () => {
    const whole = await json<CampaignResults>('results', networks);
    expect(whole.results.map(({ sample }) => sample)).toEqual(['resnet10', 'resnet12']);
    for (const { meanUs, predictedUs, errorPercent, inInterval, lowUs, highUs } of whole.results) {
      expect(errorPercent).toBeCloseTo(100 * ((predictedUs ?? 0) / (meanUs ?? 0) - 1), 9);
      expect(inInterval).toBe((meanUs ?? 0) >= (lowUs ?? 0) && (meanUs ?? 0) <= (highUs ?? 0));
    }
    const first = await json<CampaignResults>('results', networks, '--limit', '1');
    const second = await json<CampaignResults>(
      'results',
      networks,
      '--limit',
      '1',
      '--after',
      String(first.next),
    );
    expect([...first.results, ...second.results]).toEqual(whole.results);
    expect(second.next).toBeNull();
    expect((await farm('results', networks)).stdout).toContain('resnet12');
    expect((await farm('results', networks, '--csv')).stdout.trimEnd().split('\n')).toHaveLength(3);
  });

  it('says where a campaign measures no whole network', async () => {
    const { exitCode, stderr } = await farm('results', campaignId);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('measures no whole network');
  });
});

describe('farm prune', () => {
  interface Pruned {
    readonly runs: number;
    readonly bytes: number;
    readonly removed: boolean;
    readonly storage: { readonly outputs: number; readonly bytesPerRun: number };
  }

  it('counts old outputs, and removes them only when it is told to; those of bad runs may stay', async () => {
    const ended = (days: number) => new Date(Date.now() - days * 86_400_000);
    await database.prisma.run.updateMany({ where: { campaignId }, data: { finishedAt: ended(100) } });
    await database.prisma.run.update({ where: { id: runIds[3] ?? '' }, data: { finishedAt: ended(1) } });
    expect(await json<Pruned>('prune')).toMatchObject({ runs: 4, removed: false, storage: { outputs: 5 } });
    expect(await json<Pruned>('prune', '--keep-bad')).toMatchObject({ runs: 2, removed: false });
    const pruned = await json<Pruned>('prune', '--keep-bad', '--campaign', campaignId, '--apply');
    expect(pruned).toMatchObject({ runs: 2, removed: true, storage: { outputs: 3 } });
    expect(pruned.bytes).toBe(2 * (gzipSync('said\n').length + gzipSync('warned\n').length));
    expect(pruned.storage.bytesPerRun).toBeGreaterThan(0);
    expect((await farm('runs', 'log', runIds[1] ?? '')).stderr).toContain('RUN_WITHOUT_OUTPUT');
    expect((await farm('prune')).stdout).toMatch(/raw outputs of 2 runs, .+: would be removed/);
  });
});

it('farm runs reparse says of how many outputs it compared, and shows nothing else where nothing is another', async () => {
  const { exitCode, stdout } = await farm('runs', 'reparse', '--campaign', networks);
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: '0 outputs read, 0 say something else than what is stored: nothing is stored (--apply does it)\n',
  });
});

it('farm status tells in one screen what waits in the campaigns that run', async () => {
  const { exitCode, stdout } = await farm('status');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^queue +0 runs in phones, 2 waiting$/m);
  expect(stdout).not.toContain('\x1b');
});
