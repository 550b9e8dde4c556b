/** Virtual phones in one process, which is how many of them fit on a small machine: `phones-process.ts COUNT DIRECTORY`. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { openPhonePaths } from '../../src/virtual-phone/phone/phone-paths.js';
import { readProfile } from '../../src/virtual-phone/phone/read-profile.js';
import { VirtualPhone } from '../../src/virtual-phone/phone/virtual-phone.js';
import { emitLine, runProgram } from '../../src/virtual-phone/run-program.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const [count, directory = '.'] = process.argv.slice(2);

function makePhone(number: number): VirtualPhone {
  const root = join(directory, `phone-${number}`);
  mkdirSync(root, { recursive: true });
  return new VirtualPhone({
    profile: readProfile(join(repository, 'configs/virtual-phones/virtual-fast.yaml')),
    serial: `BENCH${number}`,
    paths: openPhonePaths(root),
    commandsDirectory: join(repository, 'src/virtual-phone/system/bin'),
    port: 0,
    asksForKeys: false,
    emit: () => undefined,
    monotonicMs: () => performance.now(),
  });
}

runProgram(async () => {
  const phones = Array.from({ length: Number(count) }, (_, number) => makePhone(number));
  const ports = await Promise.all(phones.map((phone) => phone.start()));
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  emitLine({ event: 'ready', ports });
  return {
    stop: async () => {
      await Promise.all(phones.map((phone) => phone.stop()));
    },
  };
});
