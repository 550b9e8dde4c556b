// `npm test [-- FILES]`: runs the tests in a temporary folder of their own, below which everything is that they write, and has
// a process that outlives this one (test-cleanup.js) end and remove whatever they leave, however they end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const chosen = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'farm-test-'));
// The database of the tests runs as a user of its own where they run as root.
chmodSync(folder, 0o711);

const cleanup = spawn(process.execPath, [join(root, 'scripts', 'test-cleanup.js'), folder], {
  // Its input ends when this process does; an interruption from the terminal does not reach it.
  detached: true,
  stdio: ['pipe', 'inherit', 'inherit'],
});
const cleaned = once(cleanup, 'exit');

if (chosen.length === 0) {
  console.log(
    'All tests: 12 to 14 minutes on two cores of their own, two or three times that on a busy machine.',
  );
}
const tests = spawn(
  process.execPath,
  [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...chosen],
  {
    stdio: 'inherit',
    env: { ...process.env, TMPDIR: folder },
  },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => tests.kill(signal));
const [code, signal] = await once(tests, 'exit');
cleanup.stdin.end();
await cleaned;
process.exitCode = code ?? 128 + constants.signals[signal];
