import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { packageFile } from '../../../../src/cli/package-files.js';
import { terminate } from '../../../../src/platform/index.js';
import type { Clock } from '../../../../src/platform/index.js';

export interface KeptProcessOptions {
  readonly name: string;
  /** Of the `farm` command, as it is built. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly clock: Clock;
}

/** An end that nobody had asked for: neither a fault of the plan nor the end of the suite. */
export interface OwnEnd {
  readonly process: string;
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** As systemd's `RestartSec`: what ends is started again after that time. */
const restartAfterMs = 1_000;

/** A `farm` command that is started again whenever it ends, as systemd would. */
export class KeptProcess {
  readonly ownEnds: OwnEnd[] = [];
  readonly #options: KeptProcessOptions;
  #child: ChildProcess | undefined;
  #asked = false;
  #stopped = false;
  #restarted: Promise<void> = Promise.resolve();

  private constructor(options: KeptProcessOptions) {
    this.#options = options;
  }

  static async start(options: KeptProcessOptions): Promise<KeptProcess> {
    const kept = new KeptProcess(options);
    await kept.#launch();
    return kept;
  }

  get name(): string {
    return this.#options.name;
  }

  /** Sends a signal that ends it. Resolves when another has been started. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.#asked = true;
    this.#child?.kill(signal);
    await this.#restarted;
  }

  /**
   * Stops it in the middle of whatever it does, without a word, and starts another in its place. What is returned lets the first go
   * on, beside the other, and ends it a moment later.
   */
  async freezeAndReplace(): Promise<() => Promise<void>> {
    const frozen = this.#child;
    frozen?.kill('SIGSTOP');
    this.#child = undefined;
    await this.#launch();
    return async () => {
      frozen?.kill('SIGCONT');
      await this.#options.clock.sleep(2 * restartAfterMs);
      if (frozen) await terminate(frozen, { graceMs: 20_000 });
    };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#child) await terminate(this.#child, { graceMs: 30_000 });
    await this.#restarted.catch(() => undefined);
    // One that was being started meanwhile.
    if (this.#child) await terminate(this.#child, { graceMs: 30_000 });
  }

  async #launch(): Promise<void> {
    const { name, args, cwd, env } = this.#options;
    const log = await open(join(cwd, `${name}.log`), 'a');
    const tie = pathToFileURL(packageFile('dist/platform/process/exit-with-parent.js')).href;
    const child = spawn(process.execPath, ['--import', tie, packageFile('dist/cli/main.js'), ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', log.fd, log.fd, 'ipc'],
    });
    await log.close();
    this.#child = child;
    this.#asked = false;
    this.#restarted = this.#startAgainAfter(child);
    // A process that is never asked for again must not be an unhandled failure.
    this.#restarted.catch(() => undefined);
  }

  async #startAgainAfter(child: ChildProcess): Promise<void> {
    const [exitCode, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
      child.once('exit', (code, by) => resolve([code, by]));
    });
    // The frozen one has a successor already.
    if (this.#stopped || this.#child !== child) return;
    if (!this.#asked) this.ownEnds.push({ process: this.name, exitCode, signal });
    await this.#options.clock.sleep(restartAfterMs);
    // Set while this waited.
    if (!(this.#stopped as boolean)) await this.#launch();
  }
}
