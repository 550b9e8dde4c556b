import type { Prisma } from '../../platform/database/index.js';

/** Lets trainers and promotions of one (device model, scenario) wait for each other until the transaction ends. */
export async function lockReleases(
  transaction: Prisma.TransactionClient,
  deviceModel: string,
  scenarioKey: string,
): Promise<void> {
  const name = `release ${deviceModel} ${scenarioKey}`;
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}
