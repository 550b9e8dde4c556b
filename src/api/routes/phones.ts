import { z } from 'zod';

import {
  coreSetsOfPhone,
  findPhone,
  listPhones,
  orderPhone,
  phoneDocument,
  phoneHistory,
} from '../../worker/index.js';
import { refusals, shortText } from '../documents/common.js';
import { phoneDetailsSchema, phoneSchema } from '../documents/phone.js';
import type { ApiServer } from '../basis/api-server.js';
import type { ApiServices } from '../basis/services.js';

const params = z.strictObject({ serial: shortText.describe('ro.serialno') });
const orders = {
  drain: 'let the run at hand finish, and give the phone no more',
  maintain: 'end the run at hand, and leave the phone alone until it is resumed',
  resume:
    'take a phone back that was drained, under maintenance or in quarantine, and one that has drifted as it is now',
} as const;

/** Phones: what they are, how they are, what to do about it, and what operators want of them. */
export function addPhoneRoutes(server: ApiServer, { database }: ApiServices): void {
  server.get(
    '/v1/phones',
    {
      schema: {
        tags: ['phones'],
        summary: 'all phones, why one does not measure, and what to do about it',
        response: { 200: z.array(phoneSchema), ...refusals },
      },
    },
    async () => z.array(phoneSchema).parse((await listPhones(database)).map(phoneDocument)),
  );
  server.get(
    '/v1/phones/:serial',
    {
      schema: {
        tags: ['phones'],
        summary: 'what a phone is, how it is, and what became of it',
        params,
        querystring: z.strictObject({ events: z.coerce.number().int().min(0).max(1000).default(15) }),
        response: { 200: phoneDetailsSchema, ...refusals },
      },
    },
    async ({ params: { serial }, query: { events } }) => {
      const shown = await findPhone(database, serial);
      const history = await phoneHistory(database, shown.phone, events);
      const { lastRun, ...rest } = history;
      const last = lastRun === undefined ? {} : { lastRun };
      return phoneDetailsSchema.parse({
        ...phoneDocument(shown),
        coreSets: coreSetsOfPhone(shown),
        ...rest,
        ...last,
      });
    },
  );
  for (const order of ['drain', 'maintain', 'resume'] as const) {
    server.post(
      `/v1/phones/:serial/${order}`,
      {
        schema: {
          tags: ['phones'],
          summary: orders[order],
          params,
          body: z.strictObject({ note: shortText.optional().describe('why, for whoever asks') }).nullish(),
          response: { 200: phoneSchema, ...refusals },
        },
        config: { access: 'operator' },
      },
      async ({ params: { serial }, body }) => {
        await orderPhone(database, serial, order, body?.note);
        return phoneSchema.parse(phoneDocument(await findPhone(database, serial)));
      },
    );
  }
}
