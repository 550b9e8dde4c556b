import { cnnRuntime } from '../../exchange/published/table-runtime.js';
import type { TableScenario } from '../../exchange/published/table-scenario.js';
import { buildArchitecture, isArchitectureName, isTfliteVersion } from '../../graph/index.js';
import { cellWork, isCell } from '../../predictor/work/nas-bench-201-cell.js';
import { networkWork, workTargetOf } from '../../predictor/work/network-work.js';
import type { Work } from '../../predictor/work/work.js';

/** What a network is to a scenario: its work, and where its like differ in more than that, what else tells them apart. */
export interface DescribedNetwork {
  readonly work: Work;
  /** Coordinates between 0 and 1 that tell apart networks of one space. */
  readonly traits?: readonly number[];
}

/** Whether this program knows what a network of that name does: an architecture, a cell of NAS-Bench-201. */
export function isDescribable(network: string): boolean {
  return isCell(network) || isArchitectureName(network);
}

/** Describes networks by name, each once for every precision and target. */
export class WorkOfNetworks {
  private readonly described = new Map<string, DescribedNetwork>();

  /**
   * `gpuOf`: the GPU of a device. Networks that are cut for one are cut as the runtime does: TFLite 2.10 where none is named, which most
   * public tables were measured with.
   */
  constructor(
    private readonly gpuOf: (device: string) => string | undefined,
    private readonly runtimeVersion = cnnRuntime,
  ) {}

  /** Why networks of a scenario cannot be described; `undefined` where they can. */
  unable({ device, cores }: TableScenario): string | undefined {
    const isCut = cores === 'gpu' && isTfliteVersion(this.runtimeVersion);
    if (!isCut || this.gpuOf(device) !== undefined) return undefined;
    return `the GPU of ${device} is not known; name it with --gpu`;
  }

  /** Throws a GraphError for a network, or a GPU, that this program does not know. */
  describe(network: string, scenario: TableScenario): DescribedNetwork {
    const gpu = scenario.cores === 'gpu' ? this.gpuOf(scenario.device) : undefined;
    const key = `${network} ${scenario.precision} ${gpu ?? ''}`;
    const known = this.described.get(key);
    if (known !== undefined) return known;
    const made = describe(network, scenario.precision, gpu, this.runtimeVersion);
    this.described.set(key, made);
    return made;
  }
}

function describe(
  network: string,
  precision: string,
  gpu: string | undefined,
  runtimeVersion: string,
): DescribedNetwork {
  if (isCell(network)) return cellWork(network);
  const graph = buildArchitecture(network, { precision: precision === 'quant' ? 'int8' : 'float32' });
  const delegate = gpu === undefined ? 'builtin' : 'gpu';
  return { work: networkWork(graph, workTargetOf({ delegate, runtimeVersion }, gpu ?? '')) };
}
