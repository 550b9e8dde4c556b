// By file, for every command reads scenarios, and few need graphs.
import { scenarioPrecisions } from '../graph/precision/scenario-precision.js';
import type { ScenarioPrecision } from '../graph/precision/scenario-precision.js';
import { isRuntimeVersion } from '../graph/runtime-version.js';

/** How the runtime executes operations: its built-in kernels, the XNNPACK delegate, or the GPU delegate. */
export type Delegate = 'builtin' | 'xnnpack' | 'gpu';

/** Everything but the phone that changes a latency. */
export interface ScenarioSpec {
  /** Which cores, as the paper writes them (`1large`, `3med`, `1large1med`, `4small`), or `gpu`. */
  readonly coreSet: string;
  readonly threads: number;
  readonly precision: ScenarioPrecision;
  readonly delegate: Delegate;
  /** Version of the runtime inside the benchmark tool, as `parseRuntimeVersion` reads it: `2.15`, `2.20-rc0`, `litert-2.1`. */
  readonly runtimeVersion: string;
}

/** One or more clusters with their numbers of cores (`1large`, `1large1med`), or `gpu`. */
export const coreSetPattern = /^(?:gpu|(?:[1-9][0-9]?(?:large|med|small))+)$/;

const keyPattern = new RegExp(
  `^(?<coreSet>gpu|(?:[1-9][0-9]?(?:large|med|small))+)-t(?<threads>[1-9][0-9]?)-(?<precision>${scenarioPrecisions.join('|')})` +
    '-(?<delegate>builtin|xnnpack|gpu)-(?<runtimeVersion>[a-z0-9][a-z0-9.-]*)$',
);

/** The readable, unique key of a scenario, e.g. `1large-t1-float32-builtin-2.15`. */
export function scenarioKey(spec: ScenarioSpec): string {
  return `${spec.coreSet}-t${spec.threads}-${spec.precision}-${spec.delegate}-${spec.runtimeVersion}`;
}

/** Why nothing can be measured in a scenario on any phone; `undefined` where it makes sense. */
export function contradictionIn({ coreSet, delegate, precision }: ScenarioSpec): string | undefined {
  if (coreSet === 'gpu' && delegate !== 'gpu')
    return `${delegate} does not run on the GPU; the delegate gpu does`;
  if (coreSet !== 'gpu' && delegate === 'gpu') return 'the delegate gpu runs on the GPU: its cores are "gpu"';
  if (precision === 'float16' && delegate === 'builtin') {
    return 'built-in kernels compute float32 networks in float32; float16 is for the delegates xnnpack and gpu';
  }
  return undefined;
}

/** Reads a key that {@link scenarioKey} wrote; `undefined` for any other text. */
export function parseScenarioKey(key: string): ScenarioSpec | undefined {
  const groups = keyPattern.exec(key)?.groups;
  if (groups === undefined || !isRuntimeVersion(groups['runtimeVersion'] ?? '')) return undefined;
  const { coreSet, threads, precision, delegate, runtimeVersion } = groups as Record<string, string>;
  return {
    coreSet: coreSet as string,
    threads: Number(threads),
    precision: precision as ScenarioPrecision,
    delegate: delegate as Delegate,
    runtimeVersion: runtimeVersion as string,
  };
}
