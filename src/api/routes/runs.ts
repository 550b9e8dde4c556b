import { z } from 'zod';

import { findCampaign, listRuns, runLog, showRun } from '../../orchestrator/index.js';
import { campaignResults, predictRun } from '../../trainer/index.js';
import { givingWay } from '../../platform/giving-way.js';
import { refusals, shortText } from '../documents/common.js';
import {
  opTimingSchema,
  resultListSchema,
  runDetailsSchema,
  runListSchema,
  runOutputSchema,
  runPredictionSchema,
  runQuerySchema,
} from '../documents/run.js';
import type { ApiServer } from '../basis/api-server.js';
import type { ApiServices } from '../basis/services.js';

const params = z.strictObject({ id: shortText.describe('its id, or the beginning of it') });
const tags = ['runs'];

/** Runs: what each measured and how, its op timings, what the tool printed; and what campaigns found of networks. */
export function addRunRoutes(server: ApiServer, { database, predictors, clock }: ApiServices): void {
  server.get(
    '/v1/runs',
    {
      schema: {
        tags,
        summary: 'a page of the runs, those begun last first',
        querystring: runQuerySchema,
        response: { 200: runListSchema, ...refusals },
      },
    },
    async ({ query: { limit, campaign, phone, verdict, failed, running, after } }) =>
      runListSchema.parse(
        await listRuns(database, {
          limit,
          ...(campaign !== undefined && { campaign }),
          ...(phone !== undefined && { phone }),
          ...(verdict !== undefined && { verdict }),
          ...(failed !== undefined && { failed }),
          ...(running !== undefined && { running }),
          ...(after !== undefined && { after }),
        }),
      ),
  );
  server.get(
    '/v1/runs/:id',
    {
      schema: {
        tags,
        summary: 'what a run measured, and under which conditions',
        params,
        response: { 200: runDetailsSchema, ...refusals },
      },
    },
    async ({ params: { id } }) => runDetailsSchema.parse(await showRun(database, id)),
  );
  server.get(
    '/v1/runs/:id/prediction',
    {
      schema: {
        tags,
        summary: 'a run beside what the release that answers now says of it',
        params,
        response: { 200: runPredictionSchema, ...refusals },
      },
    },
    async ({ params: { id } }) =>
      runPredictionSchema.parse(await predictRun(database, predictors, await showRun(database, id))),
  );
  server.get(
    '/v1/runs/:id/timings',
    {
      schema: {
        tags,
        summary: 'the op timings of a run, in the order of execution',
        params,
        response: { 200: z.array(opTimingSchema), ...refusals },
      },
    },
    async ({ params: { id } }) => z.array(opTimingSchema).parse((await showRun(database, id)).operations),
  );
  server.get(
    '/v1/runs/:id/output',
    {
      schema: {
        tags,
        summary: 'what the benchmark tool printed in a run',
        params,
        response: { 200: runOutputSchema, ...refusals },
      },
    },
    async ({ params: { id } }) => outputOf(await runLog(database, id)),
  );
  server.get(
    '/v1/campaigns/:id/results',
    {
      schema: {
        tags: ['campaigns'],
        summary: 'the networks of a campaign, measured beside predicted',
        params,
        querystring: z.strictObject({
          networks: z.coerce.number().int().min(1).max(1000).default(50),
          after: z.coerce.number().int().min(-1).max(0x7fffffff).default(-1),
        }),
        response: { 200: resultListSchema, ...refusals },
      },
    },
    async ({ params: { id }, query }) => {
      const campaign = await findCampaign(database, id);
      return resultListSchema.parse(
        await campaignResults(database, campaign.id, query, {
          releases: predictors,
          giveWay: givingWay(clock),
        }),
      );
    },
  );
}

function outputOf(log: Awaited<ReturnType<typeof runLog>>) {
  const textOf = (bytes: Buffer | undefined) => bytes?.toString('utf8') ?? null;
  return {
    id: log.id,
    exitCode: log.exitCode,
    stdout: log.stdout.toString('utf8'),
    stderr: log.stderr.toString('utf8'),
    profile: textOf(log.profile),
    profiledStdout: textOf(log.profiledStdout),
    profiledStderr: textOf(log.profiledStderr),
  };
}
