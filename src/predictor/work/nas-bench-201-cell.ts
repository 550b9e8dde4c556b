import type { Work } from './work.js';
import { WorkSum } from './work.js';

const operations = ['none', 'skip_connect', 'nor_conv_1x1', 'nor_conv_3x3', 'avg_pool_3x3'] as const;
type CellOperation = (typeof operations)[number];

/** An edge of a cell, from a node to a later one. */
interface Edge {
  readonly from: number;
  readonly to: number;
  readonly operation: CellOperation;
}

/** What a cell of NAS-Bench-201 is to a back end that tells nothing of single operations. */
export interface CellWork {
  readonly work: Work;
  /** Each edge's operation as 0 and 1, as written and as what reaches the output: what work does not tell of a cell. */
  readonly traits: readonly number[];
}

const nodeText = /^\|(?:[a-z_0-9]+~\d\|)+$/;
const outputNode = 3;

/** Whether a text is a cell in the benchmark's notation: `|nor_conv_3x3~0|+|none~0|skip_connect~1|+|…|…|…|`. */
export function isCell(text: string): boolean {
  return cellEdges(text) !== undefined;
}

/**
 * The work of a network of such cells: 15 of them in a skeleton that is the same for all (Dong and Yang 2020), so that counts of a cell's
 * operations are all that differs. Those between the cell's input and its output are counted apart from those that work on nothing but
 * zeros (`unfed`), and from those that nothing reads (`idle`): some compilers leave out both, some only the latter. What reads the cell's
 * input is counted once more: some back ends join operations with the one before them, which a cell's first have not.
 * Throws RangeError for a text that is no cell.
 */
export function cellWork(text: string): CellWork {
  const written = cellEdges(text);
  if (written === undefined) throw new RangeError(`${text} is no cell of NAS-Bench-201`);
  const reaching = thatReach(written);
  const sum = new WorkSum().add('skeleton', 1);
  const needed = thatAreRead(written);
  const unfed = needed.filter((edge) => !reaching.includes(edge));
  const idle = written.filter((edge) => !needed.includes(edge));
  addCounts(sum, reaching, '');
  addCounts(sum, unfed, 'unfed ');
  addCounts(sum, idle, 'idle ');
  for (const { from, operation } of reaching) if (from === 0) sum.add(`${operation} of the input`, 1);
  const traits = [written, reaching].flatMap((edges) =>
    written.flatMap(({ from, to }) => oneHot(edges, from, to)),
  );
  return { work: sum.work(), traits };
}

function cellEdges(text: string): readonly Edge[] | undefined {
  const nodes = text.split('+');
  if (nodes.length !== outputNode || !nodes.every((node) => nodeText.test(node))) return undefined;
  const edges = nodes.flatMap((node, index) =>
    node
      .slice(1, -1)
      .split('|')
      .map((edge) => {
        const [operation, from] = edge.split('~');
        return { from: Number(from), to: index + 1, operation: operation as CellOperation };
      }),
  );
  const whole = edges.length === 6 && edges.every(({ from, to }) => from < to);
  return whole && edges.every(({ operation }) => operations.includes(operation)) ? edges : undefined;
}

/** Edges on a way from the cell's input to its output. */
function thatReach(edges: readonly Edge[]): readonly Edge[] {
  const fed = new Set([0]);
  const carrying = edges.filter(({ from, to, operation }) => {
    if (operation === 'none' || !fed.has(from)) return false;
    fed.add(to);
    return true;
  });
  return thatAreRead(carrying);
}

/** Edges with an operation whose result reaches the cell's output. */
function thatAreRead(edges: readonly Edge[]): readonly Edge[] {
  const read = new Set([outputNode]);
  return edges
    .toReversed()
    .filter(({ from, to, operation }) => operation !== 'none' && read.has(to) && read.add(from))
    .toReversed();
}

function addCounts(sum: WorkSum, edges: readonly Edge[], prefix: string): void {
  for (const { operation } of edges) if (operation !== 'none') sum.add(`${prefix}${operation}`, 1);
  const carrying = edges.filter(({ operation }) => operation !== 'none');
  const nodes = new Set(carrying.map(({ to }) => to));
  sum.add(`${prefix}sums`, carrying.length - nodes.size);
  const activated = carrying.filter(({ operation }) => operation.startsWith('nor_conv'));
  sum.add(`${prefix}activations`, new Set(activated.map(({ from }) => from)).size);
}

function oneHot(edges: readonly Edge[], from: number, to: number): number[] {
  const edge = edges.find((each) => each.from === from && each.to === to);
  const operation = edge?.operation ?? 'none';
  return operations.map((each) => (each === operation ? 1 : 0));
}
