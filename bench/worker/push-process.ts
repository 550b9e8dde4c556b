/** Pushes megabytes to a phone through the ADB module, in a process of its own: `push-process.ts ADB-PORT ADB-SERIAL MEGABYTES`. */
import { systemClock } from '../../src/platform/index.js';
import { AdbPhone, AdbServer } from '../../src/worker/adb/index.js';

/** What the push took. */
export interface PushReport {
  readonly seconds: number;
  /** Resident memory above what it was before, at its highest, in MB of 1,000,000 bytes. */
  readonly growthMb: number;
}

const [adbPort, adbSerial = '', megabytes] = process.argv.slice(2);
const chunkBytes = 1_000_000;

/** As a file is read: a chunk at a time, when it is asked for. */
async function* contentOf(count: number): AsyncGenerator<Uint8Array> {
  for (let chunk = 0; chunk < count; chunk += 1) yield await Promise.resolve(Buffer.alloc(chunkBytes, chunk));
}

async function push(): Promise<PushReport> {
  const phone = new AdbPhone(
    new AdbServer({ host: '127.0.0.1', port: Number(adbPort) }, systemClock),
    adbSerial,
  );
  const path = '/data/local/tmp/bench-push';
  await phone.push([{ path, content: contentOf(2) }]);
  const beforeBytes = process.memoryUsage.rss();
  let highestBytes = beforeBytes;
  const watch = setInterval(() => {
    highestBytes = Math.max(highestBytes, process.memoryUsage.rss());
  }, 20);
  const startedAtMs = performance.now();
  await phone.push([{ path, content: contentOf(Number(megabytes)) }]);
  clearInterval(watch);
  const seconds = (performance.now() - startedAtMs) / 1000;
  return { seconds, growthMb: (highestBytes - beforeBytes) / 1e6 };
}

process.send?.(await push());
process.disconnect();
