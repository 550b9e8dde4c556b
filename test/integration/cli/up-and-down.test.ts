import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { isRunning } from '../../../src/platform/index.js';
import { findPostgres } from '../../../src/platform/services/index.js';
import { commandLineOf, descendantsOf } from '../../../src/virtual-phone/phone/processes.js';
import { eventually } from '../../support/eventually.js';
import { runFarm } from '../../support/farm-command.js';

interface UpDocument {
  readonly serials: readonly string[];
  readonly pid: number;
  readonly startedAt: string;
  readonly url: string;
  readonly token: string;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latency-farm-up-'));
});
afterAll(async () => {
  await farm('down');
  await rm(folder, { recursive: true });
});

/** The process of the only virtual phone that another has started. */
function phoneProcess(labPid: number): number {
  const isPhone = (pid: number) =>
    commandLineOf(pid).some((word) => /virtual-phone\/main\.[jt]s$/.test(word));
  return descendantsOf(labPid).find(isPhone) ?? expect.unreachable('there is no virtual phone');
}

const farm = (...args: string[]) => runFarm(args, { cwd: folder, env: { FARM_DATA_DIR: folder } });

it('"farm up" leaves a farm running that other commands find, until "farm down"', async () => {
  const up = await farm('up', '--phones', '1', '--json');
  expect(up.exitCode, up.stderr).toBe(0);
  const lab = JSON.parse(up.stdout) as UpDocument;
  expect(lab.serials).toHaveLength(1);
  expect(await isRunning(lab)).toBe(true);

  const phones = JSON.parse((await farm('phones', 'ls', '--json')).stdout) as { serialNumber: string }[];
  expect(phones.map(({ serialNumber }) => serialNumber)).toEqual(lab.serials);

  expect(lab.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const served = await fetch(`${lab.url}/v1/phones`, { headers: { authorization: `Bearer ${lab.token}` } });
  expect(
    ((await served.json()) as { serialNumber: string }[]).map(({ serialNumber }) => serialNumber),
  ).toEqual(lab.serials);
  const env = { FARM_DATA_DIR: folder, FARM_API_URL: lab.url, FARM_API_TOKEN: lab.token };
  const elsewhere = await runFarm(['phones', 'ls', '--json'], { cwd: folder, env });
  expect(JSON.parse(elsewhere.stdout), elsewhere.stderr).toMatchObject(
    lab.serials.map((serialNumber) => ({ serialNumber })),
  );

  const upAgain = await farm('up', '--json');
  expect(upAgain.exitCode, upAgain.stderr).toBe(0);
  const again = JSON.parse(upAgain.stdout) as UpDocument;
  expect(again.pid).toBe(lab.pid);

  // What it has started it starts again, where it was, so that all go on by themselves.
  const postgres = await findPostgres(folder);
  if (postgres === undefined) expect.unreachable('there is no Postgres');
  process.kill(postgres.identity.pid, 'SIGKILL');
  await eventually(async () => {
    const back = await findPostgres(folder);
    expect(back?.port).toBe(postgres.port);
    expect(back?.identity).not.toEqual(postgres.identity);
  });
  const log = () => readFile(join(folder, 'lab.log'), 'utf8');
  const attachments = async () => (await log()).match(/a phone is attached/g)?.length ?? 0;
  const before = await attachments();
  process.kill(phoneProcess(lab.pid), 'SIGKILL');
  await eventually(async () => {
    expect(await log()).toContain('"name":"virtual-1","reason":"it ended with SIGKILL"');
    expect(await attachments()).toBeGreaterThan(before);
  });
  expect(JSON.parse((await farm('phones', 'ls', '--json')).stdout)).toMatchObject([
    { serialNumber: 'virtual-1', state: 'READY' },
  ]);
  expect(JSON.parse((await farm('up', '--json')).stdout)).toMatchObject({ pid: lab.pid });

  expect(await farm('down')).toMatchObject({ exitCode: 0 });
  expect(await isRunning(lab)).toBe(false);
  expect((await farm('phones', 'ls')).stderr).toContain('code: SERVICES_NOT_RUNNING');
  expect((await farm('down')).stderr).toContain('nothing was running');
});
