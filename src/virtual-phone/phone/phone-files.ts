import { randomUUID } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { coreCountOf, fixedKernelFiles } from './kernel-files.js';
import { sedScript } from './path-mapping.js';
import type { PhonePaths } from './phone-paths.js';
import type { Profile } from './profile-schema.js';
import { StateFiles } from './state-files.js';

/** What a phone's file system is made from. */
export interface PhoneFilesOptions {
  readonly profile: Profile;
  readonly serial: string;
  readonly paths: PhonePaths;
  /** Directory of the commands that a phone has and this machine has not, or not in the phone's way. */
  readonly commandsDirectory: string;
}

/** Writes what is there when a phone has booted. What was pushed to it before stays. */
export function writePhoneFiles({ profile, serial, paths, commandsDirectory }: PhoneFilesOptions): void {
  for (const directory of ['data/local/tmp', 'sdcard', 'system/bin', 'vendor/lib64']) {
    mkdirSync(join(paths.root, directory), { recursive: true });
  }
  // Settings and the like do not survive a boot: a phone under test starts from its profile.
  rmSync(paths.state, { recursive: true, force: true });
  mkdirSync(paths.state, { recursive: true });
  const commands = join(paths.root, 'system/bin');
  for (const name of readdirSync(commandsDirectory)) {
    copyFileSync(join(commandsDirectory, name), join(commands, name));
    chmodSync(join(commands, name), 0o755);
  }
  // The phone's processor is Node: what a benchmark binary's first line asks for is this one.
  rmSync(join(commands, 'node'), { force: true });
  symlinkSync(process.execPath, join(commands, 'node'));

  new StateFiles(paths.root).write({
    ...fixedKernelFiles(profile),
    'proc/sys/kernel/random/boot_id': `${randomUUID()}\n`,
  });
  new StateFiles(paths.state).write({
    ...propertyFiles({ ...profile.properties, 'ro.serialno': serial, 'ro.boot.serialno': serial }),
    'core-count': `${coreCountOf(profile)}\n`,
    wakefulness: 'Awake\n',
    'paths.sed': sedScript(paths.root),
  });
}

/** `rm -rf /data/local/tmp/*` */
export function wipeSharedFolder(paths: PhonePaths): void {
  const folder = paths.hostPath('/data/local/tmp');
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
}

/** What all files below a folder take. */
export function bytesBelow(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).reduce((sum, entry) => {
    const status = entry.isFile()
      ? statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })
      : undefined;
    return sum + (status?.size ?? 0);
  }, 0);
}

/** Says whether Android has come up: adbd answers some time before. */
export function writeBootCompleted(paths: PhonePaths, completed: boolean): void {
  new StateFiles(paths.state).write(propertyFiles({ 'sys.boot_completed': completed ? '1' : '' }));
}

function propertyFiles(properties: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [`properties/${name}`, `${value}\n`]),
  );
}
