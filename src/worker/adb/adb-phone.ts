import { isFarmError } from '../../platform/errors.js';
import { workerError } from '../errors.js';
import type { AdbServer } from './adb-server.js';
import { withDeadline } from './deadline.js';
import type { CallLimits } from './deadline.js';
import { checkedAdbSerial } from './names.js';
import { shellV2, shellWithSentinel } from './shell.js';
import type { ShellOptions, ShellResult } from './shell.js';
import { fileStatus, pullFile, pushFiles } from './sync.js';
import type { PhoneFileStatus, PushFile, TransferOptions } from './sync.js';

/** What can be done to one phone over adb. Every call has a deadline that includes its opening, and ends on its signal. */
export class AdbPhone {
  readonly adbSerial: string;
  readonly #server: AdbServer;
  #knowsShellV2 = true;

  /** Throws ADB_SERIAL_INVALID. */
  constructor(server: AdbServer, adbSerial: string) {
    this.#server = server;
    this.adbSerial = checkedAdbSerial(adbSerial);
  }

  /** Runs a command line to its end, whatever its exit code. Throws PHONE_LOST, ADB_SERVER_LOST, ADB_TIMEOUT, … */
  async shell(commandText: string, options: ShellOptions = {}): Promise<ShellResult> {
    if (this.#knowsShellV2) {
      try {
        return await shellV2(this.#server, this.adbSerial, commandText, options);
      } catch (error) {
        if (!isFarmError(error, 'ADB_REFUSED')) throw error;
      }
    }
    const result = await shellWithSentinel(this.#server, this.adbSerial, commandText, options);
    this.#knowsShellV2 = false;
    return result;
  }

  /** The standard output of a command that must succeed. Throws PHONE_COMMAND_FAILED with what it said when it does not. */
  async read(commandText: string, options: ShellOptions = {}): Promise<string> {
    const result = await this.shell(commandText, options);
    if (result.exitCode === 0) return result.stdout.toString('utf8');
    const said = `${result.stderr.toString('utf8')}${result.stdout.toString('utf8')}`.trim().slice(0, 500);
    throw workerError(
      'PHONE_COMMAND_FAILED',
      `on ${this.adbSerial}, ${commandText} ended with ${result.exitCode}: ${said}`,
      { details: { adbSerial: this.adbSerial, commandText, exitCode: result.exitCode } },
    );
  }

  /** True when the phone runs a command in time. The only proof of health: the adb server lists frozen phones too. */
  async isAlive(limits: CallLimits = {}): Promise<boolean> {
    try {
      return (await this.shell('true', { deadlineMs: 5_000, ...limits })).exitCode === 0;
    } catch {
      return false;
    }
  }

  /** Throws ADB_TIMEOUT where the phone does not run a command in time, or what else keeps it from that: ADB_SERVER_LOST, PHONE_LOST. */
  async checkAlive(limits: CallLimits = {}): Promise<void> {
    await this.shell('true', { deadlineMs: 5_000, ...limits });
  }

  /** See {@link pushFiles}. */
  async push(files: readonly PushFile[], options: TransferOptions = {}): Promise<void> {
    await pushFiles(this.#server, this.adbSerial, files, options);
  }

  /** See {@link pullFile}. */
  async pull(path: string, maxBytes: number, options: TransferOptions = {}): Promise<Buffer> {
    return await pullFile(this.#server, this.adbSerial, path, maxBytes, options);
  }

  /** See {@link fileStatus}. */
  async status(path: string, options: TransferOptions = {}): Promise<PhoneFileStatus | undefined> {
    return await fileStatus(this.#server, this.adbSerial, path, options);
  }

  /** Asks the phone to restart. Resolves when it has taken the request; the phone is lost for a while afterwards. */
  async reboot(limits: CallLimits = {}): Promise<void> {
    const what = `reboot ${this.adbSerial}`;
    await withDeadline(
      this.#server.clock,
      what,
      limits.deadlineMs ?? 10_000,
      limits.signal,
      async (signal) => {
        const stream = await this.#server.openService(this.adbSerial, 'reboot:', signal);
        stream.destroy();
      },
    );
  }
}
