import { afterAll, beforeAll, expect, it } from 'vitest';

import { eventually } from '../../support/eventually.js';
import type { TestPhone } from '../../support/phone-farm.js';
import { describeWith } from '../../support/system-packages.js';
import { quickMeasurement, startWorkerFarm } from '../../support/worker-farm.js';
import type { WorkerFarm } from '../../support/worker-farm.js';
import { convolutionSample } from '../../support/worker-records.js';

/** Long enough for a few hundredths of a second to say little. */
const measurement = { ...quickMeasurement, minSeconds: 0.3 };

describeWith('adb', 'when another program is busy on a phone', () => {
  let farm: WorkerFarm;
  let phone: TestPhone;

  beforeAll(async () => {
    farm = await startWorkerFarm();
    phone = await farm.startPhone();
    await farm.startWorker([phone], { maxMeasurements: 3 });
  });
  afterAll(() => farm.close());

  const remeasured = async () =>
    await farm.postgres.prisma.phoneEvent.findMany({ where: { kind: 'measured again' } });

  it('does not take the tool itself for another program', async () => {
    const runIds = await farm.submit(phone, [convolutionSample(30)], { measurement });
    const four = { measurement, scenarioKey: '4small-t4-float32-builtin-2.15' };
    const runs = await farm.ended([...runIds, ...(await farm.submit(phone, [convolutionSample(30)], four))]);
    expect(runs.map(({ verdict, attempts }) => [verdict, attempts])).toEqual([
      ['ok', 1],
      ['ok', 1],
    ]);
    const shares = runs.map(({ conditions }) => (conditions as { foreignCpuShare: number }).foreignCpuShare);
    for (const share of shares) expect(share).toBeLessThan(0.15);
  });

  it('measures again, within the budget, and keeps the last measurement with its verdict', async () => {
    await phone.strike('contention', 0.6);
    const runIds = await farm.submit(phone, [convolutionSample(31)], { measurement });
    const [run] = await farm.ended(runIds);
    expect(run).toMatchObject({ state: 'DONE', verdict: 'contended', attempts: 3 });
    expect(run?.verdictReason).toMatch(/^other processes took \d+\.\d % of the cores$/);
    expect(run?.opTimings).toHaveLength(1);
    const details = (await remeasured()).map(({ detail }) => detail);
    expect(details).toMatchObject([
      { runId: runIds[0], verdict: 'contended' },
      { runId: runIds[0], verdict: 'contended' },
    ]);
  });

  it('takes what it measures once the other program is gone', async () => {
    const before = (await remeasured()).length;
    const runIds = await farm.submit(phone, [convolutionSample(32)], { measurement });
    await eventually(async () => expect(await remeasured()).toHaveLength(before + 1));
    await phone.clear('contention');
    const [run] = await farm.ended(runIds);
    expect(run).toMatchObject({ state: 'DONE', verdict: 'ok' });
    expect(run?.attempts).toBeGreaterThan(1);
  });
});
