/** Text of one profile block as LiteRT prints it: rows of [type, name, microseconds of one run, calls per run]. */
export type Row = readonly [type: string, name: string, us: number, timesCalled?: number];

const banner = '='.repeat(30);
const header = '\t[node type]\t[first]\t[avg ms]\t[%]\t[cdf%]\t[mem KB]\t[times called]\t[Name]';
const summaryHeader = '\t[Node type]\t[count]\t[avg ms]\t[avg %]\t[cdf %]\t[mem KB]\t[times called]';

export function profileText(rows: readonly Row[], runs = 10): string {
  const totalUs = rows.reduce((sum, [, , us, timesCalled = 1]) => sum + us * timesCalled, 0);
  const longestFirst = [...rows].sort(([, , us, calls = 1], [, , otherUs, otherCalls = 1]) => {
    return otherUs * otherCalls - us * calls;
  });
  return [
    `${banner} Run Order ${banner}`,
    header,
    ...tableLines(rows, totalUs),
    '',
    `${banner} Top by Computation Time ${banner}`,
    header,
    ...tableLines(longestFirst, totalUs).slice(0, 10),
    '',
    `Number of nodes executed: ${rows.length}`,
    `${banner} Summary by node type ${banner}`,
    summaryHeader,
    ...summaryLines(rows),
    '',
    `Timings (microseconds): count=${runs} curr=${totalUs}(all same)`,
    'Memory (bytes): count=0',
    `${rows.length} nodes observed`,
    '',
    '',
  ].join('\n');
}

function tableLines(rows: readonly Row[], totalUs: number): string[] {
  const percentText = (us: number) => (totalUs === 0 ? '-nan' : ((us * 100) / totalUs).toFixed(3));
  let soFarUs = 0;
  return rows.map(([type, name, us, timesCalled = 1]) => {
    soFarUs += us * timesCalled;
    const ms = (us / 1000).toFixed(3);
    const shares = `${percentText(us * timesCalled)}%\t${percentText(soFarUs)}%`;
    return `\t${type}\t${ms}\t${ms}\t${shares}\t0.000\t${timesCalled}\t${name}`;
  });
}

function summaryLines(rows: readonly Row[]): string[] {
  return [...new Set(rows.map(([type]) => type))].map((type) => {
    const ofType = rows.filter(([other]) => other === type);
    const us = ofType.reduce((sum, [, , rowUs, timesCalled = 1]) => sum + Math.trunc(rowUs * timesCalled), 0);
    const calls = ofType.reduce((sum, [, , , timesCalled = 1]) => sum + timesCalled, 0);
    return `\t${type}\t${ofType.length}\t${(us / 1000).toFixed(3)}\t100.000%\t100.000%\t0.000\t${calls}`;
  });
}

export interface ToolOutputOptions {
  readonly inferenceUs: number;
  readonly runs?: number;
  /** Lines between the model and its size, such as a delegate's. */
  readonly lines?: readonly string[];
  readonly profile?: string;
}

/** Text of stdout as LiteRT prints it, for inferences of one duration. */
export function toolOutput({ inferenceUs, runs = 10, lines = [], profile }: ToolOutputOptions): string {
  return [
    'INFO: STARTING!',
    'INFO: Log parameter values verbosely: [0]',
    'INFO: Num threads: [1]',
    'INFO: Graph: [/data/local/tmp/model.tflite]',
    'INFO: Loaded model /data/local/tmp/model.tflite',
    ...lines,
    'INFO: The input model file size (MB): 0.5',
    'INFO: Initialized session in 1.5ms.',
    'INFO: Running benchmark for at least 1 iterations and at least 0 seconds but terminate if exceeding 150 seconds.',
    `INFO: count=1 curr=${inferenceUs}`,
    '',
    `INFO: Running benchmark for at least ${runs} iterations and at least 0 seconds but terminate if exceeding 150 seconds.`,
    `INFO: count=${runs} curr=${inferenceUs}(all same)`,
    '',
    `INFO: Inference timings in us: Init: 1500, First inference: ${inferenceUs}, Warmup (avg): ${inferenceUs}, Inference (avg): ${inferenceUs}`,
    ...(profile === undefined
      ? []
      : ['INFO: Operator-wise Profiling Info for Regular Benchmark Runs:', profile]),
    '',
  ].join('\n');
}
