import { z } from 'zod';

import { findRelease, listReleases, releaseHistory, showRelease } from '../../trainer/index.js';
import { pinRelease, promoteThroughGate, rollbackRelease, unpinRelease } from '../../trainer/index.js';
import { isFarmError } from '../../platform/errors.js';
import { refusals, scenarioKey, shortText } from '../documents/common.js';
import {
  promotionSchema,
  releaseDetailsSchema,
  releaseHistorySchema,
  releaseSchema,
} from '../documents/release.js';
import type { ApiServer } from '../basis/api-server.js';
import type { ApiServices } from '../basis/services.js';

const filter = z.strictObject({ scenario: scenarioKey.optional(), device: shortText.optional() });
const place = z.strictObject({ device: shortText.describe('device model'), scenario: scenarioKey });
const versioned = place.extend({ version: z.coerce.number().int().min(1).max(0x7fffffff) });
const changed = z.object({ version: z.int().nullable().describe('the release that answers now') });

/** Releases: how accurate they were over time, which answers, and what operators want of them. */
export function addReleaseRoutes(server: ApiServer, { database }: ApiServices): void {
  server.get(
    '/v1/releases',
    {
      schema: {
        tags: ['releases'],
        summary: 'releases, the latest first within each device model and scenario, with their accuracy',
        querystring: filter,
        response: { 200: z.array(releaseSchema), ...refusals },
      },
    },
    async ({ query: { scenario, device } }) =>
      z.array(releaseSchema).parse(
        await listReleases(database, {
          ...(scenario !== undefined && { scenarioKey: scenario }),
          ...(device !== undefined && { deviceModel: device }),
        }),
      ),
  );
  server.get(
    '/v1/releases/:device/:scenario',
    {
      schema: {
        tags: ['releases'],
        summary: 'which release answered when',
        params: place,
        response: { 200: releaseHistorySchema, ...refusals },
      },
    },
    async ({ params }) => releaseHistory(database, keyOf(params)),
  );
  server.get(
    '/v1/releases/:device/:scenario/:version',
    {
      schema: {
        tags: ['releases'],
        summary: 'a release: its predictors, its gate report, its history',
        params: versioned,
        response: { 200: releaseDetailsSchema, ...refusals },
      },
    },
    async ({ params }) =>
      releaseDetailsSchema.parse(await showRelease(database, { ...keyOf(params), version: params.version })),
  );
  addReleaseOrders(server, { database });
}

/** What changes which release answers. */
function addReleaseOrders(server: ApiServer, { database }: Pick<ApiServices, 'database'>): void {
  const config = { access: 'operator' as const };
  const schema = { tags: ['releases'], params: versioned, response: { 200: changed, ...refusals } };
  server.post(
    '/v1/releases/:device/:scenario/:version/promote',
    {
      schema: {
        ...schema,
        summary: 'ask the gate, and let the release answer if it passes',
        response: { 200: promotionSchema, ...refusals },
      },
      config,
    },
    async ({ params, caller }) => {
      const key = { ...keyOf(params), version: params.version };
      const gate = await promoteThroughGate(database, key, { actor: actorOf(caller), acceptsFirst: true });
      const { passed } = gate;
      const version = passed ? params.version : await answeringVersion(params);
      return promotionSchema.parse({ version, passed, gate });
    },
  );
  server.post(
    '/v1/releases/:device/:scenario/:version/pin',
    { schema: { ...schema, summary: 'keep the release that answers against nights' }, config },
    async ({ params, caller }) => {
      await pinRelease(database, { ...keyOf(params), version: params.version }, actorOf(caller));
      return { version: params.version };
    },
  );
  const ofPlace = { ...schema, params: place };
  server.post(
    '/v1/releases/:device/:scenario/unpin',
    { schema: { ...ofPlace, summary: 'let nights replace the release again' }, config },
    async ({ params, caller }) => {
      await unpinRelease(database, keyOf(params), actorOf(caller));
      return { version: await answeringVersion(params) };
    },
  );
  server.post(
    '/v1/releases/:device/:scenario/rollback',
    { schema: { ...ofPlace, summary: 'let the release answer again that answered before' }, config },
    async ({ params, caller }) => ({
      version: await rollbackRelease(database, keyOf(params), actorOf(caller)),
    }),
  );

  async function answeringVersion(named: z.output<typeof place>): Promise<number | null> {
    try {
      return (await findRelease(database, keyOf(named))).version;
    } catch (error) {
      if (isFarmError(error, 'RELEASE_NOT_FOUND')) return null;
      throw error;
    }
  }
}

function keyOf({ device, scenario }: z.output<typeof place>) {
  return { deviceModel: device, scenarioKey: scenario };
}

function actorOf(caller: { readonly name: string } | null): string {
  return caller?.name ?? 'nobody';
}
