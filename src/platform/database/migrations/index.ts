export { applyMigrations, bringUpToDate, migrationStatus } from './apply-migrations.js';
export type { AppliedMigrations, MigrationOptions } from './apply-migrations.js';
export { objectionTo } from './migration-plan.js';
export type { MigrationState, PlannedMigration } from './migration-plan.js';
