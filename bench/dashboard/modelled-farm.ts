import type { Database } from '../../src/platform/database/index.js';

/** How large a modelled farm is. */
export interface FarmSize {
  readonly phones: number;
  readonly campaigns: number;
  /** Of all campaigns; the first has a fifth of them. */
  readonly runs: number;
  readonly timingsPerRun: number;
  readonly releasesPerPlace: number;
}

/** A laboratory after years: 500 phones, 10,000 campaigns, 1,000,000 op timings. */
export const farmAtScale: FarmSize = {
  phones: 500,
  campaigns: 10_000,
  runs: 100_000,
  timingsPerRun: 10,
  releasesPerPlace: 5,
};

const [deviceModels, scenarios, hosts] = [20, 10, 8];

/**
 * Fills a database with a farm that was never measured: every phone, campaign and device of it is named "modelled". Releases are copies of
 * the one that is there already, which has to be; raw output is kept of no run. Numbers are drawn by the server, from a seed.
 */
export async function storeModelledFarm({ pool }: Database, size: FarmSize): Promise<void> {
  const { phones, campaigns, runs, timingsPerRun, releasesPerPlace } = size;
  const client = await pool.connect();
  const fill = (statement: string, ...values: readonly unknown[]) => client.query(statement, [...values]);
  try {
    await fill('SELECT setseed(0.5)');
    await fill(`INSERT INTO "Host" (id, name, state, "lastSeenAt")
      SELECT gen_random_uuid(), 'modelled-host-' || n, 'ONLINE', now() FROM generate_series(1, ${hosts}) n`);
    await fill(`INSERT INTO "Pool" (id, key, "deviceModel", "socModel", "buildFingerprint")
      SELECT gen_random_uuid(), 'modelled-pool-' || n, 'modelled phone ' || n, 'M' || n, 'modelled/' || n
        FROM generate_series(1, ${deviceModels}) n`);
    await fill(`INSERT INTO "Scenario" (id, key, "coreSet", threads, precision, delegate, "runtimeVersion")
      SELECT gen_random_uuid(), n || 'large-t' || n || '-float32-builtin-2.15', n || 'large', n, 'float32', 'builtin', '2.15'
        FROM generate_series(1, ${scenarios}) n ON CONFLICT (key) DO NOTHING`);
    await fill(
      `INSERT INTO "Phone" (id, "serialNumber", "adbSerial", "hostId", "poolId", "deviceModel", manufacturer, "socModel", "androidRelease",
         "sdkLevel", "buildFingerprint", "coreClusters", properties, labels, abis, state, "lastSeenAt")
       SELECT gen_random_uuid(), 'modelled-' || lpad(n::text, 4, '0'), 'modelled-' || n, h.id, p.id, p."deviceModel", 'modelled', p."socModel", '14',
              34, p."buildFingerprint", '[]', (SELECT jsonb_object_agg('ro.modelled.' || k, 'value ' || k) FROM generate_series(1, 300) k),
              '{modelled}', '{arm64-v8a}', CASE WHEN n % 10 = 0 THEN 'QUARANTINED' ELSE 'READY' END::"PhoneState", now()
         FROM generate_series(1, $1) n
         JOIN "Host" h ON h.name = 'modelled-host-' || (1 + n % ${hosts})
         JOIN "Pool" p ON p.key = 'modelled-pool-' || (1 + n % ${deviceModels})`,
      phones,
    );
    await fill(
      `INSERT INTO "PhoneEvent" ("phoneId", kind, at, detail)
       SELECT d.id, CASE WHEN n % 10 = 0 THEN 'run failed' ELSE 'modelled' END, now() - n * interval '20 minutes', jsonb_build_object('runId', gen_random_uuid(), 'code', 'PHONE_LOST')
         FROM "Phone" d, generate_series(1, 100) n WHERE d."serialNumber" LIKE 'modelled-%'`,
    );
    await fill(
      `INSERT INTO "Campaign" (id, name, owner, state, seed, spec, "specHash", "createdAt", "startedAt")
       SELECT gen_random_uuid(), 'modelled campaign ' || n, 'modelled', CASE WHEN n <= 20 THEN 'RUNNING' WHEN n % 17 = 0 THEN 'PARTLY_DONE' ELSE 'DONE' END::"CampaignState",
              n, '{"modelled": true}', repeat('0', 64), now() - n * interval '1 hour', now() - n * interval '1 hour'
         FROM generate_series(1, $1) n`,
      campaigns,
    );
    await fill('CREATE TEMP TABLE modelled_run AS ' + modelledRuns, runs, campaigns);
    await fill(`INSERT INTO "Sample" (id, "campaignId", ordinal, kind, name, "contentHash", spec)
      SELECT "sampleId", "campaignId", n, CASE WHEN "isNetwork" THEN 'ARCHITECTURE' ELSE 'OPERATIONS' END::"SampleKind",
             CASE WHEN "isNetwork" THEN 'resnet10' ELSE 'modelled sample ' || n END, md5(n::text) || md5(n::text),
             CASE WHEN "isNetwork" THEN '{"kind": "architecture", "name": "resnet10", "precision": "float32"}' ELSE '{"kind": "operations", "configurations": []}' END::jsonb
        FROM modelled_run`);
    await fill(`INSERT INTO "Run" (id, key, "campaignId", "sampleId", "scenarioId", "poolId", repetition, state, attempts, "phoneId", verdict,
        "failureCode", "startedAt", "finishedAt", "phoneBusyMs", "toolMs", "inferenceMeanUs", "inferenceStdUs", "inferenceCount", "operationSumUs",
        "clockSource", "commandLine", conditions)
      SELECT id, md5(n::text) || md5((-n)::text), "campaignId", "sampleId", "scenarioId", "poolId", 0, state, 1, "phoneId", verdict,
             CASE WHEN state = 'FAILED' THEN 'PHONE_LOST' END, at, at + interval '4 s', 4000 + n % 1000, 2500, us, us / 50, 50, us * 0.98,
             'modelled', '{benchmark_model,--graph=model.tflite}', '${conditions}'
        FROM modelled_run`);
    await fill(`INSERT INTO "Configuration" (hash, operator, spec)
      SELECT md5(n::text) || md5(n::text), 'CONV_2D', '{"operator": "CONV_2D", "modelled": true}' FROM generate_series(1, 20000) n`);
    await fill(
      `INSERT INTO "OpTiming" ("runId", ordinal, "operationIndex", operator, "configurationHash", "meanUs", "firstUs", count)
       SELECT r.id, o, o, 'CONV_2D', c.hash, r.us / 10, r.us / 9, 50
         FROM modelled_run r CROSS JOIN generate_series(0, $1 - 1) o
         CROSS JOIN LATERAL (SELECT md5(k::text) || md5(k::text) AS hash FROM (SELECT 1 + (r.n * 7 + o) % 20000 AS k) each) c`,
      timingsPerRun,
    );
    await fill('CREATE TEMP TABLE modelled_release AS ' + modelledReleases, releasesPerPlace);
    await fill(`INSERT INTO "Release" (id, "deviceModel", "scenarioId", version, state, overhead, calibration, metrics, "trainingSetHash", seed, "codeVersion", "createdAt")
      SELECT m.id, m."deviceModel", m."scenarioId", m.version, m.state, r.overhead, r.calibration, r.metrics, r."trainingSetHash", 1, 'modelled', m."createdAt"
        FROM modelled_release m JOIN "Release" r ON r.id = m."copiedId"`);
    await fill(`INSERT INTO "ReleasePredictor" ("releaseId", "predictorId")
      SELECT m.id, p."predictorId" FROM modelled_release m JOIN "ReleasePredictor" p ON p."releaseId" = m."copiedId"`);
    await fill('VACUUM ANALYZE');
  } finally {
    client.release();
  }
}

