import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Graph } from '../../src/graph/index.js';

/** A tensor of the runtime; `shape` is comma-separated. */
interface RuntimeTensor {
  readonly name: string;
  readonly shape: string;
  readonly dataType: string;
}

/** An input; what `data` gives can only be filled for the types that JavaScript has arrays of. */
interface InputTensor {
  readonly dataType: string;
  data(): { fill(value: number): unknown };
}

interface Runner {
  GetInputs(): { size(): number; get(index: number): InputTensor };
  GetOutputs(): { size(): number; get(index: number): RuntimeTensor };
  Infer(): boolean;
  GetProfilingSummary(): string;
  delete(): void;
}

interface RuntimeModule {
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  readonly TFLiteWebModelRunner: {
    CreateFromBufferAndOptions(
      pointer: number,
      bytes: number,
      options: { numThreads: number; enableProfiling: boolean; maxProfilingBufferEntries: number },
    ): { ok(): boolean; value(): Runner; errorMessage(): string };
  };
}

type LoadModule = (options: object) => Promise<RuntimeModule>;

/** Types of inputs that are set to 1 before a run: some kernels refuse 0 (RSQRT), or lose the profile with it (WHERE). */
const fillable: readonly string[] = ['float32', 'int8', 'bool'];

/** A profile is lost in less than half of all tries. */
const profileAttempts = 30;

type WasmImports = Readonly<Record<string, Record<string, unknown>>>;

/** What is used of the engine's WebAssembly interface, which the types of Node do not describe. */
interface WasmEngine {
  instantiate(bytes: Uint8Array, imports: WasmImports): Promise<{ readonly instance: unknown }>;
}

const wasmEngine = (globalThis as unknown as { readonly WebAssembly: WasmEngine }).WebAssembly;

/** What the runtime made of a model. */
export interface RuntimeRun {
  /** By position, as the graph lists its outputs. */
  readonly outputs: readonly { readonly shape: readonly number[]; readonly type: string }[];
  /** Types of the top-level profile rows, in order: operators, or delegates. */
  readonly rows: readonly string[];
  /** The whole profile, as the benchmark tool's tables. */
  readonly summary: string;
}

/** TFLite (about 2.12) itself, as WebAssembly. */
export class TfliteRuntime {
  readonly #module: RuntimeModule;
  readonly #log: string[];

  private constructor(module: RuntimeModule, log: string[]) {
    this.#module = module;
    this.#log = log;
  }

  static async load(): Promise<TfliteRuntime> {
    const require = createRequire(import.meta.url);
    const folder = join(require.resolve('@tensorflow/tfjs-tflite/package.json'), '..', 'wasm');
    const log: string[] = [];
    const load = require(join(folder, 'tflite_web_api_cc_simd.js')) as LoadModule;
    const wasm = readFileSync(join(folder, 'tflite_web_api_cc_simd.wasm'));
    const module = await load({
      instantiateWasm: (imports: WasmImports, done: (instance: unknown) => void) => {
        tickClock(imports);
        void wasmEngine.instantiate(wasm, imports).then(({ instance }) => done(instance));
        return {};
      },
      print: (line: string) => log.push(line),
      printErr: (line: string) => log.push(line),
    });
    return new TfliteRuntime(module, log);
  }

  /**
   * Loads a model and runs it once. Throws an Error with the runtime's own words when it refuses. Now and then the
   * runtime loses its profile when an output has no fixed size; it is then asked again.
   */
  run(model: Uint8Array): RuntimeRun {
    let run = this.#load(model);
    for (let attempt = 1; run.rows.length === 0 && attempt < profileAttempts; attempt++)
      run = this.#load(model);
    return run;
  }

  #load(model: Uint8Array): RuntimeRun {
    const module = this.#module;
    this.#log.length = 0;
    const pointer = module._malloc(model.length);
    module.HEAPU8.set(model, pointer);
    const options = { numThreads: 1, enableProfiling: true, maxProfilingBufferEntries: 4096 };
    const made = module.TFLiteWebModelRunner.CreateFromBufferAndOptions(pointer, model.length, options);
    try {
      if (!made.ok()) throw new Error(`${made.errorMessage()}: ${this.#log.join(' / ')}`);
      return this.#runOnce(made.value());
    } finally {
      module._free(pointer);
    }
  }

  #runOnce(runner: Runner): RuntimeRun {
    try {
      const inputs = runner.GetInputs();
      for (let index = 0; index < inputs.size(); index++) {
        const input = inputs.get(index);
        if (fillable.includes(input.dataType)) input.data().fill(1);
      }
      if (!runner.Infer()) throw new Error(this.#log.join(' / '));
      const tensors = runner.GetOutputs();
      const outputs = Array.from({ length: tensors.size() }, (_, index) => {
        const { shape, dataType } = tensors.get(index);
        return { shape: shape === '' ? [] : shape.split(',').map(Number), type: dataType };
      });
      const summary = runner.GetProfilingSummary();
      return { outputs, rows: rowTypes(summary), summary };
    } finally {
      runner.delete();
    }
  }
}

/**
 * The graph with one more operation, whose output's size shows only at run time: the runtime then applies no delegate and
 * runs every operation in its built-in kernel. The operation's row is the last one.
 */
export function withoutDelegate(graph: Graph): Graph {
  const [condition, coordinates] = [graph.tensors.length, graph.tensors.length + 1];
  return {
    ...graph,
    tensors: [
      ...graph.tensors,
      { name: 'condition', shape: [1], type: 'bool' },
      { name: 'coordinates', shape: [0, 1], type: 'int64' },
    ],
    operations: [
      ...graph.operations,
      { operator: 'WHERE', attributes: {}, inputs: [condition], outputs: [coordinates] },
    ],
    inputs: [...graph.inputs, condition],
    outputs: [...graph.outputs, coordinates],
  };
}

/** Types of the rows of the summary's first table, which lists what the interpreter itself ran. */
function rowTypes(summary: string): readonly string[] {
  const [, table = ''] = summary.split(/=+ Run Order =+/);
  const [rows = ''] = table.split(/\n=+ Top by/);
  return rows.split('\n').flatMap((line) => {
    const [type = '', , , , , , , name = ''] = line.trim().split(/\t/);
    return /\]:\d+$/.test(name) ? [type.trim()] : [];
  });
}

/**
 * Gives the module a clock that goes on by a millisecond whenever it is looked at: the profile leaves out operations that
 * took no time, and of these there are none then, on a machine of any speed.
 */
function tickClock(imports: WasmImports): void {
  let nowMs = 0;
  for (const names of Object.values(imports)) {
    for (const [name, value] of Object.entries(names)) {
      if (typeof value === 'function' && value.name === '_emscripten_get_now') names[name] = () => nowMs++;
    }
  }
}
