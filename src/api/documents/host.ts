import { z } from 'zod';

import { moment } from './common.js';

/** A host, without what is needed to log in there. */
export const hostSchema = z.object({
  name: z.string(),
  kind: z.enum(['WORKER', 'ADB_TUNNEL']),
  state: z.enum(['ONLINE', 'OFFLINE', 'DRAINING', 'FAILED']),
  stateReason: z.string().nullable(),
  sshAddress: z.string().nullable().describe('null for the machine of the farm itself'),
  packageVersion: z.string().nullable(),
  lastSeenAt: moment.nullable(),
  phones: z.array(z.string()).describe('serial numbers'),
});
