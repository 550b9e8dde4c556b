import { setFlagsFromString } from 'node:v8';

/** What this tool uses of the WebAssembly build's own interface (embind). */
export interface TfliteModule {
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  readonly TFLiteWebModelRunner: {
    CreateFromBufferAndOptions(
      pointer: number,
      bytes: number,
      options: { numThreads: number; enableProfiling: boolean; maxProfilingBufferEntries: number },
    ): StatusOrRunner;
  };
}

interface StatusOrRunner {
  ok(): boolean;
  errorMessage(): string;
  value(): EmbindRunner;
  delete(): void;
}

export interface EmbindRunner {
  Infer(): boolean;
  GetInputs(): { size(): number; get(index: number): EmbindTensor };
  GetProfilingSummary(): string;
  delete(): void;
}

export interface EmbindTensor {
  readonly dataType: string;
  data(): Float32Array | Int8Array | Uint8Array | Int32Array;
}

/**
 * What keeps compilation from counting as time of the model: JavaScript is interpreted, so that no
 * thread optimizes it. WebAssembly is compiled on first call, in one tier: quickly until
 * {@link optimizeFromHere}, optimized from then on. So a model's kernels are optimized when they first run, before anything
 * is measured, and code that only sets up costs little.
 */
export function quietEngine(): void {
  setFlagsFromString('--no-opt');
  setFlagsFromString('--no-sparkplug');
  setFlagsFromString('--no-wasm-tier-up');
  setFlagsFromString('--no-wasm-dynamic-tiering');
}

/** WebAssembly functions first called after this are compiled by the optimizing compiler, on this thread. */
export function optimizeFromHere(): void {
  setFlagsFromString('--no-liftoff');
}

/** Lets something compile WebAssembly with the optimizing compiler before all else does so. */
export function compiledToBeFast<Result>(compile: () => Result): Result {
  setFlagsFromString('--no-liftoff');
  try {
    return compile();
  } finally {
    setFlagsFromString('--liftoff');
  }
}

type Glue = (options: object) => Promise<unknown>;
type Imports = Record<string, Record<string, unknown>>;

interface WasmInstance {
  readonly exports: object;
}

/** What is used of the engine's WebAssembly interface, which the types of Node do not describe. */
interface WasmEngine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: Imports) => WasmInstance;
}

const wasmEngine = (globalThis as unknown as { readonly WebAssembly: WasmEngine }).WebAssembly;

export interface TfliteModuleOptions {
  readonly glue: Glue;
  readonly wasm: Uint8Array;
  /** Answers every reading of the clock that the runtime makes, in milliseconds. */
  readonly nowMs: () => number;
  /** Receives each line that the runtime logs. */
  readonly onLine: (line: string) => void;
}

/** Emscripten's name of the one function through which the runtime reads time. */
const clockImport = '_emscripten_get_now';

/** Instantiates the runtime with a clock of the caller's. */
export async function loadTflite({ glue, wasm, nowMs, onLine }: TfliteModuleOptions): Promise<TfliteModule> {
  const module = await glue({
    print: onLine,
    printErr: onLine,
    instantiateWasm: (imports: Imports, done: (instance: WasmInstance) => void) => {
      for (const functions of Object.values(imports)) {
        for (const [key, value] of Object.entries(functions)) {
          if (typeof value === 'function' && value.name === clockImport) functions[key] = nowMs;
        }
      }
      const compiled = new wasmEngine.Module(wasm);
      const instance = new wasmEngine.Instance(compiled, imports);
      done(instance);
      return instance.exports;
    },
  });
  return module as TfliteModule;
}
