import type { EmbindRunner, EmbindTensor, TfliteModule } from './tflite-module.js';

/** Thrown when the runtime does not take a model; the runtime's own lines have been logged by then. */
export class ModelRefusedError extends Error {}

/** A model in the runtime, ready to be invoked. */
export class ModelRunner {
  private constructor(
    private readonly module: TfliteModule,
    private readonly runner: EmbindRunner,
    private readonly pointer: number,
  ) {}

  /**
   * Builds the interpreter and allocates its tensors.
   *
   * @param profileEntries how many events the runtime's own profile can hold; it cannot be emptied.
   * @throws ModelRefusedError
   */
  static create(module: TfliteModule, model: Uint8Array, profileEntries: number): ModelRunner {
    const pointer = module._malloc(model.length);
    module.HEAPU8.set(model, pointer);
    const result = module.TFLiteWebModelRunner.CreateFromBufferAndOptions(pointer, model.length, {
      numThreads: 1,
      enableProfiling: true,
      maxProfilingBufferEntries: profileEntries,
    });
    if (!result.ok()) throw new ModelRefusedError(result.errorMessage());
    const runner = result.value();
    result.delete();
    return new ModelRunner(module, runner, pointer);
  }

  /** Fills inputs of real numbers with values in [-0.5, 0.5), as the tool does; others stay zero, so that indices stay valid. */
  fillInputs(random: () => number): void {
    const inputs = this.runner.GetInputs();
    for (let index = 0; index < inputs.size(); index += 1) {
      const tensor: EmbindTensor = inputs.get(index);
      const data = tensor.data();
      if (!(data instanceof Float32Array)) continue;
      for (let element = 0; element < data.length; element += 1) data[element] = random() - 0.5;
    }
  }

  /** @returns whether the runtime executed the graph. */
  invoke(): boolean {
    return this.runner.Infer();
  }

  /** The runtime's own profile as text. May be asked for once: every call counts all events again. */
  summary(): string {
    return this.runner.GetProfilingSummary();
  }

  dispose(): void {
    this.runner.delete();
    this.module._free(this.pointer);
  }
}
