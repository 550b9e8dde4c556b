import type { ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { awaitReadyLine, spawnEntry, terminate } from '../../platform/index.js';
import type { Clock, Logger } from '../../platform/index.js';
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

/** Starts phones made of software. Throws PROCESS_NOT_READY. */
export async function startVirtualPhones(options: VirtualPhonesOptions): Promise<VirtualPhones> {
  const { count, clock } = options;
  const children: ChildProcess[] = [];
  const stop = async () => {
    await Promise.all(children.splice(0).map((child) => terminate(child, { clock })));
  };
  try {
    const phones = await Promise.all(
      Array.from({ length: count }, (_, index) => startPhone(`virtual-${index + 1}`, options, children)),
    );
    const addresses = phones.flatMap(({ port }) => ['--phone', `${loopback}:${port}`]);
    const { port } = await start(
      'adb-server/main',
      ['--port', '0', ...addresses],
      endpointReady,
      options,
      children,
    );
    return { adb: { host: loopback, port }, serials: phones.map(({ serial }) => serial), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startPhone(serial: string, options: VirtualPhonesOptions, children: ChildProcess[]) {
  const root = join(options.directory, serial);
  await mkdir(root, { recursive: true });
  const profile = packageFile(`configs/virtual-phones/${options.profile}.yaml`);
  const args = ['--profile', profile, '--serial', serial, '--root', root, '--port', '0'];
  return start('main', args, phoneReady, options, children);
}

async function start<Schema extends z.ZodType>(
  entry: string,
  args: readonly string[],
  schema: Schema,
  { clock, logger }: VirtualPhonesOptions,
  children: ChildProcess[],
): Promise<z.output<Schema>> {
  const child = spawnEntry(`virtual-phone/${entry}`, args);
  children.push(child);
  return awaitReadyLine(child, schema, { clock, onStderrLine: (line) => logger.debug({ entry }, line) });
}
