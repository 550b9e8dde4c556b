import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { awaitReadyLine, keepRunning, spawnEntry } from '../../platform/index.js';
import type { Clock, KeptProcess, Logger } from '../../platform/index.js';
import { packageFile } from '../package-files.js';

export interface VirtualPhonesOptions {
  readonly count: number;
  /** Name of a profile of configs/virtual-phones/, without its extension. */
  readonly profile: string;
  /** Folder below which each phone has its file system. */
  readonly directory: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Virtual phones, and the ADB-server endpoint through which they are reached. They end with this process. */
export interface VirtualPhones {
  readonly adb: { readonly host: string; readonly port: number };
  readonly serials: readonly string[];
  stop(): Promise<void>;
}

const loopback = '127.0.0.1';

const phoneReady = z.object({ serial: z.string(), port: z.number() });
const endpointReady = z.object({ port: z.number() });

interface Listening {
  readonly port: number;
}

/** One of the virtual phone's entry points, which is told its port when it is started again. */
interface Program<Ready extends Listening> {
  readonly entry: string;
  readonly args: readonly string[];
  readonly schema: z.ZodType<Ready>;
}

/**
 * Starts phones made of software. One that ends is started again where it was, with the files that it has. Throws PROCESS_NOT_READY.
 */
export async function startVirtualPhones(options: VirtualPhonesOptions): Promise<VirtualPhones> {
  const { count } = options;
  const kept: KeptProcess<unknown>[] = [];
  const stop = async () => {
    await Promise.all(kept.splice(0).map((each) => each.stop()));
  };
  const keep = async <Ready extends Listening>(name: string, program: Program<Ready>): Promise<Ready> => {
    const each = await keepProgram(name, program, options);
    kept.push(each);
    return each.ready;
  };
  try {
    const phones = await allOf(
      Array.from({ length: count }, async (_, index) => {
        const serial = `virtual-${index + 1}`;
        return keep(serial, await phoneProgram(serial, options));
      }),
    );
    const addresses = phones.flatMap(({ port }) => ['--phone', `${loopback}:${port}`]);
    const server = { entry: 'adb-server/main', args: addresses, schema: endpointReady };
    const { port } = await keep('adb-server', server);
    return { adb: { host: loopback, port }, serials: phones.map(({ serial }) => serial), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The values of all, or the first failure once all have ended: what was started meanwhile is known by then. */
async function allOf<Value>(promises: readonly Promise<Value>[]): Promise<Value[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

async function phoneProgram(
  serial: string,
  { directory, profile }: VirtualPhonesOptions,
): Promise<Program<z.output<typeof phoneReady>>> {
  const root = join(directory, serial);
  await mkdir(root, { recursive: true });
  const profilePath = packageFile(`configs/virtual-phones/${profile}.yaml`);
  const args = ['--profile', profilePath, '--serial', serial, '--root', root];
  return { entry: 'main', args, schema: phoneReady };
}

function keepProgram<Ready extends Listening>(
  name: string,
  { entry, args, schema }: Program<Ready>,
  { clock, logger }: VirtualPhonesOptions,
): Promise<KeptProcess<Ready>> {
  const launch = async (before: Ready | undefined) => {
    const child = spawnEntry(`virtual-phone/${entry}`, [...args, '--port', String(before?.port ?? 0)]);
    const onStderrLine = (line: string) => logger.debug({ entry }, line);
    return { child, ready: await awaitReadyLine(child, schema, { clock, onStderrLine }) };
  };
  const onTrouble = (reason: string) => logger.warn({ name, reason }, 'a part of the virtual lab has ended');
  return keepRunning(launch, { clock, onTrouble });
}
