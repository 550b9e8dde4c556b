import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { systemClock } from '../../src/platform/clock.js';
import type { Clock } from '../../src/platform/clock.js';
import {
  awaitReadyLine,
  identifyProcess,
  isRunning,
  keepRunning,
  runCommand,
  terminate,
  terminateIdentified,
} from '../../src/platform/process/index.js';
import { eventually } from '../support/eventually.js';

const readySchema = z.object({ port: z.number() });
const sayReady = 'console.log("hello"); console.log(JSON.stringify({ event: "ready", port: 7 }));';
const stayAlive = 'setInterval(() => {}, 1000);';
const ignoreSigterm = 'process.on("SIGTERM", () => {});';

const node = (script: string) =>
  spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'pipe'] });

describe('runCommand', () => {
  it('returns what the command prints and its exit code', async () => {
    const script = 'console.log("out"); console.error("err"); process.exitCode = 3;';
    expect(await runCommand(process.execPath, ['-e', script])).toEqual({
      exitCode: 3,
      stdout: 'out\n',
      stderr: 'err\n',
    });
  });

  it('hands arguments over as they are, without a shell', async () => {
    const { stdout } = await runCommand(process.execPath, ['-p', 'process.argv[1]', '$HOME; echo "x"']);
    expect(stdout).toBe('$HOME; echo "x"\n');
  });

  it('says so when there is no such command', async () => {
    await expect(runCommand('/nowhere/command', [])).rejects.toMatchObject({ code: 'COMMAND_FAILED' });
  });
});

describe('awaitReadyLine', () => {
  it('returns the ready line and passes over what comes before it', async () => {
    const child = node(sayReady + stayAlive);
    expect(await awaitReadyLine(child, readySchema)).toEqual({ port: 7 });
    await terminate(child);
  });

  it('refuses a process that ends first, with the last it said', async () => {
    const child = node('console.error("no such profile"); process.exitCode = 2;');
    await expect(awaitReadyLine(child, readySchema)).rejects.toMatchObject({
      code: 'PROCESS_NOT_READY',
      message: expect.stringMatching(/exit code 2:\nno such profile/) as string,
    });
  });

  it('ends a process that takes too long', async () => {
    const child = node(stayAlive);
    await expect(awaitReadyLine(child, readySchema, { deadlineMs: 50 })).rejects.toMatchObject({
      code: 'PROCESS_NOT_READY',
    });
    expect(child.signalCode).toBe('SIGTERM');
  });
});

describe('terminate', () => {
  it('lets a process end by itself', async () => {
    const child = node(`process.on("SIGTERM", () => process.exit(5)); ${sayReady} ${stayAlive}`);
    await awaitReadyLine(child, readySchema);
    expect(await terminate(child)).toEqual({ exitCode: 5, signal: null });
  });

  it('kills a process that does not listen', async () => {
    const child = node(`${ignoreSigterm} ${sayReady} ${stayAlive}`);
    await awaitReadyLine(child, readySchema);
    expect(await terminate(child, { graceMs: 20 })).toEqual({ exitCode: null, signal: 'SIGKILL' });
  });

  it('returns at once for a process that has ended', async () => {
    const child = node('process.exitCode = 4');
    await once(child, 'exit');
    expect(await terminate(child)).toEqual({ exitCode: 4, signal: null });
  });
});

describe('a process identity', () => {
  it('tells a running process from one that has ended', async () => {
    const child = node(stayAlive);
    const identity = await identifyProcess(child.pid ?? 0);
    if (!identity) throw new Error('the process was not found');
    expect(await isRunning(identity)).toBe(true);
    await terminate(child);
    expect(await isRunning(identity)).toBe(false);
  });

  it('is not taken in by a process id that was given away again', async () => {
    expect(await isRunning({ pid: process.pid, startedAt: 'another time' })).toBe(false);
  });

  it('ends a process that is not listening, and is content with one that is gone', async () => {
    const child = node(`${ignoreSigterm} ${sayReady} ${stayAlive}`);
    await awaitReadyLine(child, readySchema);
    const identity = await identifyProcess(child.pid ?? 0);
    if (!identity) throw new Error('the process was not found');
    await terminateIdentified(identity, systemClock, { graceMs: 20 });
    expect(await isRunning(identity)).toBe(false);
    await terminateIdentified(identity, systemClock);
  });
});

describe('keepRunning', () => {
  /** A program that says at which port it is: the one that it was given, or 7. */
  const launch = async (
    before: { port: number } | undefined,
    children: ChildProcess[],
    script = stayAlive,
  ) => {
    const child = node(`${sayReady.replace('7', String((before?.port ?? 6) + 1))} ${script}`);
    children.push(child);
    return { child, ready: await awaitReadyLine(child, readySchema) };
  };
  const impatient: Clock = { ...systemClock, sleep: async () => Promise.resolve() };

  it('starts what was killed again with what it said at first, until it is stopped', async () => {
    const children: ChildProcess[] = [];
    const troubles: string[] = [];
    const onTrouble = (reason: string) => troubles.push(reason);
    const kept = await keepRunning((before: { port: number } | undefined) => launch(before, children), {
      clock: impatient,
      onTrouble,
    });
    expect(kept.ready).toEqual({ port: 7 });
    children[0]?.kill('SIGKILL');
    await eventually(() => expect(children).toHaveLength(2));
    expect(children[1]?.spawnargs.join(' ')).toContain('port: 8');
    await kept.stop();
    await kept.stop();
    expect(children).toHaveLength(2);
    expect(children[1]).toMatchObject({ killed: true });
    expect(troubles).toEqual(['it ended with SIGKILL']);
  });

  it('tries again when it does not start, and ends what is being started when it is stopped', async () => {
    const children: ChildProcess[] = [];
    let starts = 0;
    const troubles: string[] = [];
    const kept = await keepRunning(
      (before: { port: number } | undefined) => {
        starts += 1;
        if (starts === 2) return Promise.reject(new Error('no space'));
        return launch(before, children);
      },
      { clock: impatient, onTrouble: (reason) => troubles.push(reason) },
    );
    children[0]?.kill('SIGTERM');
    await eventually(() => expect(children).toHaveLength(2));
    await kept.stop();
    expect(troubles).toEqual(['it ended with SIGTERM', 'no space']);
    expect(children[1]).toMatchObject({ killed: true });
  });

  it('rejects when the first start does', async () => {
    const refused = keepRunning(() => Promise.reject(new Error('no space')), {
      clock: systemClock,
      onTrouble: () => undefined,
    });
    await expect(refused).rejects.toThrow('no space');
  });
});
