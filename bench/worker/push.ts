import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { awaitReadyLine, spawnEntry, systemClock, terminate } from '../../src/platform/index.js';
import { AdbPhone, AdbServer } from '../../src/worker/adb/index.js';
import { printRows } from '../support/benchmark.js';
import { nextMessage, spawnScript } from '../support/child.js';
import type { PushReport } from './push-process.js';

const megabytes = 300;
/** What the phone reads a second: the push takes half a minute. */
const linkBytesPerSecond = 12_000_000;
const ready = z.looseObject({ event: z.literal('ready'), port: z.number() });

/** How resident memory grows while 300 MB go to a phone behind a slow link. */
export async function pushBenchmark(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'farm-bench-'));
  const profile = fileURLToPath(new URL('../../configs/virtual-phones/virtual-fast.yaml', import.meta.url));
  const phone = spawnEntry('virtual-phone/main', [
    ...['--profile', profile, '--serial', 'SLOW', '--root', directory, '--port', '0'],
    ...['--fault', `slow-link:${linkBytesPerSecond}`],
  ]);
  const { port: phonePort } = await awaitReadyLine(phone, ready);
  const adbSerial = `127.0.0.1:${phonePort}`;
  const endpoint = spawnEntry('virtual-phone/adb-server/main', ['--port', '0', '--phone', adbSerial]);
  const { port } = await awaitReadyLine(endpoint, ready);
  try {
    const adbPhone = new AdbPhone(new AdbServer({ host: '127.0.0.1', port }, systemClock), adbSerial);
    while (!(await adbPhone.isAlive())) await systemClock.sleep(100);
    const args = [String(port), adbSerial, String(megabytes)];
    const { seconds, growthMb } = (await nextMessage(
      spawnScript('push-process.ts', import.meta.url, args),
    )) as PushReport;
    printRows([
      {
        measured: `memory growth while ${megabytes} MB are pushed`,
        value: growthMb,
        unit: 'MB',
        wanted: 'below 50',
      },
      { measured: 'what the push took', value: seconds, unit: 's', wanted: 'as the link allows' },
    ]);
  } finally {
    await terminate(endpoint);
    await terminate(phone);
    await rm(directory, { recursive: true, force: true });
  }
}
