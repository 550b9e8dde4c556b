import type { Connection } from '../connection.js';

/** One (device model, scenario) of a night. */
export interface TrainingClaim {
  /** The moment that the schedule names. */
  readonly dueAt: Date;
  readonly deviceModel: string;
  readonly scenarioKey: string;
  readonly startedAt: Date;
  /** Who began before this moment and has not finished is thought to be dead. */
  readonly abandonedBefore: Date;
}

/** Returns the id of the claimed row; undefined when somebody else has it. */
export async function claimTraining(
  connection: Connection,
  { dueAt, deviceModel, scenarioKey, startedAt, abandonedBefore }: TrainingClaim,
): Promise<string | undefined> {
  const { rows } = await connection.query<{ id: string }>(
    `INSERT INTO "NightlyTraining" AS night (id, "dueAt", "deviceModel", "scenarioKey", "startedAt")
     VALUES (gen_random_uuid(), $1, $2, $3, $4)
     ON CONFLICT ("dueAt", "deviceModel", "scenarioKey") DO UPDATE SET "startedAt" = excluded."startedAt"
       WHERE night."finishedAt" IS NULL AND night."startedAt" < $5
     RETURNING id`,
    [dueAt, deviceModel, scenarioKey, startedAt, abandonedBefore],
  );
  return rows[0]?.id;
}
