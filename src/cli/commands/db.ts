import type { Command } from 'commander';

import type { PlannedMigration } from '../../platform/database/index.js';
import type { CommandContext } from '../context/context.js';
import { writeJson } from '../output/output.js';
import { renderTable } from '../output/table.js';

interface JsonOption {
  readonly json?: true;
}

/** `farm db`: the schema of the farm's database. Every other command brings it up to date by itself. */
export function registerDb(db: Command, context: CommandContext): void {
  db.command('status')
    .description('show which migrations are applied; exit code 3 when some are pending')
    .option('--json', 'print one JSON document')
    .action((options: JsonOption) => status(context, options));
  db.command('migrate')
    .description('bring the schema up to date, as every command does by itself')
    .option('--json', 'print one JSON document')
    .action((options: JsonOption) => migrate(context, options));
}

/** Where the database is; unlike other commands these leave it as they find it. */
async function databaseUrl(context: CommandContext): Promise<string> {
  const { configuredServices } = await import('../context/configured-services.js');
  return (await configuredServices(await context.config())).databaseUrl;
}

async function status(context: CommandContext, { json }: JsonOption): Promise<void> {
  const { migrationStatus, objectionTo } = await import('../../platform/database/migrations/index.js');
  const migrations = await migrationStatus(await databaseUrl(context));
  if (json === true) writeJson(context.stdout, migrations);
  else context.stdout.write(migrationTable(migrations));
  const objection = objectionTo(migrations);
  if (objection) throw objection;
  if (migrations.some(({ state }) => state === 'pending')) context.exitWith(3);
}

async function migrate(context: CommandContext, { json }: JsonOption): Promise<void> {
  const { applyMigrations } = await import('../../platform/database/migrations/index.js');
  const { applied } = await applyMigrations(await databaseUrl(context));
  if (json === true) writeJson(context.stdout, { applied });
  else if (applied.length === 0) context.stdout.write('nothing to do: the schema is up to date\n');
  else context.stdout.write(applied.map((name) => `applied ${name}\n`).join(''));
}

function migrationTable(migrations: readonly PlannedMigration[]): string {
  const headings = [{ heading: 'migration' }, { heading: 'state' }, { heading: 'applied' }];
  return renderTable(
    headings,
    migrations.map(({ name, state, appliedAt }) => [name, state, appliedAt?.toISOString() ?? '-']),
  );
}
