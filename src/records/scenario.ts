/** How the runtime executes operations: its built-in kernels, the XNNPACK delegate, or the GPU delegate. */
export type Delegate = 'builtin' | 'xnnpack' | 'gpu';

/** Everything but the phone that changes a latency. */
export interface ScenarioSpec {
  /** Which cores, as the paper writes them (`1large`, `3med`, `1large1med`, `4small`), or `gpu`. */
  readonly coreSet: string;
  readonly threads: number;
  readonly precision: 'float32' | 'float16' | 'int8';
  readonly delegate: Delegate;
  /** Version of the runtime inside the benchmark tool: `2.15`, `litert-2.1`. */
  readonly runtimeVersion: string;
}

/** One or more clusters with their numbers of cores (`1large`, `1large1med`), or `gpu`. */
export const coreSetPattern = /^(?:gpu|(?:[1-9][0-9]?(?:large|med|small))+)$/;

const keyPattern =
  /^(?<coreSet>gpu|(?:[1-9][0-9]?(?:large|med|small))+)-t(?<threads>[1-9][0-9]?)-(?<precision>float32|float16|int8)-(?<delegate>builtin|xnnpack|gpu)-(?<runtimeVersion>[a-z0-9][a-z0-9.-]*)$/;

/** The readable, unique key of a scenario, e.g. `1large-t1-float32-builtin-2.15`. */
export function scenarioKey(spec: ScenarioSpec): string {
  return `${spec.coreSet}-t${spec.threads}-${spec.precision}-${spec.delegate}-${spec.runtimeVersion}`;
}

/** Reads a key that {@link scenarioKey} wrote; `undefined` for any other text. */
export function parseScenarioKey(key: string): ScenarioSpec | undefined {
  const groups = keyPattern.exec(key)?.groups;
  if (groups === undefined) return undefined;
  const { coreSet, threads, precision, delegate, runtimeVersion } = groups as Record<string, string>;
  return {
    coreSet: coreSet as string,
    threads: Number(threads),
    precision: precision as ScenarioSpec['precision'],
    delegate: delegate as Delegate,
    runtimeVersion: runtimeVersion as string,
  };
}
