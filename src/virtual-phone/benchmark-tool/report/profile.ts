import { Stat } from './stat.js';

/** What a profile says of one node of the graph, over all runs. */
export interface ProfiledNode {
  /** `CONV_2D`, `TfLiteXNNPackDelegate`, `DelegateOpInvoke`, `AllocateTensors`. */
  readonly type: string;
  /** `[conv/out]:0`, `Delegate/Convolution (NHWC, F32) IGEMM:0`. */
  readonly name: string;
  /** Microseconds of each run: times within one run are added up first. */
  readonly timeUs: Stat;
  /** How often one run executes it. */
  readonly timesCalled: number;
}

/** One section of the profile: the graph itself, or what a delegate did inside. */
export interface ProfileSection {
  readonly nodes: readonly ProfiledNode[];
  /** Sum over the nodes, for each run, in microseconds. */
  readonly totalUs: Stat;
}

/** Node types in descending order of time; averages cut to whole microseconds a node, as the tool does. */
export interface NodeTypeSummary {
  readonly type: string;
  readonly nodes: number;
  readonly averageUs: number;
  readonly timesCalled: number;
}

export function summarizeByType(section: ProfileSection): NodeTypeSummary[] {
  const byType = new Map<string, { nodes: number; averageUs: number; timesCalled: number }>();
  for (const { type, timeUs, timesCalled } of section.nodes) {
    const summary = byType.get(type) ?? { nodes: 0, averageUs: 0, timesCalled: 0 };
    summary.nodes += 1;
    summary.averageUs += Math.trunc(timeUs.average);
    summary.timesCalled += timesCalled;
    byType.set(type, summary);
  }
  return [...byType]
    .map(([type, summary]) => ({ type, ...summary }))
    .sort((a, b) => b.averageUs - a.averageUs || (a.type < b.type ? 1 : -1));
}

/** Collects a section run by run. */
export class ProfileCollector {
  private readonly nodes: ProfiledNode[];
  private readonly totalUs = new Stat();

  constructor(rows: readonly { type: string; name: string; timesCalled: number }[]) {
    this.nodes = rows.map((row) => ({ ...row, timeUs: new Stat() }));
  }

  /** Adds one run: microseconds of each row, in the order of the rows. */
  addRun(durationsUs: readonly number[]): void {
    let total = 0;
    for (const [index, node] of this.nodes.entries()) {
      const duration = durationsUs[index] ?? 0;
      node.timeUs.add(duration);
      total += duration;
    }
    this.totalUs.add(total);
  }

  get section(): ProfileSection {
    return { nodes: this.nodes, totalUs: this.totalUs };
  }
}
