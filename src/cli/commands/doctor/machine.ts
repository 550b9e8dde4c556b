import { access, readdir, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

import { runCommand } from '../../../platform/process/run-command.js';
import type { Finding } from './finding.js';

/** The oldest Node.js that runs this program, as package.json says. */
const oldestNode = [20, 19] as const;

/** @param version as `process.versions.node` tells it */
export function nodeFinding(version: string): Finding {
  const subject = 'Node.js';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) {
    return { subject, level: 'ok', message: version };
  }
  const remedy = `Install Node.js ${oldestNode.join('.')} or later.`;
  return { subject, level: 'failed', message: `${version} is too old`, remedy };
}

const gibibyte = 2 ** 30;
/** Below these, a farm soon stands still; or ought to be told. */
const diskLimits = { failedBytes: gibibyte / 2, warningBytes: 5 * gibibyte };

/** How much room there is where the farm writes: for its database where that is embedded, and for logs. */
export async function diskFinding(directory: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(await nearestFolder(directory));
  return roomFinding(directory, bavail * bsize);
}

export function roomFinding(directory: string, freeBytes: number): Finding {
  const message = `${(freeBytes / gibibyte).toFixed(1)} GiB free for ${directory}`;
  const { failedBytes, warningBytes } = diskLimits;
  const level = freeBytes < failedBytes ? 'failed' : freeBytes < warningBytes ? 'warning' : 'ok';
  if (level === 'ok') return { subject: 'disk', level, message };
  const remedy = 'Make room: "farm prune" removes old raw outputs; or choose another FARM_DATA_DIR.';
  return { subject: 'disk', level, message, remedy };
}

async function nearestFolder(directory: string): Promise<string> {
  try {
    await access(directory);
    return directory;
  } catch {
    return nearestFolder(dirname(directory));
  }
}

export interface AdbCheck {
  /** The program to run. */
  readonly program: string;
  /** Whether this machine is to measure. */
  readonly isWorker: boolean;
}

/** Needed only where phones are plugged in. */
export async function adbFinding({ program, isWorker }: AdbCheck): Promise<Finding> {
  const subject = 'adb';
  const remedy = 'Install it where phones are plugged in (Debian: apt-get install adb), or name it in PATH.';
  const missing = isWorker ? 'failed' : 'skipped';
  try {
    const { exitCode, stdout } = await runCommand(program, ['version']);
    const [message = ''] = stdout.split('\n', 1);
    if (exitCode === 0) return { subject, level: 'ok', message };
    return { subject, level: missing, message: `"${program} version" failed`, remedy };
  } catch {
    const message = isWorker ? 'not found' : 'not found; needed only where phones are plugged in';
    return { subject, level: missing, message, ...(isWorker && { remedy }) };
  }
}

const rulesFolders = ['/etc/udev/rules.d', '/run/udev/rules.d', '/usr/lib/udev/rules.d', '/lib/udev/rules.d'];

/** On Linux nobody but root may open a phone over USB unless a rule says so. */
export async function udevFinding(folders: readonly string[] = rulesFolders): Promise<Finding> {
  const subject = 'udev rules';
  const names = await Promise.all(folders.map((folder) => readdir(folder).catch((): string[] => [])));
  const rules = names.flat().find((name) => /android/i.test(name) && name.endsWith('.rules'));
  if (rules !== undefined) return { subject, level: 'ok', message: rules };
  return {
    subject,
    level: 'warning',
    message: 'none for phones: over USB they may be listed as "no permissions"',
    remedy:
      'Install them (Debian: apt-get install android-sdk-platform-tools-common), and join the group plugdev.',
  };
}
