import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import type { Clock } from '../clock.js';
import { identifyProcess, isRunning } from '../process/process-identity.js';
import type { ProcessIdentity } from '../process/process-identity.js';

const holderSchema = z.object({ pid: z.number(), startedAt: z.string() });

/**
 * Does `work` while no other process, and no other caller of this one, starts or ends the Postgres of a folder.
 * A lock whose holder has died is taken over.
 */
export async function withStartLock<Result>(
  directory: string,
  clock: Clock,
  work: () => Promise<Result>,
): Promise<Result> {
  await mkdir(directory, { recursive: true });
  const path = join(directory, 'postgres.lock');
  const holder = JSON.stringify((await identifyProcess(process.pid)) ?? { pid: process.pid });
  while (!(await take(path, holder))) {
    if (!(await removeIfStale(path))) await clock.sleep(25);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

/** Written under another name and linked, so that a lock names its holder from the moment it exists. */
async function take(path: string, holder: string): Promise<boolean> {
  const own = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(own, 'wx', 0o600);
  try {
    await file.writeFile(holder);
    await link(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await file.close();
    await rm(own, { force: true });
  }
}

/** Moves a dead holder's lock away; puts back what it moved if that was another one already. */
async function removeIfStale(path: string): Promise<boolean> {
  const content = await readFile(path, 'utf8').catch(() => undefined);
  if (content === undefined) return true;
  const holder = holderOf(content);
  if (holder && (await isRunning(holder))) return false;
  const moved = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await rename(path, moved);
    if ((await readFile(moved, 'utf8')) !== content) await link(moved, path);
  } catch {
    // Another process was faster with either step; the next look tells.
  } finally {
    await rm(moved, { force: true });
  }
  return true;
}

function holderOf(content: string): ProcessIdentity | undefined {
  try {
    return holderSchema.parse(JSON.parse(content));
  } catch {
    return undefined;
  }
}
