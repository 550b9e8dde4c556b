import { nonNegativeCoefficients } from '../../learning/learners/linear/non-negative.js';
import {
  columnIndex,
  selectRows,
  selectValues,
  tableOfRecords,
  type FeatureTable,
} from '../../learning/model/feature-table.js';
import {
  blockSteps,
  convolutionLaunchFeatures,
} from '../../predictor/features/launch/convolution-features.js';
import { launchRules, type LaunchRule } from '../../predictor/features/launch/launch-rule.js';
import { rooflineTerms } from '../../predictor/features/roofline-terms.js';
import type { KernelGroupRows } from '../material/latency-rows.js';

/** Fewer configurations cannot tell one rule from another. */
const fewestConfigurations = 40;
/** As many tell them apart as well as more do. */
const enoughConfigurations = 250;

/**
 * The rule by which the GPU launches convolutions, told from their latencies: the one whose roofline prior is least off. First
 * between vendors, then between the GPUs of the vendor. `undefined` where there are too few convolutions.
 */
export function chooseLaunchRule(groups: readonly KernelGroupRows[]): LaunchRule | undefined {
  const [largest] = groups
    .filter(({ table }) => hasLaunch(table) && table.rowCount >= fewestConfigurations)
    .sort((a, b) => b.table.rowCount - a.table.rowCount);
  if (largest === undefined) return undefined;
  const rows = thinned(largest);
  const errors = new Map<LaunchRule, number>();
  const best = (rules: readonly LaunchRule[]) => {
    for (const rule of rules) if (!errors.has(rule)) errors.set(rule, priorError(withLaunch(rows, rule)));
    return rules.reduce((a, b) => ((errors.get(b) as number) < (errors.get(a) as number) ? b : a));
  };
  const typical = best(launchRules.map((vendor) => vendor.typical));
  const others = launchRules.find((vendor) => vendor.typical === typical)?.others ?? [];
  return best([typical, ...others]);
}

/** The rows with the features of their launch; unchanged when the group's kernels have none that depends on the GPU. */
export function withLaunch(rows: KernelGroupRows, rule: LaunchRule): KernelGroupRows {
  const { table } = rows;
  if (!hasLaunch(table)) return rows;
  const launch = tableOfRecords(
    Array.from({ length: table.rowCount }, (_, row) => convolutionLaunchFeatures(rule, recordOf(table, row))),
  );
  const names = [...table.names, ...launch.names];
  return {
    ...rows,
    launchRule: rule,
    table: { ...table, names, columns: [...table.columns, ...launch.columns] },
  };
}

/** Every second, third … row, so that not many more are left than are enough. */
function thinned(rows: KernelGroupRows): KernelGroupRows {
  const { table, latencyUs } = rows;
  const step = Math.max(1, Math.floor(table.rowCount / enoughConfigurations));
  const kept = Int32Array.from({ length: Math.ceil(table.rowCount / step) }, (_, index) => step * index);
  return { ...rows, table: selectRows(table, kept), latencyUs: selectValues(latencyUs, kept) };
}

function hasLaunch({ names }: FeatureTable): boolean {
  return names.includes(blockSteps);
}

const launchInputs = [blockSteps, 'inConstantMemory', 'outputSide', 'outputSlices', 'window', 'groups'];

function recordOf(table: FeatureTable, row: number): Record<string, number> {
  const record: Record<string, number> = {};
  for (const name of launchInputs) {
    record[name] = table.columns[columnIndex(table.names, name)]?.[row] as number;
  }
  return record;
}

/** Mean of |ln(prior / latency)|. */
function priorError({ table, latencyUs }: KernelGroupRows): number {
  const terms = rooflineTerms(table.names).map((name) => table.columns[columnIndex(table.names, name)]);
  const columns = [...(terms as Float64Array[]), new Float64Array(table.rowCount).fill(1)];
  const costs = nonNegativeCoefficients(
    columns,
    latencyUs,
    latencyUs.map((us) => us ** -2),
  );
  let sum = 0;
  for (let row = 0; row < table.rowCount; row++) {
    const prior = columns.reduce(
      (us, column, term) => us + (column[row] as number) * (costs[term] as number),
      0,
    );
    sum += Math.abs(Math.log(Math.max(prior, Number.MIN_VALUE) / (latencyUs[row] as number)));
  }
  return sum / table.rowCount;
}
