import { coreUse, foreignCpuShare, leastForeignShare } from './processor-times.js';
import type { CoreUse, ProcessorUse } from './processor-times.js';

/** Told the share of the cores that others took, once it is known; `undefined` when it will not be. */
export type ShareListener = (foreignShare: number | undefined) => void;

interface Execution {
  readonly use: CoreUse;
  readonly tell: ShareListener;
}

interface Vouching {
  readonly use: CoreUse;
  readonly untilMs: number;
}

export interface SharedCoresOptions {
  /** Milliseconds, monotonic. */
  readonly nowMs: () => number;
  /** Share of the cores from which on an execution counts as contended. */
  readonly contendedFrom: number;
}

/** For so long executions that had their cores to themselves vouch for a few short ones after them. */
const vouchingMs = 30_000;
/** More are not kept. */
const mostVouching = 32;

/**
 * Knows what part of a phone's cores other programs took while the tool was executed. Executions that are too short to say by themselves
 * are taken together with their neighbours on the same cores, until they say something; what lies between them, such as pushing files,
 * is not counted. The last ones of a job, where they are too few, are taken together with as few as it takes of the ones before, if those had the
 * cores to themselves a moment ago.
 */
export class SharedCores {
  readonly #options: SharedCoresOptions;
  #cores = '';
  #open: Execution[] = [];
  /** The executions that were last known to have had their cores to themselves, and until when each vouches for others. */
  #fair: { readonly cores: string; readonly vouching: readonly Vouching[] } | undefined;

  constructor(options: SharedCoresOptions) {
    this.#options = options;
  }

  /** Adds an execution; `cpus` are the cores that it was pinned to. `tell` is called once: now, or in one of the next calls. */
  add(use: ProcessorUse | undefined, cpus: readonly number[] | undefined, tell: ShareListener): void {
    const cores = cpus?.join() ?? 'all';
    if (cores !== this.#cores) this.conclude();
    this.#cores = cores;
    const ofCores = use === undefined ? undefined : coreUse(use, cpus);
    if (ofCores === undefined) {
      tell(undefined);
      return;
    }
    // One that is long enough speaks for itself, and for no other.
    const alone = foreignCpuShare([ofCores]);
    if (alone === undefined) this.#open.push({ use: ofCores, tell });
    else {
      tell(alone);
      this.#remember([ofCores], alone);
    }
    const together = foreignCpuShare(this.#open.map(({ use }) => use));
    if (together !== undefined) this.#tellOpen(together);
  }

  /** Nothing is added soon: tells of all that wait for others what can be said of them. */
  conclude(): void {
    if (this.#open.length > 0) this.#tellOpen(foreignCpuShare(this.#openAndFewestBefore()));
  }

  /** Nothing that was seen of the phone before says anything of it now. */
  forget(): void {
    this.conclude();
    this.#fair = undefined;
  }

  #openAndFewestBefore(): CoreUse[] {
    const uses = this.#open.map(({ use }) => use);
    const before = this.#vouching().map(({ use }) => use);
    while (before.length > 0 && foreignCpuShare(uses) === undefined) uses.unshift(before.pop() as CoreUse);
    return uses;
  }

  #vouching(): readonly Vouching[] {
    if (this.#fair?.cores !== this.#cores) return [];
    const nowMs = this.#options.nowMs();
    return this.#fair.vouching.filter(({ untilMs }) => nowMs <= untilMs);
  }

  /** A short execution that was contended by itself is, whatever its neighbours were. */
  #tellOpen(together: number | undefined): void {
    const told = this.#open;
    this.#open = [];
    const { contendedFrom } = this.#options;
    for (const { use, tell } of told) {
      const least = leastForeignShare([use]);
      tell(least > contendedFrom ? Math.max(least, together ?? 0) : together);
    }
    if (together === undefined) return;
    this.#remember(
      told.map(({ use }) => use),
      together,
    );
  }

  #remember(uses: readonly CoreUse[], foreignShare: number): void {
    const { contendedFrom, nowMs } = this.#options;
    const isFair = foreignShare <= contendedFrom;
    const untilMs = nowMs() + vouchingMs;
    const vouching = [...this.#vouching(), ...uses.map((use) => ({ use, untilMs }))].slice(-mostVouching);
    this.#fair = isFair ? { cores: this.#cores, vouching } : undefined;
  }
}
