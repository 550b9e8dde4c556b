import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runFarm } from '../../support/farm-command.js';
import { startServedFarm, type ServedFarm } from '../../support/served-farm.js';
import { storeCampaign, storePhone } from '../../support/worker-records.js';

describe('the status of a farm', () => {
  let farm: ServedFarm;
  let campaignId: string;
  let runId: string;
  beforeAll(async () => {
    farm = await startServedFarm();
    const { prisma, pool } = farm.database;
    const { poolKey, phoneId } = await storePhone(farm.database);
    const network = { kind: 'architecture', name: 'resnet10', precision: 'float32' } as const;
    const planned = await storeCampaign(farm.database, poolKey, [network]);
    ({ campaignId } = planned);
    runId = planned.runIds[0] ?? '';
    const data = { state: 'RUNNING' as const, phoneId, startedAt: new Date(0) };
    await prisma.run.update({ where: { id: runId }, data });
    await prisma.campaign.update({ where: { id: campaignId }, data: { createdAt: new Date(0) } });
    // What began later and is over, of each more than is asked for at once.
    await pool.query(`INSERT INTO "Campaign" (id, name, owner, state, seed, spec, "specHash")
      SELECT gen_random_uuid(), 'over', 'tests', 'DONE', 1, '{}', repeat('0', 64) FROM generate_series(1, 1001)`);
    await pool.query(`INSERT INTO "Run" (id, key, "campaignId", "sampleId", "scenarioId", "poolId", repetition, state, verdict, "startedAt")
      SELECT gen_random_uuid(), md5(n::text) || md5(n::text), "campaignId", "sampleId", "scenarioId", "poolId", n, 'DONE', 'ok', now()
        FROM "Run", generate_series(1, 1001) n`);
  });
  afterAll(() => farm.close());

  it.each(['by its database', 'over HTTP'])(
    'tells of what goes on that is older than a thousand others, asked %s',
    async (way) => {
      const { url, tokens, database } = farm;
      const env =
        way === 'over HTTP'
          ? { FARM_API_URL: url, FARM_API_TOKEN: tokens.viewer }
          : { FARM_DATABASE_URL: database.url };
      const { stdout, stderr } = await runFarm(['status', '--json'], { env });
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toMatchObject({
        campaigns: [{ id: campaignId }],
        running: [{ id: runId }],
        queue: { running: 1, pending: 0 },
      });
    },
  );
});
