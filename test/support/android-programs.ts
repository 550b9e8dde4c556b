import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe } from 'vitest';

import { genuinePhoneFolder, isFetched } from '../../scripts/genuine-phone/fetch.js';

const usr = join(genuinePhoneFolder, 'usr');
const libraries = ['x86_64-linux-gnu', 'x86_64-linux-gnu/android'].map((name) => join(usr, 'lib', name));
const loader = join(usr, 'lib64/ld-linux-x86-64.so.2');

/** `describe` for tests with Android's own shell and tools; where they cannot be had they are skipped, and the run says so. */
export function describeWithAndroidPrograms(title: string, tests: () => void): void {
  if (isFetched() && existsSync(loader)) {
    describe(title, tests);
    return;
  }
  console.warn(`Not tested with Android's own mksh and toybox, since they are not there: ${title}`);
  describe.skip(title, tests);
}

/** A folder with Android's own shell, mksh, as `sh`, and the tools of its toybox, for `--programs` of a virtual phone. */
export function makeAndroidPrograms(): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'farm-android-programs-'));
  const write = (name: string, program: string) => {
    writeFileSync(join(folder, name), launcher(name, join(usr, 'bin', program)));
    chmodSync(join(folder, name), 0o755);
  };
  for (const name of readdirSync(join(usr, 'toybox'))) write(name, 'toybox');
  write('sh', 'mksh');
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** They are built against a later C library than this machine may have: each is started by the loader that came with them. */
function launcher(name: string, program: string): string {
  const words = [loader, '--library-path', libraries.join(':'), '--argv0', name, program];
  const quoted = words.map((word) => `'${word}'`).join(' ');
  return `#!/bin/sh\nexec ${quoted} "$@"\n`;
}
