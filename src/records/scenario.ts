// By file, for every command reads scenarios, and few need graphs.
import { blackBoxes, isBlackBox } from '../graph/precision/delegates.js';
import type { Delegate } from '../graph/precision/delegates.js';
import { scenarioPrecisions } from '../graph/precision/scenario-precision.js';
import type { ScenarioPrecision } from '../graph/precision/scenario-precision.js';
import {
  featureLevel,
  isRuntimeVersion,
  isTfliteVersion,
  parseRuntimeVersion,
} from '../graph/runtime-version.js';

export type { Delegate } from '../graph/precision/delegates.js';

/** Everything but the phone that changes a latency. */
export interface ScenarioSpec {
  /**
   * Which cores, as the paper writes them (`1large`, `3med`, `1large1med`, `4small`), or the accelerator: `gpu`, `dsp` or `npu`; `whole` where
   * others measured a device of which they do not tell what executes.
   */
  readonly coreSet: string;
  readonly threads: number;
  readonly precision: ScenarioPrecision;
  readonly delegate: Delegate;
  /** Of a black box, which one: the campaign's file says under this name what it is. */
  readonly delegateName?: string;
  /** Version of the runtime inside the benchmark tool, as `parseRuntimeVersion` reads it: `2.15`, `2.20-rc0`, `litert-2.1`. */
  readonly runtimeVersion: string;
}

/** What networks may run on in the place of a CPU's cores. */
export const accelerators = ['gpu', 'dsp', 'npu'] as const;

const coreSets = `whole|${accelerators.join('|')}|(?:[1-9][0-9]?(?:large|med|small))+`;

/** One or more clusters with their numbers of cores (`1large`, `1large1med`), an accelerator, or `whole`. */
export const coreSetPattern = new RegExp(`^(?:${coreSets})$`);

const delegateNames = '[a-z0-9][a-z0-9_]{0,39}';

/** What a black box may be called: no letters that mean something in keys, file names or addresses. */
export const delegateNamePattern = new RegExp(`^${delegateNames}$`);

const keyPattern = new RegExp(
  `^(?<coreSet>${coreSets})-t(?<threads>[1-9][0-9]?)-(?<precision>${scenarioPrecisions.join('|')})` +
    `-(?:(?<known>builtin|xnnpack|gpu)|(?<blackBox>${blackBoxes.join('|')})(?:\\.(?<delegateName>${delegateNames}))?)` +
    '-(?<runtimeVersion>[a-z0-9][a-z0-9.-]*)$',
);

/** The readable, unique key of a scenario, e.g. `1large-t1-float32-builtin-2.15`, `dsp-t1-int8-external.qnn_htp-2.17`. */
export function scenarioKey(spec: ScenarioSpec): string {
  const name = spec.delegateName === undefined ? '' : `.${spec.delegateName}`;
  return `${spec.coreSet}-t${spec.threads}-${spec.precision}-${spec.delegate}${name}-${spec.runtimeVersion}`;
}

/** Why nothing can be measured in a scenario on any phone; `undefined` where it makes sense. */
export function contradictionIn(scenario: ScenarioSpec): string | undefined {
  const { coreSet, delegate, precision } = scenario;
  if (coreSet === 'whole') return 'others’ measurements of a whole device can be read, and none are made';
  if (isBlackBox(delegate)) return contradictionInBlackBox(scenario);
  if (coreSet === 'gpu' && delegate !== 'gpu')
    return `${delegate} does not run on the GPU; the delegate gpu does`;
  if (coreSet !== 'gpu' && delegate === 'gpu') return 'the delegate gpu runs on the GPU: its cores are "gpu"';
  if (delegate !== 'gpu' && isAccelerator(coreSet))
    return `${delegate} does not run on a ${coreSet}; ${blackBoxes.join(', ')} do`;
  if (precision === 'float16' && delegate === 'builtin') {
    return 'built-in kernels compute float32 networks in float32; float16 is for the delegates xnnpack and gpu';
  }
  return undefined;
}

function contradictionInBlackBox(scenario: ScenarioSpec): string | undefined {
  const { coreSet, delegate, delegateName, precision } = scenario;
  if (!isAccelerator(coreSet))
    return `${delegate} runs on an accelerator: its cores are ${accelerators.join(', ')}`;
  if (delegate === 'external' && delegateName === undefined)
    return 'there are many external delegates: write which, as external.NAME, and say what NAME is under "delegates"';
  if (delegate === 'npu') return contradictionInNpu(scenario);
  if (delegate !== 'hexagon') return undefined;
  if (coreSet !== 'dsp') return 'hexagon is a DSP: its cores are "dsp"';
  // TFLite's delegates/hexagon takes quantized operations alone.
  return ['int8', 'uint8'].includes(precision) ? undefined : 'hexagon computes int8 and uint8 networks only';
}

/** The first version of LiteRT whose own tool has all flags that a run on an NPU needs. */
const firstNpuVersion = 'litert-2.1';

function contradictionInNpu({ coreSet, delegateName, runtimeVersion }: ScenarioSpec): string | undefined {
  if (coreSet !== 'npu') return 'npu is an NPU: its cores are "npu"';
  if (delegateName === undefined)
    return 'an NPU is reached through a vendor’s library: write which, as npu.NAME, and say what NAME is under "delegates"';
  const level = isTfliteVersion(runtimeVersion) ? featureLevel(parseRuntimeVersion(runtimeVersion)) : 0;
  if (level >= featureLevel(parseRuntimeVersion(firstNpuVersion))) return undefined;
  return `npu is for benchmark_litert_model of ${firstNpuVersion} and later`;
}

function isAccelerator(coreSet: string): boolean {
  return accelerators.some((accelerator) => accelerator === coreSet);
}

/** Reads a key that {@link scenarioKey} wrote; `undefined` for any other text. */
export function parseScenarioKey(key: string): ScenarioSpec | undefined {
  const groups = keyPattern.exec(key)?.groups;
  if (groups === undefined || !isRuntimeVersion(groups['runtimeVersion'] ?? '')) return undefined;
  const { coreSet, threads, precision, known, blackBox, delegateName, runtimeVersion } = groups;
  return {
    coreSet: coreSet as string,
    threads: Number(threads),
    precision: precision as ScenarioPrecision,
    delegate: (known ?? blackBox) as Delegate,
    ...(delegateName !== undefined && { delegateName }),
    runtimeVersion: runtimeVersion as string,
  };
}
