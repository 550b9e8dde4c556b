/** Entry point of the virtual phone: see docs/guides/virtual-phone.md. */
import { fileURLToPath } from 'node:url';
import { ControlChannel } from './control/control-channel.js';
import { parsePhoneArguments } from './phone/command-line.js';
import { openPhonePaths } from './phone/phone-paths.js';
import { readProfile } from './phone/read-profile.js';
import { VirtualPhone } from './phone/virtual-phone.js';
import { emitLine, runProgram, type RunningProgram } from './run-program.js';

async function start(): Promise<RunningProgram> {
  const args = parsePhoneArguments(process.argv.slice(2));
  const phone = new VirtualPhone({
    profile: readProfile(args.profile),
    serial: args.serial,
    paths: openPhonePaths(args.root),
    commandsDirectory: fileURLToPath(new URL('system/bin/', import.meta.url)),
    ...(args.programs === undefined ? {} : { programs: args.programs }),
    port: args.port,
    asksForKeys: args.asksForKeys,
    emit: emitLine,
    monotonicMs: () => performance.now(),
  });
  const port = await phone.start();
  // The phone's own `reboot` command.
  process.on('SIGUSR2', () => void phone.reboot(1000));
  // However this process ends, what it has started on the phone must not live on.
  process.on('exit', () => phone.endShells());
  const control = new ControlChannel(emitLine, phone);
  control.readLines(process.stdin);
  process.on('message', (message) => control.take(message));
  emitLine({ event: 'ready', serial: args.serial, port });
  for (const fault of args.faults) phone.strike(fault);
  return phone;
}

runProgram(start);
