import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { writeFileAtomically } from '../atomic-file.js';
import { isRunning } from '../process/process-identity.js';

const recordSchema = z.object({
  name: z.string(),
  identity: z.object({ pid: z.number(), startedAt: z.string() }),
  details: z.record(z.string(), z.unknown()),
});

/** A process that outlives the command which started it, such as a virtual phone of `farm up`. */
export type RegisteredProcess = z.infer<typeof recordSchema>;

/** Remembers, in files below the data directory, which processes run, for the commands that come later. */
export interface ProcessRegistry {
  /** Remembers a process under a name of letters, digits, dots and dashes; an earlier one of that name is forgotten. */
  add(process: RegisteredProcess): Promise<void>;
  /** The processes that still run, by name; those that have ended are forgotten. */
  list(): Promise<RegisteredProcess[]>;
  remove(name: string): Promise<void>;
}

export function processRegistry(dataDirectory: string): ProcessRegistry {
  const directory = join(dataDirectory, 'processes');
  const fileOf = (name: string) => join(directory, `${name.replaceAll(/[^\w.-]/g, '_')}.json`);

  async function add(process: RegisteredProcess): Promise<void> {
    await mkdir(directory, { recursive: true });
    await writeFileAtomically(fileOf(process.name), `${JSON.stringify(process)}\n`, 0o600);
  }

  async function list(): Promise<RegisteredProcess[]> {
    const files = await readdir(directory).catch(() => []);
    const found = await Promise.all(
      files
        .filter((file) => file.endsWith('.json'))
        .toSorted()
        .map((file) => readIfRunning(join(directory, file))),
    );
    return found.filter((process) => process !== undefined);
  }

  return { add, list, remove: (name) => rm(fileOf(name), { force: true }) };
}

async function readIfRunning(path: string): Promise<RegisteredProcess | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const parsed = recordSchema.safeParse(parseJson(text));
  if (parsed.success && (await isRunning(parsed.data.identity))) return parsed.data;
  await rm(path, { force: true });
  return undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
