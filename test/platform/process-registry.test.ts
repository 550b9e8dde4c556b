import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { identifyProcess } from '../../src/platform/process/index.js';
import { processRegistry } from '../../src/platform/services/index.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farm-registry-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function thisProcess(name: string) {
  const identity = await identifyProcess(process.pid);
  if (!identity) throw new Error('this process was not found');
  return { name, identity, details: { port: 7 } };
}

describe('processRegistry', () => {
  it('remembers running processes, by name', async () => {
    const registry = processRegistry(directory);
    expect(await registry.list()).toEqual([]);
    await registry.add(await thisProcess('phone-b'));
    await registry.add(await thisProcess('phone-a'));
    const listed = await processRegistry(directory).list();
    expect(listed.map(({ name }) => name)).toEqual(['phone-a', 'phone-b']);
    expect(listed[0]?.details).toEqual({ port: 7 });
  });

  it('forgets processes that have ended, and files that make no sense', async () => {
    const registry = processRegistry(directory);
    const { identity, ...rest } = await thisProcess('ended');
    await registry.add({ ...rest, identity: { ...identity, startedAt: 'another time' } });
    await writeFile(join(directory, 'processes', 'broken.json'), '{');
    expect(await registry.list()).toEqual([]);
    expect(await readdir(join(directory, 'processes'))).toEqual([]);
  });

  it('forgets what it is told to forget, and does not mind being told twice', async () => {
    const registry = processRegistry(directory);
    await registry.add(await thisProcess('phone'));
    await registry.remove('phone');
    await registry.remove('phone');
    expect(await registry.list()).toEqual([]);
  });

  it('keeps names with slashes inside its folder', async () => {
    const registry = processRegistry(directory);
    await registry.add(await thisProcess('../../phone'));
    expect((await registry.list()).map(({ name }) => name)).toEqual(['../../phone']);
  });
});
