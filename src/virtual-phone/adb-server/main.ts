/** Entry point of the small ADB server: see docs/guides/virtual-phone.md. */
import { emitLine, runProgram, type RunningProgram } from '../run-program.js';
import { parseServerArguments } from './command-line.js';
import { AdbServer } from './server.js';

async function start(): Promise<RunningProgram> {
  const args = parseServerArguments(process.argv.slice(2));
  const server = new AdbServer({ port: args.port, onKill: () => process.kill(process.pid, 'SIGTERM') });
  const port = await server.listen();
  for (const phone of args.phones) server.registry.add(phone.host, phone.port);
  emitLine({ event: 'ready', port });
  return { stop: () => server.close() };
}

runProgram(start);
