import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runCommand } from '../../../platform/index.js';
import { cliError } from '../../errors.js';
import { packageFile } from '../../package-files.js';

/** Makes this program's own package with `npm pack`, as it is installed on worker hosts, and returns its path. */
export async function packOwnPackage(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'latency-farm-'));
  const args = ['pack', '--ignore-scripts', '--silent', '--pack-destination', directory];
  const { exitCode, stdout, stderr } = await runCommand('npm', args, { cwd: packageFile('.') });
  const file = stdout.trim().split('\n').at(-1);
  if (exitCode === 0 && file !== undefined && file !== '') return join(directory, file);
  throw cliError('PACKAGE_NOT_MADE', `npm pack ended with ${String(exitCode)}: ${stderr.trim().slice(-500)}`);
}
