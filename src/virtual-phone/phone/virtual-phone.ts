import { uptime } from 'node:os';
import { AdbdListener } from '../adbd/listener.js';
import type { Emit } from '../control/control-channel.js';
import type { Fault, FaultName } from '../control/fault-table.js';
import { Faults } from '../control/faults.js';
import { letBenchmarksGoOn, strikeBenchmark } from './benchmark-faults.js';
import { PhoneConditions } from './phone-conditions.js';
import { bytesBelow, wipeSharedFolder, writeBootCompleted, writePhoneFiles } from './phone-files.js';
import type { PhonePaths } from './phone-paths.js';
import { processorSecondsOfChildren } from './processes.js';
import type { Profile } from './profile-schema.js';
import { ShellLauncher } from './shell-launcher.js';

/** What `adb` may ask of a phone of Android 10 and later (AOSP transport.cpp). */
const features = ['shell_v2', 'cmd', 'stat_v2', 'ls_v2', 'fixed_push_mkdir'];
/** How often heat, load and clocks are brought up to date. */
const tickMs = 500;

export interface VirtualPhoneOptions {
  readonly profile: Profile;
  readonly serial: string;
  readonly paths: PhonePaths;
  readonly commandsDirectory: string;
  /** A folder with another shell and other tools than this machine's. */
  readonly programs?: string;
  /** TCP port of adbd; 0 lets the system choose. */
  readonly port: number;
  /** Whether hosts have to show a key. Any is accepted. */
  readonly asksForKeys: boolean;
  readonly emit: Emit;
  /** A clock that only rises, in milliseconds. */
  readonly monotonicMs: () => number;
}

/** A phone made of software: its file system, its shells, its heat, and the faults it suffers. */
export class VirtualPhone {
  readonly faults = new Faults();
  private readonly listener: AdbdListener;
  private readonly shells: ShellLauncher;
  private readonly conditions: PhoneConditions;
  private ticker: NodeJS.Timeout | undefined;
  private port: number;
  private pushedBytes = 0;
  private turn = 0;

  constructor(private readonly options: VirtualPhoneOptions) {
    const { paths, emit } = options;
    this.port = options.port;
    this.shells = new ShellLauncher({
      paths,
      ...(options.programs === undefined ? {} : { programs: options.programs }),
      onStart: (commandText, processId) =>
        strikeBenchmark(commandText, processId, this.faults, { unplug: () => void this.unplug(0), emit }),
    });
    this.conditions = new PhoneConditions({
      ...options,
      faults: this.faults,
      busySeconds: () => processorSecondsOfChildren(this.shells.processIds),
      machineUptimeSeconds: uptime,
    });
    this.listener = new AdbdListener({
      address: '127.0.0.1',
      handshake: {
        banner: () => this.banner(),
        keys: () => (this.faults.has('unauthorized') ? 'refuse' : options.asksForKeys ? 'keys' : 'open'),
        isSilent: () => this.faults.has('silent') || this.faults.has('wedge'),
        knownKeys: new Set(),
      },
      services: {
        startShell: this.shells.start,
        hasShell: () => !this.faults.has('no-shell'),
        storage: { ...paths, reserve: (bytes) => this.reserve(bytes) },
        onPushed: (bytes) => this.onPushed(bytes),
        reboot: () => void this.reboot(1000),
        report: (error) => emit({ event: 'internal-error', message: String(error) }),
      },
      onBytes: (count) => (1000 * count) / (this.faults.parameter('slow-link') ?? Infinity),
    });
  }

  /** Boots the phone. @returns the port on which it takes connections. */
  async start(): Promise<number> {
    writePhoneFiles(this.options);
    this.conditions.boot();
    writeBootCompleted(this.options.paths, true);
    this.port = await this.listener.listen(this.port);
    this.ticker = setInterval(() => this.conditions.update(), tickMs);
    return this.port;
  }

  /** Ends all commands that run on the phone. */
  endShells(): void {
    this.shells.killAll();
  }

  /** Switches the phone off for good. */
  async stop(): Promise<void> {
    this.nextTurn();
    clearInterval(this.ticker);
    this.endShells();
    await this.listener.close();
    this.options.paths.release();
  }

