import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe } from 'vitest';

import { genuinePhoneFolder, isFetched } from '../../scripts/genuine-phone/fetch.js';
import { terminate } from '../../src/platform/index.js';
import { changingKernelFiles, fixedKernelFiles } from '../../src/virtual-phone/phone/kernel-files.js';
import type { Profile } from '../../src/virtual-phone/phone/profile-schema.js';
import { serviceReports } from '../../src/virtual-phone/phone/service-reports.js';
import type { ReachablePhone } from './phone-farm.js';

const scripts = fileURLToPath(new URL('../../scripts/genuine-phone/', import.meta.url));
const virtualCommands = fileURLToPath(new URL('../../src/virtual-phone/system/bin/', import.meta.url));
/** What a phone has of Android and not of toybox: the scripts of the virtual phone do. */
const androidCommands = ['cmd', 'df', 'dumpsys', 'getprop', 'input', 'settings', 'svc', 'wm'];
/** AOSP android_filesystem_config.h, AID_SHELL. */
const shellUser = 2000;

/** A phone of which this project wrote neither adbd nor shell nor tools: Debian's builds of Android's own, as uid 2000. */
export interface GenuinePhone extends ReachablePhone {
  /** Where the phone's files lie on this machine. */
  readonly root: string;
  /** Takes the cable out, or puts it in. */
  unplug(out: boolean): Promise<void>;
  /** Ends all that runs; adbd answers again after that time, under another boot id. */
  reboot(downMs: number): Promise<void>;
  /** Sends adbd a signal. Android's init starts one again that ended. */
  signal(name: NodeJS.Signals): Promise<void>;
  stop(): Promise<void>;
}

