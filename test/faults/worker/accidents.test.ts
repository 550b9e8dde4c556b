import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import type { TestPhone } from '../../support/phone-farm.js';
import { describeWith } from '../../support/system-packages.js';
import { startWorkerFarm } from '../../support/worker-farm.js';
import type { WorkerFarm } from '../../support/worker-farm.js';
import { convolutionSample } from '../../support/worker-records.js';

describeWith('adb', "when the farm's files on a phone are deleted or damaged", () => {
  let farm: WorkerFarm;
  let phone: TestPhone;
  let height = 16;

  const samples = (count: number) => Array.from({ length: count }, () => convolutionSample((height += 1)));
  const tool = async () => {
    const { sha256 } = await farm.postgres.prisma.benchmarkBinary.findFirstOrThrow();
    return join(phone.root, `data/local/tmp/farm/bin/${sha256}/benchmark_model`);
  };

  beforeAll(async () => {
    farm = await startWorkerFarm();
    phone = await farm.startPhone();
    await farm.startWorker([phone]);
    await farm.ended(await farm.submit(phone, samples(1)));
  });
  afterAll(() => farm.close());

  it('puts them there again, and measures every run of the next campaign at its first attempt', async () => {
    await phone.strike('wiped-files');
    const runs = await farm.ended(await farm.submit(phone, samples(3)));
    expect(runs.map(({ state, attempts }) => [state, attempts])).toEqual(runs.map(() => ['DONE', 1]));
  });

  it('measures every run of a campaign during which they were deleted', async () => {
    const runIds = await farm.submit(phone, samples(6));
    await farm.ended(runIds.slice(0, 1));
    await phone.strike('wiped-files');
    const runs = await farm.ended(runIds);
    expect(runs.map(({ state }) => state)).toEqual(runs.map(() => 'DONE'));
  });

  it('does not blame the tool or the model for bytes that are not what was put there', async () => {
    await writeFile(await tool(), 'no program at all\n');
    const runs = await farm.ended(await farm.submit(phone, samples(3)));
    expect(runs.map(({ state, failureCode }) => [state, failureCode])).toEqual(
      runs.map(() => ['DONE', null]),
    );
    const { state } = await farm.postgres.prisma.phone.findFirstOrThrow();
    expect(['READY', 'IN_USE']).toContain(state);
  });
});
