import { open } from 'node:fs/promises';
import type { Duplex, Readable } from 'node:stream';

import { NodeSSH } from 'node-ssh';
import type { ClientChannel, TcpConnectionDetails } from 'ssh2';

import type { Clock } from '../../../platform/index.js';
import { isFarmError } from '../../../platform/errors.js';
import { shellWords } from '../../adb/index.js';
import { hostError } from '../errors.js';
import { hostKeyFingerprint } from './host-key.js';
import { inPosixShell, printedByScript } from './host-shell.js';
import { Slots } from './slots.js';
import { sshAddress, type SshTarget } from './ssh-target.js';

export interface SshLimits {
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

export interface RemoteResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** OpenSSH allows 10 sessions on one connection (MaxSessions); the rest is left to tunnels and transfers. */
const parallelCommands = 6;
const connectDeadlineMs = 20_000;
const defaultDeadlineMs = 30_000;

/** How soon a link that says nothing counts as lost. */
export interface Keepalive {
  /** Time between probes. Default 5 s. */
  readonly intervalMs: number;
  /** So many probes without an answer end the link. Default 3. */
  readonly probes: number;
}

const defaultKeepalive: Keepalive = { intervalMs: 5_000, probes: 3 };

/**
 * One SSH connection to a worker host whose key is pinned. Every call ends: with its result, at its deadline (HOST_TIMEOUT),
 * when its signal aborts, or when the link is lost (HOST_LOST). Nothing here is retried; a lost session stays lost.
 */
export class SshSession {
  /** Settles, never rejects, with the reason when the link is gone, whoever ended it. */
  readonly lost: Promise<Error>;
  readonly #slots = new Slots(parallelCommands);

  private constructor(
    readonly target: SshTarget,
    private readonly ssh: NodeSSH,
    private readonly clock: Clock,
  ) {
    this.lost = new Promise((resolve) => {
      const end = (reason: string) => resolve(hostError('HOST_LOST', `${sshAddress(target)}: ${reason}`));
      this.ssh.connection?.on('error', (error: Error) => end(error.message));
      this.ssh.connection?.on('close', () => end('the connection closed'));
    });
  }

  /**
   * Opens a connection. Throws HOST_KEY_MISMATCH when the machine is not the pinned one, HOST_AUTH_FAILED when it does not
   * accept our key, HOST_UNREACHABLE otherwise.
   */
  static async connect(
    target: SshTarget,
    clock: Clock,
    keepalive: Keepalive = defaultKeepalive,
  ): Promise<SshSession> {
    const ssh = new NodeSSH();
    let presented: string | undefined;
    try {
      await ssh.connect({
        host: target.host,
        port: target.port,
        username: target.user,
        privateKeyPath: target.keyPath,
        readyTimeout: connectDeadlineMs,
        keepaliveInterval: keepalive.intervalMs,
        keepaliveCountMax: keepalive.probes,
        hostVerifier: (key: Buffer) => {
          presented = hostKeyFingerprint(key);
          return presented === target.hostKeyPin;
        },
      });
    } catch (cause) {
      ssh.dispose();
      throw connectError(target, presented, cause);
    }
    return new SshSession(target, ssh, clock);
  }