/** Why there can be no such phone here; `undefined` where there can. */
function obstacle(): string | undefined {
  if (!isFetched()) return 'its packages are not there (node scripts/test-setup.js fetches them)';
  if (availableParallelism() < 2) return 'it wants two cores';
  try {
    execFileSync('unshare', ['-m', '-p', '-n', '-f', 'true'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'this user may not make namespaces';
  }
}

/** Whether this machine can have one. */
export function canBeGenuine(): boolean {
  return obstacle() === undefined;
}

/** `describe` for tests on a genuine phone; where there can be none they are skipped, and the run says why. */
export function describeWithGenuinePhone(title: string, tests: () => void): void {
  const reason = obstacle();
  if (reason === undefined) {
    describe(title, tests);
    return;
  }
  console.warn(`Not tested on Android's own adbd, since ${reason}: ${title}`);
  describe.skip(title, tests);
}

/** Two clusters of one core each: `taskset` here really moves a process, to the first two cores of this machine. */
const profile: Profile = {
  properties: {
    'ro.product.model': 'Genuine adbd',
    'ro.product.name': 'genuine',
    'ro.product.device': 'genuine',
    'ro.product.manufacturer': 'Debian',
    'ro.product.cpu.abilist': 'wasm32-node',
    'ro.soc.model': 'HOST',
    'ro.build.fingerprint': 'debian/genuine/adbd:14/34.0.5-12:user/release-keys',
    'ro.build.version.release': '14',
    'ro.build.version.sdk': '34',
    'sys.boot_completed': '1',
  },
  clusters: [
    { cpus: '0', minFrequencyKhz: 300_000, maxFrequencyKhz: 1_800_000, capacity: 400, slowdown: 1 },
    { cpus: '1', minFrequencyKhz: 500_000, maxFrequencyKhz: 2_800_000, capacity: 1024, slowdown: 1 },
  ],
  memory: { totalMb: 4_096, availableMb: 2_048 },
  storage: { totalMb: 32_768, usedMb: 1_024 },
  battery: { levelPercent: 90, temperatureC: 25, powered: true },
  thermal: {
    ...{ ambientC: 25, heatingCPerBusySecond: 0, coolingHalfLifeSeconds: 1, processorRiseC: 0 },
    throttling: [],
  },
  gpu: 'Nobody, Software, OpenGL ES 3.2',
};

/** Starts a phone in namespaces and a folder of its own. Use it below {@link describeWithGenuinePhone}. */
export async function startGenuinePhone(options: { readonly serial?: string } = {}): Promise<GenuinePhone> {
  const { serial = `GENUINE${randomUUID().slice(0, 8)}` } = options;
  const root = await mkdtemp(join(tmpdir(), 'farm-genuine-phone-'));
  writeFiles(root, serial);
  // adbd listens on every address of its network: it gets one of its own, and this socket is the only way in.
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const child = spawn(
    'unshare',
    [
      ...['--mount', '--pid', '--net', '--fork', '--kill-child', 'sh', join(scripts, 'init.sh')],
      ...[
        join(genuinePhoneFolder, 'usr'),
        root,
        process.execPath,
        join(scripts, 'power.js'),
        root,
        String(port),
      ],
    ],
    { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  await once(child, 'message');
  const order = async (message: object, handle?: typeof server) => {
    const answer = once(child, 'message');
    child.send(message, handle);
    await answer;
  };
  await order({ listen: true }, server);
  server.close();
  return {
    serial,
    root,
    address: { host: '127.0.0.1', port },
    adbSerial: `127.0.0.1:${port}`,
    unplug: (out) => order({ unplug: out }),
    reboot: (downMs) => order({ reboot: downMs }),
    signal: (name) => order({ signal: name }),
    stop: () => end(child, root),
  };
}

async function end(child: ChildProcess, root: string): Promise<void> {
  await terminate(child);
  await rm(root, { recursive: true, force: true });
}

function writeFiles(root: string, serial: string): void {
  const thermal = { batteryC: 25, processorC: 25, slowdown: 1, thermalStatus: 0 };
  const kernel = {
    ...fixedKernelFiles(profile),
    ...changingKernelFiles(profile, thermal, { average: 0.1, isBusy: false, uptimeSeconds: 1_000 }),
  };
  const properties = { ...profile.properties, 'ro.serialno': serial, 'ro.boot.serialno': serial };
  const named = (folder: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values).map(([name, text]) => [`${folder}${name}`, text] as const);
  const files = new Map([
    ...named('', kernel).filter(([path]) => path.startsWith('sys/')),
    ...named('kernel/', kernel).filter(([path]) => path.startsWith('kernel/proc/')),
    ['kernel/proc/sys/kernel/random/boot_id', `${randomUUID()}\n`],
    ...named('.phone/', serviceReports(profile, thermal)),
    ...named('.phone/properties/', properties).map(([path, text]) => [path, `${text}\n`] as const),
    ['etc/passwd', `shell:x:${shellUser}:${shellUser}::/:/system/bin/sh\n`],
    ['etc/group', `shell:x:${shellUser}:\n`],
    ['.phone/wakefulness', 'Awake\n'],
    ['.phone/storage-kb', `${profile.storage.totalMb * 1024} ${profile.storage.usedMb * 1024}\n`],
    ['.phone/free-limit-kb', '-1\n'],
  ]);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  for (const path of ['data/local/tmp', '.phone']) {
    mkdirSync(join(root, path), { recursive: true });
    chownSync(join(root, path), shellUser, shellUser);
  }
  chmodSync(root, 0o755);
  writeCommands(join(root, 'system/bin'));
}

/** As on a phone, every tool of toybox is a link to it, and the shell is mksh. */
function writeCommands(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(join(genuinePhoneFolder, 'usr/toybox'))) {
    if (!androidCommands.includes(name)) symlinkSync('/usr/bin/toybox', join(folder, name));
  }
  symlinkSync('/usr/bin/toybox', join(folder, 'toybox'));
  symlinkSync('/usr/bin/mksh', join(folder, 'sh'));
  for (const name of androidCommands) {
    copyFileSync(join(virtualCommands, name), join(folder, name));
    chmodSync(join(folder, name), 0o755);
  }
}