/** Runs as they are told apart: a fifth belongs to the first campaign, one in twenty is of a network, one in twenty failed. */
const modelledRuns = `
  WITH campaign AS (SELECT id, state, row_number() OVER (ORDER BY "createdAt" DESC) AS place FROM "Campaign" WHERE owner = 'modelled'),
       scenario AS (SELECT id, row_number() OVER (ORDER BY key) AS place FROM "Scenario"),
       phone AS (SELECT id, "poolId", row_number() OVER (ORDER BY "serialNumber") AS place, count(*) OVER () AS phones
                   FROM "Phone" WHERE "serialNumber" LIKE 'modelled-%')
  SELECT n, gen_random_uuid() AS id, gen_random_uuid() AS "sampleId", c.id AS "campaignId", s.id AS "scenarioId", d."poolId",
         CASE WHEN c.state = 'RUNNING' AND n % 3 = 0 THEN NULL ELSE d.id END AS "phoneId",
         CASE WHEN c.state = 'RUNNING' AND n % 3 = 0 THEN 'PENDING' WHEN n % 20 = 7 THEN 'FAILED' ELSE 'DONE' END::"RunState" AS state,
         CASE WHEN c.state = 'RUNNING' AND n % 3 = 0 OR n % 20 = 7 THEN NULL WHEN n % 31 = 5 THEN 'throttled' ELSE 'ok' END AS verdict,
         CASE WHEN c.state = 'RUNNING' AND n % 3 = 0 THEN NULL ELSE now() - n * interval '1 minute' END AS at,
         n % 20 = 3 AS "isNetwork", 1000 + 20000 * random() AS us
    FROM generate_series(1, $1::int) n
    JOIN campaign c ON c.place = CASE WHEN n % 5 = 0 THEN 1 ELSE 1 + n % $2::int END
    JOIN scenario s ON s.place = 1 + n % ${scenarios}
    JOIN phone d ON d.place = 1 + (n / 7) % d.phones`;

/** Copies of the release that is there, several at each place, the last of which answers. */
const modelledReleases = `
  SELECT gen_random_uuid() AS id, p."deviceModel", s.id AS "scenarioId", v AS version, r.id AS "copiedId",
         CASE WHEN v = $1::int THEN 'PROMOTED' ELSE 'RETIRED' END::"ReleaseState" AS state, now() - ($1::int - v + 1) * interval '1 day' AS "createdAt"
    FROM (SELECT id FROM "Release" ORDER BY "createdAt" LIMIT 1) r, "Pool" p, "Scenario" s, generate_series(1, $1::int) v
   WHERE p.key LIKE 'modelled-%'`;

const snapshot = {
  battery: { temperatureC: 27, levelPercent: 80 },
  thermal: { status: 0, temperatures: [{ temperatureC: 39 }] },
  clocks: [{ policy: 'policy0', governor: 'performance', currentKhz: 1_785_600, maxKhz: 1_785_600 }],
};
const conditions = JSON.stringify({ before: snapshot, after: snapshot });
