/** What the runtime's own lines say of a model that it did not take. */
export type Refusal = 'not-a-model' | 'interpreter' | 'tensors';

const delegateCreated = 'INFO: Created TensorFlow Lite XNNPACK delegate for CPU.';

/**
 * The runtime's log. This build sets a model up twice when the first attempt fails, and creates its default delegate even
 * where it does not apply it: what a native build would not say is left out.
 */
export class RuntimeLog {
  private readonly seen = new Set<string>();
  private repeating = false;

  constructor(
    private readonly write: (line: string) => void,
    private readonly defaultDelegate: boolean,
  ) {}

  readonly line = (line: string): void => {
    if (!this.defaultDelegate && line === delegateCreated) return;
    // An empty line belongs to the line before it.
    if (line !== '') {
      this.repeating = this.seen.has(line);
      this.seen.add(line);
    }
    if (!this.repeating) this.write(line);
  };

  /** The build gives one status for every refusal: only the log tells them apart. */
  get refusal(): Refusal {
    const errors = [...this.seen].filter((line) => line.startsWith('ERROR:'));
    if (errors.length === 0) return 'not-a-model';
    return errors.some((line) => /Didn't find op|Registration failed/.test(line)) ? 'interpreter' : 'tensors';
  }
}
