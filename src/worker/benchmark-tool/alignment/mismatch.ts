import type { Graph } from '../../../graph/model/graph.js';
import type { FarmError } from '../../../platform/errors.js';
import { benchmarkToolError } from '../errors.js';
import type { ProfileRow } from '../report.js';

const shownItems = 400;

/** The error for a profile that does not fit the model. Its message holds the operations and the rows, in order. */
export function mismatch(reason: string, graph: Graph, rows: readonly ProfileRow[]): FarmError {
  const operations = graph.operations.map(({ operator }, index) => `${operator}:${index}`);
  const rowNames = rows.map(({ nodeType, name }) =>
    name.startsWith('Delegate/') ? name : `${nodeType} ${name}`,
  );
  return benchmarkToolError(
    'BENCHMARK_PROFILE_MISMATCH',
    `The profile does not fit the model "${graph.name}": ${reason}. ` +
      `Operations: ${shown(operations)}. Rows: ${shown(rowNames)}.`,
    { details: { reason, operations: operations.length, rows: rows.length } },
  );
}

function shown(items: readonly string[]): string {
  const list = items.slice(0, shownItems).join(', ');
  return items.length > shownItems ? `${list}, and ${items.length - shownItems} more` : list || 'none';
}
