import { describe, expect, it } from 'vitest';

import { startSmallAdbServer } from '../../support/phone-farm.js';
import { startTestRedis } from '../../support/redis.js';
import { describeWith } from '../../support/system-packages.js';
import { startWorkerFarm } from '../../support/worker-farm.js';
import type { WorkerFarmOptions } from '../../support/worker-farm.js';
import { convolutionSample } from '../../support/worker-records.js';

/** Two phones of a pool, one job each and one that has to be tried again. */
async function measureOn(options: WorkerFarmOptions): Promise<void> {
  const farm = await startWorkerFarm(options);
  try {
    const phones = await Promise.all([farm.startPhone(), farm.startPhone()]);
    await farm.startWorker(phones);
    const [phone] = phones;
    await phone.strike('benchmark-crash', 50);
    const first = await farm.submit(phone, [convolutionSample(16), convolutionSample(17)]);
    const second = await farm.submit(phone, [convolutionSample(18), convolutionSample(19)]);
    const runs = await farm.ended([...first, ...second]);
    expect(runs.map(({ state, verdict }) => [state, verdict])).toEqual(runs.map(() => ['DONE', 'ok']));
  } finally {
    await farm.close();
  }
}

describeWith('redis-server', 'with its queue on Redis', () => {
  describeWith('adb', "and phones behind Debian's adb server", () => {
    it('shares the jobs of a pool between its phones, and tries again what failed', async () => {
      const redis = await startTestRedis();
      await measureOn({ queueUrl: redis.url });
      await redis.stop();
    });
  });
});

describe('with its queue on Postgres and phones behind the small endpoint', () => {
  it('shares the jobs of a pool between its phones, and tries again what failed', async () => {
    await measureOn({ startAdb: startSmallAdbServer });
  });
});
