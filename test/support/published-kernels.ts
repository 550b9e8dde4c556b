import { sharedDataText } from './shared-data.js';

/** One row of the published table of GPU kernels: one launch of one network, with its name on each device. */
export interface PublishedKernel {
  readonly model: string;
  readonly operation: string;
  readonly features: Readonly<Record<string, string>>;
  /** Kernel names by device, node numbers stripped. */
  readonly kernels: Readonly<Record<string, string>>;
}

/** The rows of the table by network, in the order of execution; `undefined` where the data is absent. */
export function publishedKernels(): ReadonlyMap<string, readonly PublishedKernel[]> | undefined {
  const text = sharedDataText('phones/tflite_cnn_ops_gpu.csv');
  if (text === undefined) return undefined;
  const [header = '', ...lines] = text.trim().split('\n');
  const columns = header.split(',');
  const byModel = new Map<string, PublishedKernel[]>();
  for (const line of lines) {
    const row = readRow(columns, line);
    byModel.set(row.model, [...(byModel.get(row.model) ?? []), row]);
  }
  return byModel;
}

function readRow(columns: readonly string[], line: string): PublishedKernel {
  const [, model = '', operation = '', features = '', rest = ''] =
    /^([^,]*),([^,]*),"([^"]*)",(.*)$/.exec(line) ?? [];
  const cells = rest.split(',');
  const kernels = columns
    .slice(3)
    .map((column, index) => [column, cells[index] ?? ''] as const)
    .filter(([column]) => column.endsWith('|kernel'))
    .map(
      ([column, name]) =>
        [column.split('|', 1)[0] as string, name.replace(/_\d+(?=_linked|$)/g, '')] as const,
    );
  const pairs = [...features.matchAll(/'(\w+)': '?([^',}]*)'?/g)].map((pair): [string, string] => [
    pair[1] ?? '',
    pair[2] ?? '',
  ]);
  return { model, operation, features: Object.fromEntries(pairs), kernels: Object.fromEntries(kernels) };
}
