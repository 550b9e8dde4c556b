import type { Database } from '../../platform/database/index.js';

/** What a night's training came to. */
export interface NightRecord {
  readonly dueAt: Date;
  readonly deviceModel: string;
  readonly scenarioKey: string;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly outcome: string | null;
  readonly report: unknown;
}

/** The latest trainings by schedule, the latest first. */
export function listNights(database: Database, count: number): Promise<NightRecord[]> {
  return database.prisma.nightlyTraining.findMany({
    orderBy: [{ dueAt: 'desc' }, { deviceModel: 'asc' }, { scenarioKey: 'asc' }],
    take: count,
    omit: { id: true },
  });
}
