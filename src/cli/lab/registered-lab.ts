import { z } from 'zod';

import type { ProcessIdentity } from '../../platform/index.js';
import { processRegistry } from '../../platform/services/index.js';

/** Under which name the process of `farm up` is remembered. */
const labName = 'lab';

const detailsSchema = z.object({
  adbPort: z.number(),
  serials: z.array(z.string()),
  /** Where its HTTP API listens; absent of one that an earlier version started. */
  url: z.string().exactOptional(),
  /** Of the embedded Postgres that it is connected to; absent of one that an earlier version started, and where the configuration names a server. */
  postgresPort: z.number().exactOptional(),
});

/** The background process of `farm up`: a worker, its virtual phones and the HTTP API. */
export interface RegisteredLab extends z.output<typeof detailsSchema> {
  readonly identity: ProcessIdentity;
}

/** Remembers the lab of a data directory. */
export async function registerLab(
  dataDirectory: string,
  { identity, ...details }: RegisteredLab,
): Promise<void> {
  await processRegistry(dataDirectory).add({ name: labName, identity, details });
}

/** The lab that runs on a data directory; undefined when none does. */
export async function findLab(dataDirectory: string): Promise<RegisteredLab | undefined> {
  const processes = await processRegistry(dataDirectory).list();
  const lab = processes.find(({ name }) => name === labName);
  return lab && { identity: lab.identity, ...detailsSchema.parse(lab.details) };
}

export async function forgetLab(dataDirectory: string): Promise<void> {
  await processRegistry(dataDirectory).remove(labName);
}