  /**
   * Runs a script of the host's POSIX shell to its end, whatever its exit code and whatever the login shell. `stdin` is sent to it.
   * Throws HOST_UNFIT where the login shell does not let it run, with what that one says.
   */
  async run(
    command: string,
    limits: SshLimits & { readonly stdin?: string | Readable } = {},
  ): Promise<RemoteResult> {
    const result = await this.#slots.use(() =>
      this.#bounded(`\`${command.slice(0, 60)}\``, limits, () =>
        this.ssh.execCommand(
          inPosixShell(command),
          limits.stdin === undefined ? {} : { stdin: limits.stdin },
        ),
      ),
    );
    // ssh2 answers with neither code nor signal when the link broke under the command.
    if (result.code === null) throw await this.#lossOf(result.signal);
    const stdout = printedByScript(result.stdout);
    if (stdout !== undefined) return { code: result.code, stdout, stderr: result.stderr };
    const said = (result.stderr || result.stdout).trim().slice(0, 500) || 'nothing';
    throw hostError(
      'HOST_UNFIT',
      `${sshAddress(this.target)}: its login shell runs no sh, and says: ${said}`,
    );
  }

  /** Runs a command that has to succeed and returns what it printed. Throws HOST_COMMAND_FAILED. */
  async check(
    command: string,
    limits: SshLimits & { readonly stdin?: string | Readable } = {},
  ): Promise<string> {
    const { code, stdout, stderr } = await this.run(command, limits);
    if (code === 0) return stdout;
    const said = (stderr || stdout).trim().slice(-2_000);
    throw hostError('HOST_COMMAND_FAILED', `${sshAddress(this.target)}: exit ${code}: ${said}`, {
      details: { command, code },
    });
  }

  /** Copies a file to the host. The directory must exist. Not by SFTP, which breaks where the login shell prints a greeting. */
  async upload(localPath: string, remotePath: string, limits: SshLimits = {}): Promise<void> {
    const path = shellWords([remotePath]);
    // Opened before it is read: a stream that cannot be opened tells nobody but a listener.
    const file = await open(localPath);
    try {
      const { size } = await file.stat();
      const stdin = file.createReadStream({ autoClose: false });
      const arrived = await this.check(`cat > ${path} && wc -c < ${path}`, { ...limits, stdin });
      if (Number(arrived) === size) return;
      throw hostError(
        'HOST_COMMAND_FAILED',
        `${sshAddress(this.target)}: ${Number(arrived)} of ${size} bytes of ${remotePath} arrived`,
      );
    } finally {
      await file.close();
    }
  }

  /** A stream to a TCP port as the host sees it. */
  async openTcp(port: number, limits: SshLimits = {}): Promise<Duplex> {
    return this.#bounded(`a stream to port ${port}`, limits, () =>
      this.ssh.forwardOut('127.0.0.1', 0, '127.0.0.1', port),
    );
  }

  /** Lets the host reach us: every connection to the returned loopback port of the host is handed to `onStream`. */
  async listenThere(onStream: (stream: Duplex) => void, limits: SshLimits = {}): Promise<number> {
    const accepting = (_details: TcpConnectionDetails, accept: () => ClientChannel) => onStream(accept());
    const { port } = await this.#bounded('a reverse tunnel', limits, () =>
      this.ssh.forwardIn('127.0.0.1', 0, accepting),
    );
    return port;
  }

  /** Ends the connection. What runs on the host goes on. */
  close(): void {
    this.ssh.dispose();
  }

  async #bounded<T>(what: string, limits: SshLimits, action: () => Promise<T>): Promise<T> {
    const { deadlineMs = defaultDeadlineMs, signal } = limits;
    signal?.throwIfAborted();
    const timer = new AbortController();
    const late = this.clock.sleep(deadlineMs, timer.signal).then(() => {
      throw hostError('HOST_TIMEOUT', `${sshAddress(this.target)}: ${what}: no end after ${deadlineMs} ms`);
    });
    const gone = this.lost.then((reason) => Promise.reject(reason));
    const aborted = new Promise<never>((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    for (const promise of [late, gone, aborted]) promise.catch(() => undefined);
    try {
      return await Promise.race([this.#named(what, action()), late, gone, aborted]);
    } finally {
      timer.abort();
    }
  }

  /** Gives what ssh2 rejects with a code: a broken link is a loss, anything else an answer of the host. */
  #named<T>(what: string, result: Promise<T>): Promise<T> {
    return result.catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      const broken = !this.ssh.isConnected() || /ECONNRESET|EPIPE|not connected|no response/i.test(reason);
      const code = broken ? 'HOST_LOST' : 'HOST_COMMAND_FAILED';
      throw hostError(code, `${sshAddress(this.target)}: ${what}: ${reason}`, { cause });
    });
  }

  async #lossOf(signal: string | null): Promise<Error> {
    if (signal !== null) {
      return hostError('HOST_COMMAND_FAILED', `${sshAddress(this.target)}: killed by ${signal}`);
    }
    return Promise.race([this.lost, this.clock.sleep(1_000).then(() => this.#silentLoss())]);
  }

  #silentLoss(): Error {
    return hostError('HOST_LOST', `${sshAddress(this.target)}: the command ended without an exit status`);
  }
}

function connectError(target: SshTarget, presented: string | undefined, cause: unknown): Error {
  if (isFarmError(cause)) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  const address = sshAddress(target);
  if (presented !== undefined && presented !== target.hostKeyPin) {
    const message = `${address} has the host key ${presented}, not the pinned ${target.hostKeyPin}`;
    return hostError('HOST_KEY_MISMATCH', message, { details: { presented, pinned: target.hostKeyPin } });
  }
  if (/authentication|privatekey|private key|ENOENT/i.test(reason)) {
    return hostError('HOST_AUTH_FAILED', `${address}: ${reason}`, { cause });
  }
  return hostError('HOST_UNREACHABLE', `${address}: ${reason}`, { cause });
}
