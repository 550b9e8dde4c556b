import { architectureSpace } from '../../graph/index.js';
import { encodeChoices, type Choices } from '../../graph/architectures/spaces/index.js';
import { invalidRow } from '../files/csv.js';
import { namedUuid } from '../measurements/named-uuid.js';
import { parseCells } from '../published/nas-bench-201.js';
import { unnamedConditions } from './conditions.js';
import type { TotalsTable } from './totals-table.js';

const publisher = {
  campaign: { id: namedUuid('nas-bench-201'), name: 'nas-bench-201' },
  prefix: 'nas-bench-201',
};

/**
 * Latencies of NAS-Bench-201 as totals of networks that this program builds. Cells whose output nothing reaches are no networks, and are left out.
 * Throws TRAINING_DATA_INVALID with line and field for what is no cell, no number above 0, or told twice.
 */
export function readCells(text: string, file: string, conditions = unnamedConditions): TotalsTable {
  const rows = parseCells(text, file).map((row) => ({
    ...row,
    choices: choicesOf(row.network, file, row.line),
  }));
  const space = architectureSpace('nas-bench-201');
  const isNetwork = ({ choices }: { readonly choices: Choices }) => space.possible?.(choices) ?? true;
  return {
    publisher,
    totals: rows.filter(isNetwork).flatMap(({ line, choices, latencies }) =>
      latencies.map(({ device, meanUs }) => ({
        place: { file, line, field: device },
        total: {
          network: `${space.name}~${encodeChoices(space.decisions, choices)}`,
          ...{ ...conditions, device, meanUs, stdUs: null },
        },
      })),
    ),
    leftOut: rows
      .filter((row) => !isNetwork(row))
      .map(({ line }) => ({ file, line, reason: 'nothing reaches the cell’s output' })),
  };
}

const nodesOfCell = 3;

/** `|nor_conv_3x3~0|+|none~0|…|+|…|` as the space's decisions. */
function choicesOf(cell: string, file: string, line: number): Choices {
  const nodes = cell.split('+');
  const edges = nodes.flatMap((node, index) =>
    node
      .replace(/^\||\|$/g, '')
      .split('|')
      .map((edge) => {
        const [operation = '', from = ''] = edge.split('~');
        return [`edge${from}to${index + 1}`, operation] as const;
      }),
  );
  const choices = Object.fromEntries(edges);
  const { decisions } = architectureSpace('nas-bench-201');
  const isCell =
    nodes.length === nodesOfCell &&
    edges.length === decisions.length &&
    decisions.every(({ name, options }) => options.some(({ value }) => value === choices[name]));
  if (isCell) return choices;
  throw invalidRow({ file, line, field: 'architecture' }, `${cell.slice(0, 80)} is no cell of NAS-Bench-201`);
}
