import type { GpuTarget } from '../../../graph/kernels/index.js';
import { delegatedPartitions } from '../../../graph/kernels/partitions.js';
import { clampRules, dataFlowOf, executionChoices } from '../../../graph/kernels/xnnpack/execution.js';
import type { ClampRule, DataFlow } from '../../../graph/kernels/xnnpack/execution.js';
import { microkernelOf } from '../../../graph/kernels/xnnpack/microkernel.js';
import type { Graph } from '../../../graph/model/graph.js';
import type { Delegate } from '../../../records/scenario.js';
import type { BenchmarkReport, ProfileBlock, ProfileRow } from '../report.js';
import { gpuRows } from './gpu-timings.js';
import { KernelRows } from './kernel-rows.js';
import { matchKernels, type MeasuredExecution } from './match-kernels.js';
import type { DelegatedOperation } from './match-partition.js';
import { mismatch } from './mismatch.js';
import type { OpTiming } from './op-timing.js';
import { timePerRunUs } from './row-time.js';

type UnnumberedTiming = Omit<OpTiming, 'ordinal'>;

/**
 * Says of every operation of a model what the profile of its run tells. Rows of builtin kernels carry the operation's index;
 * XNNPACK's kernels are matched by type and order, with what XNNPACK fuses and folds; GPU kernels by the cut for `gpu`, and have no operation
 * without it. Rows are in execution order, those that belong to no operation at the end.
 *
 * Throws BENCHMARK_PROFILE_MISMATCH, with the operations and the rows, when they do not fit together.
 */
export function alignTimings(
  report: BenchmarkReport,
  graph: Graph,
  delegate: Delegate,
  gpu?: GpuTarget,
): OpTiming[] {
  const profile = sortRows(report, graph);
  const timings: UnnumberedTiming[] = [];
  for (const [index, row] of profile.operations)
    timings.push(operationTiming(row, profile.main, graph, index));
  if (delegate === 'xnnpack') timings.push(...xnnpackTimings(profile, graph));
  const missing = [...graph.operations.keys()].filter((index) => !profile.operations.has(index));
  if (delegate === 'builtin' && (missing.length > 0 || profile.kernels.length > 0)) {
    throw mismatch(`${missing.length} operations have no row of their own`, graph, profile.main.runOrder);
  }
  timings.sort((a, b) => (a.operationIndex ?? 0) - (b.operationIndex ?? 0));
  if (delegate === 'gpu') timings.push(...gpuTimings(profile, graph, missing.length, gpu));
  for (const row of profile.others) timings.push(unattributed(row.nodeType, row, profile.main));
  return timings.map((timing, ordinal) => ({ ordinal, ...timing }));
}

/** The rows of the regular runs' primary graph, and of what delegates do inside it. */
interface SortedProfile {
  readonly main: ProfileBlock;
  /** Rows of TFLite operations that no delegate took over, by operation index. */
  readonly operations: ReadonlyMap<number, ProfileRow>;
  /** Rows of the nodes that a delegate put in the place of operations. */
  readonly delegateNodes: readonly ProfileRow[];
  readonly kernels: readonly ProfileRow[];
  /** The block that the kernels' rows are of. */
  readonly kernelBlock: ProfileBlock;
  readonly others: readonly ProfileRow[];
}

function sortRows(report: BenchmarkReport, graph: Graph): SortedProfile {
  const isPrimary = ({ subject }: ProfileBlock) => subject.kind === 'subgraph' && subject.index === 0;
  const [main, ...more] = report.regularProfile.filter(isPrimary);
  const internal = report.regularProfile.filter(({ subject }) => subject.kind === 'delegate-internal');
  if (main === undefined || more.length > 0 || internal.length > 1) {
    throw mismatch('there is not exactly one profile of the primary graph', graph, main?.runOrder ?? []);
  }
  const operations = new Map<number, ProfileRow>();
  const [delegateNodes, others]: [ProfileRow[], ProfileRow[]] = [[], []];
  for (const row of main.runOrder) {
    if (row.subject.kind === 'runtime-event') others.push(row);
    if (row.subject.kind !== 'node') continue;
    const index = row.subject.nodeIndex ?? operations.size;
    const operator = graph.operations[index]?.operator;
    if (operator !== undefined && isOperator(row.nodeType, operator)) operations.set(index, row);
    else if (isDelegateNode(row.nodeType)) delegateNodes.push(row);
    else
      throw mismatch(
        `row "${row.nodeType} ${row.name}" is of no operation of the model`,
        graph,
        main.runOrder,
      );
  }
  const kernelBlock = internal[0] ?? main;
  const kernels = kernelBlock.runOrder.filter(({ subject }) => subject.kind === 'delegate-kernel');
  return { main, operations, delegateNodes, kernels, kernelBlock, others };
}

