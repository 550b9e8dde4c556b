import { malformed } from '../errors.js';
import type { Call, CallRole, Graph } from '../model/graph.js';
import type { FlatTable } from './flat-table.js';
import { schema } from './schema.js';

/** Where an operator's options name the subgraphs that it executes. */
interface CallingOptions {
  /** Index in the union of options; those of StableHLO's operators stand in the second union. */
  readonly optionsType: number;
  /** Index of the field of each subgraph in the options table. */
  readonly fields: Readonly<Partial<Record<CallRole, number>>>;
  /** The fields hold lists of subgraphs. */
  readonly lists?: true;
}

/** Every operator that executes subgraphs, as schema.fbs has them (`IfOptions`, `StableHLOCompositeOptions`, …). */
const callingOptions: ReadonlyMap<string, CallingOptions> = new Map<string, CallingOptions>([
  ['CALL', { optionsType: 16, fields: { callee: 0 } }],
  ['IF', { optionsType: 92, fields: { then: 0, else: 1 } }],
  ['WHILE', { optionsType: 93, fields: { condition: 0, body: 1 } }],
  ['CALL_ONCE', { optionsType: 103, fields: { initialisation: 0 } }],
  ['STABLEHLO_CUSTOM_CALL', { optionsType: 5, fields: { computation: 4 }, lists: true }],
  ['STABLEHLO_REDUCE', { optionsType: 6, fields: { computation: 1 } }],
  ['STABLEHLO_SCATTER', { optionsType: 7, fields: { computation: 6 } }],
  ['STABLEHLO_REDUCE_WINDOW', { optionsType: 13, fields: { computation: 5 } }],
  ['STABLEHLO_SORT', { optionsType: 14, fields: { computation: 2 } }],
  ['STABLEHLO_WHILE', { optionsType: 15, fields: { condition: 0, body: 1 } }],
  ['STABLEHLO_COMPOSITE', { optionsType: 21, fields: { decomposition: 1 } }],
  ['STABLEHLO_CASE', { optionsType: 23, fields: { branch: 0 }, lists: true }],
]);

/** More than networks have; chains of calls may be followed by recursion. */
const deepestCall = 100;

/**
 * The subgraphs that an operation executes, as its options name them; empty for operators that execute none. Nothing calls the
 * network itself: the index 0 stands for a field that is absent.
 */
export function readCalls(operator: string, operation: FlatTable): readonly Call[] {
  const calling = callingOptions.get(operator);
  if (calling === undefined) return [];
  const { optionsType, options, secondOptionsType, secondOptions } = schema.operator;
  const isFirst = !operator.startsWith('STABLEHLO_');
  const type = operation.uint8(isFirst ? optionsType : secondOptionsType, 0);
  const table = type === calling.optionsType ? operation.table(isFirst ? options : secondOptions) : undefined;
  if (table === undefined) return [];
  return Object.entries(calling.fields).flatMap(([role, field]) => {
    const subgraphs = calling.lists ? table.int32s(field) : [table.int32(field, 0)];
    return subgraphs.flatMap((subgraph) => (subgraph === 0 ? [] : [{ role: role as CallRole, subgraph }]));
  });
}

/** Throws `MALFORMED_MODEL` for a call of a subgraph that is not there, and for one that leads back to where it came from. */
export function checkCalls(graphs: readonly Graph[]): void {
  const checked = new Set<number>();
  const visit = (index: number, path: readonly number[]): void => {
    if (path.includes(index)) throw malformed(`its subgraph ${index} calls itself`);
    if (path.length > deepestCall) throw malformed(`its subgraphs call each other ${path.length} deep`);
    if (checked.has(index)) return;
    const graph = graphs[index];
    if (graph === undefined) throw malformed(`an operation calls subgraph ${index}, which is not there`);
    for (const { calls } of graph.operations) {
      if (calls === undefined) continue;
      for (const { subgraph } of calls) visit(subgraph, [...path, index]);
    }
    checked.add(index);
  };
  graphs.forEach((_graph, index) => visit(index, []));
}
