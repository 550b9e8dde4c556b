import { canonicalJson } from '../../graph/canonical-json.js';
import { inTransaction, type Database } from '../../platform/database/index.js';
import { storeImportedPhones } from '../../tables/phone/imported-phones.js';
import { lockImports } from '../../tables/run/imported-runs.js';
import { readSources } from '../../tables/run-output/run-output.js';
import { invalidRow, type FilePlace } from '../files/csv.js';
import type { ImportSummary } from '../measurements/import-measurements.js';
import { poolOf, runOfTotal, type PublishedTotal } from '../measurements/published-total.js';
import { storeRuns } from '../measurements/store-runs.js';
import { isCellTable } from '../published/nas-bench-201.js';
import { conditionsOf, unnamedConditions } from './conditions.js';
import { isBlockTable, readBlocks } from './read-blocks.js';
import { readCells } from './read-cells.js';
import type { PlacedTotal, TotalsTable } from './totals-table.js';

export interface TotalsToImport {
  readonly tables: readonly { readonly file: string; readonly text: string }[];
  /** What the networks were measured in; that nobody tells, where it is left out. */
  readonly scenarioKey?: string;
}

/** What an import of totals did. */
export interface TotalsImportSummary extends ImportSummary {
  /** Device models as they are called in the farm. */
  readonly deviceModels: readonly string[];
  readonly scenario: string;
  /** Rows that tell of no network. */
  readonly leftOut: TotalsTable['leftOut'];
}

/**
 * Stores tables of whole networks that this program builds from what the tables call them, NAS-Bench-201's cells and nn-Meter's blocks, as devices,
 * campaigns and runs of verdict `ok`, in one transaction. What is stored already is left as it is. Throws TRAINING_DATA_INVALID with file, line
 * and field, and stores nothing, for a table that cannot be used, or contradicts another or what is stored.
 */
export async function importTotals(
  database: Database,
  { tables, scenarioKey }: TotalsToImport,
): Promise<TotalsImportSummary> {
  const conditions = scenarioKey === undefined ? unnamedConditions : conditionsOf(scenarioKey);
  const read = tables.map(({ file, text }) => {
    if (isCellTable(text)) return readCells(text, file, conditions);
    if (isBlockTable(text)) return readBlocks(text, file, conditions);
    const expected = 'architecture (cells of NAS-Bench-201), or key, type and parts (blocks of nn-Meter)';
    throw invalidRow({ file, line: 1 }, `its first columns are not ${expected}`);
  });
  return inTransaction(database.pool, async (client) => {
    await lockImports(client);
    const counts: ImportSummary[] = [];
    const devices = new Map<string, string>();
    for (const { publisher, totals } of read) {
      const told = new Map<string, PublishedTotal>();
      for (const source of await readSources(client, publisher.campaign.id)) {
        const total = JSON.parse(source) as PublishedTotal;
        told.set(identityOf(total), total);
      }
      const fresh = totals.filter((each) => isNew(each, told));
      const runs = fresh.map(({ total }) => ({
        run: runOfTotal(publisher, total),
        source: canonicalJson(total),
      }));
      await storeRuns(client, runs, 'farm import');
      for (const { total } of totals) {
        const { key, deviceModel } = poolOf(publisher, total.device);
        devices.set(key, deviceModel);
      }
      counts.push({
        storedRuns: runs.length,
        storedOperations: 0,
        knownRuns: totals.length - runs.length,
      });
    }
    const phones = [...devices.keys()].map((poolKey) => ({ poolKey }));
    await storeImportedPhones(client, phones, 'measured by others; its measurements were imported');
    const sum = (of: (each: ImportSummary) => number) => counts.reduce((total, each) => total + of(each), 0);
    return {
      storedRuns: sum(({ storedRuns }) => storedRuns),
      storedOperations: 0,
      knownRuns: sum(({ knownRuns }) => knownRuns),
      deviceModels: [...devices.values()],
      scenario: conditions.scenarioKey,
      leftOut: read.flatMap(({ leftOut }) => leftOut),
    };
  });
}

function identityOf({ network, device, scenarioKey }: PublishedTotal): string {
  return canonicalJson([network, device, scenarioKey]);
}

/** Whether a total is not there yet. Throws TRAINING_DATA_INVALID where another one is, with the place of this one. */
function isNew({ place, total }: PlacedTotal, told: Map<string, PublishedTotal>): boolean {
  const before = told.get(identityOf(total));
  if (before === undefined) {
    told.set(identityOf(total), total);
    return true;
  }
  refuseOther(before, total, place);
  return false;
}

/** Milliseconds become microseconds by a product: two tables may round the same number in two ways. */
const sameWithin = 1e-9;

function refuseOther(
  before: PublishedTotal,
  { network, device, meanUs }: PublishedTotal,
  place: FilePlace,
): void {
  const ratio = (meanUs ?? 0) / (before.meanUs ?? 0);
  if (Math.abs(ratio - 1) < sameWithin) return;
  throw invalidRow(
    place,
    `this contradicts what else is told of ${network} on ${device}: ${before.meanUs ?? 0} µs`,
  );
}
