import { z } from 'zod';

import { moment } from './common.js';
import type { HostRecord } from '../../worker/index.js';
import type { IsTold } from './told.js';

/** A host, without what is needed to log in there. */
export const hostSchema = z.object({
  name: z.string(),
  kind: z.enum(['WORKER', 'ADB_TUNNEL']),
  state: z.enum(['ONLINE', 'OFFLINE', 'DRAINING', 'FAILED']),
  stateReason: z.string().nullable(),
  sshAddress: z.string().nullable().describe('null for the machine of the farm itself'),
  adbPort: z.number().describe('of the adb server there'),
  packageVersion: z.string().nullable(),
  lastSeenAt: moment.nullable(),
  clockAheadMs: z.number().describe("of its worker, against the database's; 0 within what is tolerated"),
  phones: z.array(z.string()).describe('serial numbers'),
});

/** What logs in at a host, and what is of no use elsewhere. */
type Kept = 'id' | 'sshKeyPath' | 'hostKeyPin' | 'fleetPath' | 'processId';

true satisfies IsTold<typeof hostSchema, Omit<HostRecord, Kept>>;
