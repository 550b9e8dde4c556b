import type { SubmittedCampaign } from '../lab/campaigns.js';
import type { LabPostgres } from '../lab/servers.js';

/** What is not as it must be, each said in a line. */
export interface Audit {
  /** Runs and results that should be there and are not, or not whole. */
  readonly lost: readonly string[];
  /** What is there twice. */
  readonly duplicated: readonly string[];
  /** What was written by somebody who had lost the phone. */
  readonly staleWrites: readonly string[];
  /** What will never end: campaigns, runs, phones that nobody holds. */
  readonly stuck: readonly string[];
}

type Question = readonly [text: string, parameters?: readonly unknown[]];

/** Each query answers with a line for everything that is wrong, in the column `wrong`. */
const lost: readonly Question[] = [
  [
    `SELECT format('sample %s of campaign %s has %s runs, another one has %s', s."id", c."name", count(r."id"), most.runs) AS wrong
    FROM "Sample" s JOIN "Campaign" c ON c."id" = s."campaignId" LEFT JOIN "Run" r ON r."sampleId" = s."id"
    JOIN (SELECT "campaignId", max(runs) AS runs
          FROM (SELECT "campaignId", count(*) AS runs FROM "Run" GROUP BY "campaignId", "sampleId") AS counted
          GROUP BY "campaignId") AS most ON most."campaignId" = c."id"
    GROUP BY s."id", c."name", most.runs HAVING count(r."id") <> most.runs`,
  ],
  [
    `SELECT format('run %s is DONE without %s', r."id", concat_ws(', ',
      CASE WHEN r."inferenceMeanUs" IS NULL THEN 'a latency' END, CASE WHEN r."verdict" IS NULL THEN 'a verdict' END,
      CASE WHEN r."phoneId" IS NULL THEN 'a phone' END, CASE WHEN o."runId" IS NULL THEN 'its output' END,
      CASE WHEN t.timings IS NULL THEN 'a timing' END)) AS wrong
    FROM "Run" r LEFT JOIN "RunOutput" o ON o."runId" = r."id"
    LEFT JOIN (SELECT "runId", count(*) AS timings FROM "OpTiming" GROUP BY "runId") AS t ON t."runId" = r."id"
    WHERE r."state" = 'DONE' AND (r."inferenceMeanUs" IS NULL OR r."verdict" IS NULL OR r."phoneId" IS NULL
      OR o."runId" IS NULL OR (t.timings IS NULL AND r."verdict" <> 'parse-mismatch'))`,
  ],
  [
    `SELECT format('the timings of run %s have gaps', "runId") AS wrong
    FROM "OpTiming" GROUP BY "runId" HAVING count(*) <> max("ordinal") + 1`,
  ],
  [
    `SELECT format('run %s has failed, and nothing says why', "id") AS wrong
    FROM "Run" WHERE "state" = 'FAILED' AND ("failureCode" IS NULL OR "failureBlame" IS NULL)`,
  ],
  // What the tool printed is kept wherever it ended by itself.
  [
    `SELECT format('run %s has failed with %s, and what the tool printed is not kept', r."id", r."failureCode") AS wrong
    FROM "Run" r LEFT JOIN "RunOutput" o ON o."runId" = r."id"
    WHERE r."state" = 'FAILED' AND o."runId" IS NULL AND r."failureCode" LIKE 'BENCHMARK_OUTPUT%'`,
  ],
  [
    `SELECT format('release %s has no predictor', r."id") AS wrong
    FROM "Release" r LEFT JOIN "ReleasePredictor" p ON p."releaseId" = r."id" WHERE p."releaseId" IS NULL`,
  ],
];

const duplicated: readonly Question[] = [
  [
    `SELECT format('%s runs of sample %s in scenario %s, repetition %s', count(*), "sampleId", "scenarioId", "repetition") AS wrong
    FROM "Run" GROUP BY "campaignId", "sampleId", "scenarioId", "poolId", "repetition" HAVING count(*) > 1`,
  ],
  // It may end once, and once more for each time that it was opened again.
  [
    `SELECT format('run %s has ended %s times, and was opened again %s times', e.run, e.times, COALESCE(o.times, 0)) AS wrong
    FROM (SELECT run, count(*) AS times FROM witness.ended GROUP BY run) AS e
    LEFT JOIN (SELECT run, count(*) AS times FROM witness.reopened GROUP BY run) AS o ON o.run = e.run
    WHERE e.times > 1 + COALESCE(o.times, 0)`,
  ],
  [`SELECT format('the result of run %s was written over by another', run) AS wrong FROM witness.rewritten`],
];

const staleWrites: readonly Question[] = [
  [
    `SELECT format('run %s was stored under token %s of its phone when %s held it', run, token, COALESCE("heldToken"::text, 'nobody')) AS wrong
    FROM witness.ended WHERE state = 'DONE' AND token IS DISTINCT FROM "heldToken"`,
  ],
  [
    `SELECT format('the token of phone %s fell from %s to %s', phone, was, became) AS wrong FROM witness.tokens`,
  ],
];

const stuck: readonly Question[] = [
  [
    `SELECT format('campaign %s is %s with %s open runs', c."name", c."state", count(r."id")) AS wrong
    FROM "Campaign" c LEFT JOIN "Run" r ON r."campaignId" = c."id" AND r."state" IN ('PENDING', 'RUNNING')
    GROUP BY c."id" HAVING c."state" NOT IN ('DONE', 'PARTLY_DONE', 'FAILED', 'CANCELLED') OR count(r."id") > 0`,
  ],
  [
    `SELECT format('phone %s is %s (%s)', "serialNumber", "state", "stateReason") AS wrong FROM "Phone" WHERE "state" <> 'READY'`,
  ],
  // Whoever measures prolongs a lease by seconds; nobody measures any more.
  [
    `SELECT format('phone %s is held by %s until %s', "phoneId", "holder", "expiresAt") AS wrong
    FROM "Lease" WHERE "holder" IS NOT NULL AND "expiresAt" > clock_timestamp() + interval '1 minute'`,
  ],
];

/** Looks at all that is in the database, and at what was told when campaigns were submitted. */
export async function audit(postgres: LabPostgres, submitted: readonly SubmittedCampaign[]): Promise<Audit> {
  const answers = async (questions: readonly Question[]) => {
    const rows = await Promise.all(questions.map(([text]) => postgres.rows<{ wrong: string }>(text)));
    return rows.flat().map(({ wrong }) => wrong);
  };
  return {
    lost: [...(await missing(postgres, submitted)), ...(await answers(lost))],
    duplicated: await answers(duplicated),
    staleWrites: await answers(staleWrites),
    stuck: await answers(stuck),
  };
}

async function missing(postgres: LabPostgres, submitted: readonly SubmittedCampaign[]): Promise<string[]> {
  const stored = await postgres.rows<{ id: string; samples: string; runs: string }>(
    `SELECT c."id", (SELECT count(*) FROM "Sample" s WHERE s."campaignId" = c."id") AS samples,
       (SELECT count(*) FROM "Run" r WHERE r."campaignId" = c."id") AS runs FROM "Campaign" c`,
  );
  const byId = new Map(stored.map((campaign) => [campaign.id, campaign]));
  return submitted.flatMap(({ id, sampleCount, runCount }) => {
    const campaign = byId.get(id);
    if (campaign === undefined) return [`campaign ${id} is gone`];
    const [samples, runs] = [Number(campaign.samples), Number(campaign.runs)];
    if (samples === sampleCount && runs === runCount) return [];
    return [`campaign ${id} has ${samples} samples and ${runs} runs, not ${sampleCount} and ${runCount}`];
  });
}