  readonly strike = (fault: Fault): void => {
    this.faults.set(fault);
    const actions: Partial<Record<FaultName, () => void>> = {
      unplug: () => void this.unplug(fault.parameter),
      wedge: () => this.listener.freezeConnections(),
      'power-off': () => void this.powerOff(),
      unauthorized: () => this.listener.dropConnections(),
      silent: () => this.listener.dropConnections(),
      hot: () => this.conditions.heatTo(fault.parameter),
      reboot: () => void this.reboot(fault.parameter),
      'wiped-files': () => this.wipe(),
    };
    actions[fault.name]?.();
    this.conditions.update();
  };

  readonly clear = (name?: FaultName): void => {
    const ended = name === undefined ? this.faults.all.map((fault) => fault.name) : [name];
    for (const one of ended) this.faults.clear(one);
    if (ended.includes('wedge') || ended.includes('unauthorized') || ended.includes('silent')) {
      this.listener.dropConnections();
    }
    if (ended.includes('benchmark-hang')) letBenchmarksGoOn(this.shells.processIds);
    if (ended.includes('hot')) this.conditions.heatTo(this.options.profile.battery.temperatureC);
    if (ended.includes('unplug') || ended.includes('power-off')) void this.listenAgain();
    this.conditions.update();
  };

  readonly status = (): object => ({
    serial: this.options.serial,
    port: this.port,
    faults: this.faults.all,
    shells: this.shells.processIds.length,
    pushedBytes: this.pushedBytes,
    ...this.conditions.thermalState,
  });

  /** Restarts: all that runs ends, and adbd answers again after `downMs`, before Android has come up. */
  readonly reboot = async (downMs: number): Promise<void> => {
    const turn = this.nextTurn();
    this.faults.clear('reboot');
    this.options.emit({ event: 'rebooting' });
    this.shells.killAll();
    await this.listener.close();
    await this.sleep(downMs);
    if (turn !== this.turn) return;
    writePhoneFiles(this.options);
    this.conditions.boot();
    await this.listenAgain();
    await this.sleep(downMs / 2);
    if (turn + 1 !== this.turn) return;
    writeBootCompleted(this.options.paths, true);
    this.options.emit({ event: 'booted' });
  };

  private banner(): string {
    const properties = ['ro.product.name', 'ro.product.model', 'ro.product.device'].map(
      (name) => `${name}=${this.options.profile.properties[name] ?? ''}`,
    );
    return `device::${properties.join(';')};features=${features.join(',')}`;
  }

  /** Pulls the cable: what runs on the phone goes on, but for shells, which lose their terminal. */
  private async unplug(backAfterMs: number): Promise<void> {
    const turn = this.nextTurn();
    this.faults.set({ name: 'unplug', parameter: backAfterMs });
    await this.listener.close();
    if (backAfterMs === 0) return;
    await this.sleep(backAfterMs);
    if (turn !== this.turn) return;
    this.faults.clear('unplug');
    await this.listenAgain();
  }

  /** Somebody, or some app, has deleted what lies in the folder that everybody uses. */
  private wipe(): void {
    this.faults.clear('wiped-files');
    wipeSharedFolder(this.options.paths);
  }

  private async powerOff(): Promise<void> {
    this.nextTurn();
    this.shells.killAll();
    await this.listener.close();
  }

  private async listenAgain(): Promise<void> {
    const turn = this.nextTurn();
    await this.listener.close();
    if (turn === this.turn) await this.listener.listen(this.port);
  }

  /** Whatever waits to bring the phone back gives way to what happens to it next. */
  private nextTurn(): number {
    this.turn += 1;
    return this.turn;
  }

  private reserve(bytes: number): boolean {
    const smallMb = this.faults.parameter('small-disk');
    if (smallMb !== undefined && bytesBelow(this.options.paths.hostPath('/data')) + bytes > smallMb * 2 ** 20)
      return false;
    const left = this.faults.parameter('full-disk');
    if (left === undefined) return true;
    if (bytes > left) return false;
    this.faults.set({ name: 'full-disk', parameter: left - bytes });
    return true;
  }

  private onPushed(bytes: number): void {
    const before = this.pushedBytes;
    this.pushedBytes += bytes;
    for (const name of ['unplug-mid-push', 'wedge-mid-push'] as const) {
      const left = this.faults.parameter(name);
      if (left === undefined) continue;
      if (left > this.pushedBytes - before) {
        this.faults.set({ name, parameter: left - bytes });
        continue;
      }
      this.faults.clear(name);
      this.options.emit({ event: 'struck', name });
      this.strike({ name: name === 'unplug-mid-push' ? 'unplug' : 'wedge', parameter: 0 });
    }
  }

  private sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }
}
