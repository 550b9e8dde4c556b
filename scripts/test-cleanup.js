// Usage: node scripts/test-cleanup.js FOLDER
// Waits until its input ends, then ends all processes that have FOLDER in their environment, command line or working directory,
// and removes it. Where there is no /proc, it only removes the folder.
import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const folder = process.argv[2];
if (folder === undefined) {
  console.error('Usage: node scripts/test-cleanup.js FOLDER');
  process.exit(2);
}

function read(readOne) {
  try {
    return String(readOne());
  } catch {
    // The process has ended, or is somebody else's.
    return '';
  }
}

/** Ids of the processes that the tests started, or that something did which they started. */
function left() {
  const ids = read(() => readdirSync('/proc').join(' ')).match(/\b\d+\b/g) ?? [];
  return ids.map(Number).filter((id) => {
    if (id === process.pid) return false;
    const signs = [
      () => readlinkSync(`/proc/${id}/cwd`),
      () => readFileSync(`/proc/${id}/cmdline`),
      () => readFileSync(`/proc/${id}/environ`),
    ];
    return signs.some((sign) => read(sign).includes(folder));
  });
}

function signalAll(ids, signal) {
  for (const id of ids) read(() => process.kill(id, signal));
}

for await (const chunk of process.stdin) void chunk;
const found = left();
if (found.length > 0) {
  console.log(`Ending ${found.length} processes that the tests left.`);
  signalAll(found, 'SIGTERM');
  for (let wait = 0; wait < 20 && left().length > 0; wait++) await delay(100);
  for (let again = left(); again.length > 0; again = left()) {
    signalAll(again, 'SIGKILL');
    await delay(20);
  }
}
rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