/** `CONV_2D`, or `CONV_2D/description` where the kernel describes itself; a custom operation goes by its own name. */
function isOperator(nodeType: string, operator: string): boolean {
  const name = operator.startsWith('CUSTOM:') ? operator.slice('CUSTOM:'.length) : operator;
  return nodeType === name || nodeType.startsWith(`${name}/`) || operator.startsWith('UNKNOWN_');
}

function isDelegateNode(nodeType: string): boolean {
  return /^TfLite\w*Delegate\w*$/.test(nodeType);
}

function xnnpackTimings(profile: SortedProfile, graph: Graph): UnnumberedTiming[] {
  const flow = dataFlowOf(graph);
  const partitions = delegatedPartitions(graph, (index) => !profile.operations.has(index));
  const readings = [
    ...clampRules.map((rule) => ({ rule, rows: new KernelRows(profile.kernels) })),
    { rule: 'unknown' as const, rows: new KernelRows(profile.kernels, true) },
  ];
  for (const { rule, rows } of readings) {
    const executions = matchKernels(
      partitions.map((indices) => delegatedOperations(indices, flow, rule)),
      rows,
    );
    if (executions !== undefined) {
      return executions.map((execution) => delegatedTiming(execution, profile.kernelBlock));
    }
  }
  throw mismatch('the delegate executed other kernels than the operations need', graph, profile.kernels);
}

function delegatedOperations(
  indices: readonly number[],
  flow: DataFlow,
  rule: ClampRule,
): DelegatedOperation[] {
  const partition = new Set(indices);
  return indices.map((operationIndex) => {
    const microkernel = microkernelOf(flow.graph, operationIndex);
    return {
      operationIndex,
      operator: flow.graph.operations[operationIndex]?.operator ?? '',
      choices: executionChoices(operationIndex, flow, partition, rule),
      ...(microkernel === undefined ? {} : { microkernel }),
    };
  });
}

function operationTiming(
  row: ProfileRow,
  block: ProfileBlock,
  graph: Graph,
  index: number,
): UnnumberedTiming {
  const operator = graph.operations[index]?.operator ?? row.nodeType;
  const { nodeType, timesCalled = 1 } = row;
  const shared = timesCalled > 1 ? { sharedRow: true as const } : {};
  return { ...unattributed(operator, row, block), operationIndex: index, kernel: nodeType, ...shared };
}

function delegatedTiming(execution: MeasuredExecution, block: ProfileBlock): UnnumberedTiming {
  const { operation, choice, kernelRows } = execution;
  const { operator, operationIndex } = operation;
  const count = block.timings?.count ?? 0;
  if (kernelRows.length === 0) {
    const { fusedInto, folded } = choice;
    const reason = {
      ...(fusedInto === undefined ? {} : { fusedInto }),
      ...(folded === true ? { folded } : {}),
    };
    return { operationIndex, operator, kernel: null, meanUs: 0, firstUs: 0, count, ...reason };
  }
  const timesUs = kernelRows.map(({ row, partitions }) => timePerRunUs(row, block) / partitions);
  const shared = kernelRows.some(({ partitions }) => partitions > 1) ? { sharedRow: true as const } : {};
  return {
    operationIndex,
    operator,
    kernel: kernelRows.map(({ kernel }) => kernel).join(' + '),
    meanUs: rounded(timesUs.reduce((sum, us) => sum + us, 0)),
    firstUs: kernelRows.reduce((sum, { row }) => sum + row.firstUs, 0),
    ...stdOf(block),
    count,
    ...shared,
  };
}

function gpuTimings(
  profile: SortedProfile,
  graph: Graph,
  delegated: number,
  gpu: GpuTarget | undefined,
): UnnumberedTiming[] {
  const { kernels, delegateNodes, main } = profile;
  const rows = kernels.length > 0 ? kernels : delegateNodes;
  if (rows.length === 0 && delegated > 0) {
    throw mismatch(`${delegated} operations have neither a row nor a delegate's`, graph, main.runOrder);
  }
  return gpuRows(rows, graph, gpu).map(({ row, kernel, operator, operationIndex }) => {
    return { ...unattributed(operator, row, profile.kernelBlock), kernel, operationIndex };
  });
}

function unattributed(operator: string, row: ProfileRow, block: ProfileBlock): UnnumberedTiming {
  return {
    operationIndex: null,
    operator,
    kernel: row.nodeType,
    meanUs: rounded(timePerRunUs(row, block)),
    firstUs: row.firstUs,
    ...stdOf(block),
    count: block.timings?.count ?? 0,
  };
}

/** The tool prints the spread of the total only; it is the operation's where the profile has no other row. */
function stdOf({ runOrder, timings }: ProfileBlock): { readonly stdUs?: number } {
  return runOrder.length === 1 && timings?.stdUs !== undefined ? { stdUs: timings.stdUs } : {};
}

function rounded(us: number): number {
  return Math.round(us * 1e4) / 1e4;
}
