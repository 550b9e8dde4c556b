import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { keptBinaries } from '../../../src/worker/runs/staging/stage-binary.js';
import { addBenchmarkTool } from '../../support/benchmark-tool.js';
import type { TestPhone } from '../../support/phone-farm.js';
import { describeWith } from '../../support/system-packages.js';
import { startWorkerFarm } from '../../support/worker-farm.js';
import type { WorkerFarm } from '../../support/worker-farm.js';
import { convolutionSample } from '../../support/worker-records.js';

describeWith('adb', 'a worker with many benchmark tools', () => {
  let farm: WorkerFarm;
  let phone: TestPhone;

  beforeAll(async () => {
    farm = await startWorkerFarm();
    phone = await farm.startPhone();
    await farm.startWorker([phone]);
  });
  afterAll(() => farm.close());

  it('measures with more tools than the phone has room for, in whatever order', async () => {
    const versions = Array.from({ length: keptBinaries + 1 }, (_, index) => `2.16.${index}`);
    for (const version of versions) await addBenchmarkTool(farm.postgres, version);
    for (const version of [...versions, versions[0] as string]) {
      const scenarioKey = `1large-t1-float32-builtin-${version}`;
      const [run] = await farm.ended(await farm.submit(phone, [convolutionSample(16)], { scenarioKey }));
      expect(run).toMatchObject({ state: 'DONE', verdict: 'ok' });
    }
    const tools = await readdir(join(phone.root, 'data/local/tmp/farm/bin'));
    expect(tools).toHaveLength(keptBinaries);
  });
});
