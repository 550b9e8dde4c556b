import { createHash } from 'node:crypto';
import { chown, cp, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { platformError } from '../../errors.js';
import { runCommand } from '../../process/run-command.js';
import type { PostgresBinaries } from './postgres-binaries.js';

/** The system user whom Postgres runs as, because it refuses to be root. */
export interface PostgresOwner {
  readonly uid: number;
  readonly gid: number;
}

const userName = 'postgres';

/** Where root keeps what the `postgres` user cannot reach elsewhere, such as below /root. */
const reachableBase = '/var/lib/latency-farm';

/**
 * Whom to run Postgres as: undefined for the user at hand; for root the system user `postgres`, who is made when missing.
 * @throws FarmError POSTGRES_START_FAILED
 */
export async function postgresOwner(): Promise<PostgresOwner | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const known = await lookUp();
  if (known) return known;
  const made = await runCommand('useradd', ['--system', '--user-group', '--no-create-home', userName]);
  const owner = await lookUp();
  if (owner) return owner;
  throw platformError(
    'POSTGRES_START_FAILED',
    `Postgres does not run as root, and the user ${userName} could not be made: ${made.stderr.trim()}`,
  );
}

async function lookUp(): Promise<PostgresOwner | undefined> {
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => runCommand('id', [flag, userName])));
  if (uid?.exitCode !== 0 || gid?.exitCode !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}

/** The folder itself, or the one that stands for it where the owner cannot reach it. It is made if missing. */
export async function reachableDirectory(
  directory: string,
  owner: PostgresOwner | undefined,
): Promise<string> {
  await mkdir(directory, { recursive: true });
  if (owner === undefined || (await canReach(directory, owner))) return directory;
  const stand = join(reachableBase, createHash('sha256').update(directory).digest('hex').slice(0, 16));
  await mkdir(stand, { recursive: true });
  return stand;
}

/** The binaries themselves, or a copy of them where the owner cannot reach them. */
export async function reachableBinaries(
  binaries: PostgresBinaries,
  owner: PostgresOwner | undefined,
): Promise<PostgresBinaries> {
  if (owner === undefined || (await canReach(binaries.root, owner))) return binaries;
  const root = join(reachableBase, `postgres-${binaries.version}`);
  const copy = { ...binaries, root };
  if (await exists(root)) return copy;
  const unfinished = `${root}.${process.pid}`;
  await cp(binaries.root, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    await rename(unfinished, root);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    if (!(await exists(root))) throw error;
  }
  return copy;
}

/** Gives a folder to the owner; does nothing for the user at hand. */
export async function giveTo(owner: PostgresOwner | undefined, path: string): Promise<void> {
  if (owner) await chown(path, owner.uid, owner.gid);
}

/** True when every folder up to the root lets the owner pass (mode bits alone; access lists are not looked at). */
async function canReach(path: string, owner: PostgresOwner): Promise<boolean> {
  const { mode, uid, gid } = await stat(path);
  const passable = uid === owner.uid ? 0o100 : gid === owner.gid ? 0o010 : 0o001;
  if ((mode & passable) === 0) return false;
  const parent = dirname(path);
  return parent === path || canReach(parent, owner);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
