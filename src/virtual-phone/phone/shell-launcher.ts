import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ShellProcess } from '../adbd/shell/shell-service.js';
import { mapCommand, RootRemover } from './path-mapping.js';
import type { PhonePaths } from './phone-paths.js';
import { processesWith, signalProcess } from './processes.js';

/** Where the commands of this machine are found that a phone has as well: `rm`, `sha256sum`, `sed`. */
const hostPath = '/usr/local/bin:/usr/bin:/bin';

/** A built-in `kill` would reach any process of this machine. */
const prelude = 'kill() { "$VIRTUAL_PHONE_ROOT/system/bin/kill" "$@"; }\n';

/** Changes what a command prints on its way to the host. */
export type OutputFilter = (data: Buffer) => Buffer;

export interface ShellLauncherOptions {
  readonly paths: PhonePaths;
  /** A folder of this machine with the phone's own `sh` and tools; without it they are this machine's. */
  readonly programs?: string;
  /** A command has been started. @returns how to change its output. */
  readonly onStart: (commandText: string, processId: number) => OutputFilter | undefined;
}

/** Starts the phone's shells, and knows which still run. */
export class ShellLauncher {
  private readonly running = new Map<number, ChildProcess>();

  constructor(private readonly options: ShellLauncherOptions) {}

  /** Ids of the shells that run. */
  get processIds(): number[] {
    return [...this.running.keys()];
  }

  readonly start = (commandText: string): ShellProcess => {
    const { paths } = this.options;
    const mapped = mapCommand(commandText, paths.root);
    // Without a command the shell reads commands, which name paths of the phone as well.
    const text = mapped.trim() === '' ? 'exec sh' : mapped;
    const environment = shellEnvironment(this.options);
    const child = spawn(environment.VIRTUAL_PHONE_SHELL, ['-c', prelude + text], {
      cwd: paths.root,
      env: environment,
      // A session of its own, as adbd gives it: a hang-up reaches all that the shell has started.
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    return this.follow(commandText, child);
  };

  /** Ends all shells and what they have started, also what has outlived its shell. */
  killAll(): void {
    for (const processId of this.running.keys()) signalProcess(-processId, 'SIGKILL');
    for (const processId of processesWith(`VIRTUAL_PHONE_ROOT=${this.options.paths.root}`)) {
      signalProcess(processId, 'SIGKILL');
    }
  }

  private follow(commandText: string, child: ChildProcess): ShellProcess {
    const processId = child.pid ?? 0;
    if (processId > 0) this.running.set(processId, child);
    const exitStatus = new Promise<number>((resolve) => {
      child.once('error', () => resolve(127));
      child.once('close', (code, signal) => {
        this.running.delete(processId);
        resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
      });
    });
    const filter = this.options.onStart(commandText, processId);
    const { stdin, stdout, stderr } = child as ChildProcess & { stdout: Readable; stderr: Readable };
    stdin?.on('error', () => undefined);
    const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
    return {
      stdout: this.output(stdout, filter),
      stderr: this.output(stderr, filter),
      writeStdin: (data) =>
        new Promise((resolve) => {
          if (stdin?.writable !== true) resolve();
          else stdin.write(data, () => resolve());
        }),
      endStdin: () => stdin?.end(),
      hangUp: (scope) => {
        if (hasEnded() || processId === 0) return;
        if (scope === 'shell') child.kill('SIGHUP');
        else signalProcess(-processId, 'SIGHUP');
      },
      exitStatus,
    };
  }

  private async *output(source: Readable, filter: OutputFilter | undefined): AsyncGenerator<Buffer> {
    const remover = new RootRemover(this.options.paths.root);
    const passed = (data: Buffer): Buffer => (filter === undefined ? data : filter(data));
    for await (const chunk of source) {
      const data = remover.push(chunk as Buffer);
      if (data.length > 0) yield passed(data);
    }
    const rest = remover.end();
    if (rest.length > 0) yield passed(rest);
  }
}

function shellEnvironment({ paths, programs }: ShellLauncherOptions) {
  const toolsPath = programs === undefined ? hostPath : `${programs}:${hostPath}`;
  return {
    PATH: `${paths.root}/system/bin:${toolsPath}`,
    HOME: paths.root,
    PWD: paths.root,
    TMPDIR: paths.hostPath('/data/local/tmp'),
    LC_ALL: 'C',
    USER: 'shell',
    ANDROID_ROOT: paths.hostPath('/system'),
    ANDROID_DATA: paths.hostPath('/data'),
    EXTERNAL_STORAGE: paths.hostPath('/sdcard'),
    VIRTUAL_PHONE_ROOT: paths.root,
    VIRTUAL_PHONE_STATE: paths.state,
    VIRTUAL_PHONE_SHELL: programs === undefined ? '/bin/sh' : join(programs, 'sh'),
    VIRTUAL_PHONE_HOST_PATH: toolsPath,
    VIRTUAL_PHONE_MACHINE_PATH: hostPath,
    VIRTUAL_PHONE_PID: String(process.pid),
    VIRTUAL_PHONE_CLOCK_FILE: `${paths.state}/clock`,
  };
}
