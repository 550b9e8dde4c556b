import { platformError } from '../../errors.js';
import type { FarmError } from '../../errors.js';
import type { MigrationFile } from './migration-files.js';
import type { RecordedMigration } from './migration-history.js';

/**
 * `pending`: this program has it, the database not. `failed`: blocks until it is repaired. `changed`: was another one when it was
 * applied. `newer`, `unknown`: applied by a later program; by another one.
 */
export type MigrationState = 'applied' | 'pending' | 'failed' | 'changed' | 'newer' | 'unknown';

/** A migration of the program or the database, and how the two agree on it. */
export interface PlannedMigration {
  readonly name: string;
  readonly state: MigrationState;
  readonly appliedAt: Date | null;
  /** Why it failed. */
  readonly log?: string;
}

/** Every migration that the database has seen or this program knows, in the order of their names. */
export function planMigrations(
  history: readonly RecordedMigration[],
  files: readonly MigrationFile[],
): readonly PlannedMigration[] {
  const latest = files.at(-1)?.name ?? '';
  const seen = history.map((recorded): PlannedMigration => {
    const { name, finishedAt, log } = recorded;
    const file = files.find((candidate) => candidate.name === name);
    const state = stateOf(recorded, file, latest);
    return { name, state, appliedAt: finishedAt, ...(state === 'failed' ? { log: reasonOf(log) } : {}) };
  });
  const pending = files
    .filter(({ name }) => !history.some((recorded) => recorded.name === name))
    .map(({ name }): PlannedMigration => ({ name, state: 'pending', appliedAt: null }));
  return [...seen, ...pending].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function stateOf(
  { name, checksum, finishedAt }: RecordedMigration,
  file: MigrationFile | undefined,
  latest: string,
): MigrationState {
  if (finishedAt === null) return 'failed';
  if (file === undefined) return name > latest ? 'newer' : 'unknown';
  return file.checksum === checksum ? 'applied' : 'changed';
}

/** The migration engine of earlier versions put its own name for the kind of error above what Postgres said, its stack below. */
function reasonOf(log: string | null): string {
  return (log ?? 'it was interrupted')
    .replace(/^external connector error\n/, '')
    .replace(/\n\s*0: [^]*$/, '')
    .trim();
}

/** Why this program must leave the database alone; undefined when it may bring it up to date. */
export function objectionTo(plan: readonly PlannedMigration[]): FarmError | undefined {
  const of = (state: MigrationState) => plan.find((migration) => migration.state === state);
  const failed = of('failed');
  if (failed) return migrationFailed(failed.name, failed.log ?? '');
  const newer = of('newer');
  if (newer) {
    const message = `This database is newer than this program: migration ${newer.name} was applied to it.`;
    return platformError('DATABASE_NEWER', message, { details: { migration: newer.name } });
  }
  const unknown = of('unknown');
  if (unknown) {
    return diverged(
      unknown.name,
      `migration ${unknown.name} was applied to it, which this program does not know`,
    );
  }
  const changed = of('changed');
  return changed && diverged(changed.name, `migration ${changed.name} was another one when it was applied`);
}

/** The error for a migration whose SQL does not fit the database, or did not when it was last tried. */
export function migrationFailed(migration: string, reason: string, cause?: unknown): FarmError {
  return platformError('MIGRATION_FAILED', `Migration ${migration} failed: ${reason}`, {
    cause,
    details: { migration },
  });
}

function diverged(migration: string, reason: string): FarmError {
  return platformError('DATABASE_DIVERGED', `This database is not of this program's making: ${reason}.`, {
    details: { migration },
  });
}
