import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

import { describe } from 'vitest';

/** Programs that some tests need, and the Debian packages they come in (scripts/test-setup.js installs them). */
const packages = {
  'redis-server': 'redis-server',
  adb: 'adb',
  sshd: 'openssh-server',
  python3: 'python3',
  chromium: 'chromium',
  fish: 'fish',
  tcsh: 'tcsh',
  zsh: 'zsh',
  promtool: 'prometheus',
  'systemd-analyze': 'systemd',
} as const;

export type SystemProgram = keyof typeof packages;

/** The full path of a program; undefined when it is not installed. */
export function findProgram(program: SystemProgram): string | undefined {
  const directories = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return directories.map((directory) => join(directory, program)).find(isExecutable);
}

/** `describe` for tests that need a program; where it is missing they are skipped, and the run says so. */
export function describeWith(program: SystemProgram, title: string, tests: () => void): void {
  if (findProgram(program) !== undefined) {
    describe(title, tests);
    return;
  }
  console.warn(`Not tested without ${program} (Debian: apt-get install ${packages[program]}): ${title}`);
  describe.skip(title, tests);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
