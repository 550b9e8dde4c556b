import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it, onTestFinished } from 'vitest';

import { runCommand } from '../../../../src/platform/index.js';
import { quoteArgument } from '../../../../src/worker/adb/index.js';
import { saysFilesLost, splitToolOutput, toolScript } from '../../../../src/worker/runs/tool/tool-script.js';

const result = (stdout: string) => ({
  exitCode: 0,
  stdout: Buffer.from(stdout),
  stderr: Buffer.alloc(0),
  durationMs: 1,
});
const core = 'cpu0 1 0 0 1 0 0 0 0 0 0\n';
const around = (output: string, times = '0m0.01s 0m0.02s\n1m2.50s 0m1,25s\n') =>
  `${core}@latency-farm:tool\n${output}\n@latency-farm:after\n${times}${core}`;

describe('toolScript', () => {
  it('hands the words of the tool over as they are, and writes its process id down', () => {
    const script = toolScript("'/data/run'", ['taskset', '80', './tool', "--name=it's"], []);
    expect(script).toContain(`taskset 80 ./tool '--name=it'\\''s' &\ntool=$!\necho $tool > pid\nwait $tool`);
  });
});

describe('the result file', () => {
  const script = async (tool: string, words: readonly string[] = []) => {
    const folder = await mkdtemp(join(tmpdir(), 'tool-script-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'result.pb'), 'of an earlier attempt');
    const { stdout } = await runCommand('sh', [
      '-c',
      toolScript(quoteArgument(folder), ['sh', '-c', tool, ...words], []),
    ]);
    return splitToolOutput(result(stdout));
  };
  const flag = '--result_file_path=./result.pb';

  it('comes back byte for byte behind what is printed, of this execution alone', async () => {
    const ran = await script(`printf 'ran\\n'; printf '\\000\\r\\n\\377' > result.pb`, [flag]);
    expect([ran.stdout.toString(), ran.resultFile?.toString('hex')]).toEqual(['ran\n', '000d0aff']);
    expect(ran.processorUse?.ownMs).toBeGreaterThanOrEqual(0);
  });

  it('is none where the tool wrote none, or was not told to', async () => {
    expect((await script('true', [flag])).resultFile).toBeUndefined();
    expect((await script('true')).resultFile).toBeUndefined();
  });
});

describe('saysFilesLost', () => {
  it('tells of a file that is missing or empty, where nothing was started, and of nothing else', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tool-script-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const tool = join(folder, "it's a tool");
    const run = async () => {
      const script = toolScript(quoteArgument(join(folder, 'run')), ['echo', 'ran'], [tool]);
      const { stdout } = await runCommand('sh', ['-c', script]);
      return { ...result(stdout), stderr: Buffer.alloc(0) };
    };
    expect(saysFilesLost(await run())).toBe(true);
    await writeFile(tool, '');
    expect(saysFilesLost(await run())).toBe(true);
    expect(existsSync(join(folder, 'run'))).toBe(false);
    await writeFile(tool, '#!/bin/sh\n');
    const ran = await run();
    expect([saysFilesLost(ran), splitToolOutput(ran).stdout.toString()]).toEqual([false, 'ran\n']);
  });
});

describe('splitToolOutput', () => {
  it.each(['', 'INFO: done\n', 'no newline', '\n\n@latency-farm:after\nnot the last\n'])(
    'gives back what the tool printed, byte for byte: %j',
    (output) => {
      expect(splitToolOutput(result(around(output))).stdout.toString()).toBe(output);
    },
  );

  it('adds up the time that the shell and all it started have used', () => {
    expect(splitToolOutput(result(around(''))).processorUse?.ownMs).toBe(10 + 20 + 62_500 + 1_250);
  });

  it('leaves an output without marks as it is', () => {
    const garbage = result('garbage');
    expect(splitToolOutput(garbage)).toBe(garbage);
  });

  it('knows of no use of cores where the phone does not tell it', () => {
    const quiet = splitToolOutput(result('@latency-farm:tool\nx\n@latency-farm:after\n'));
    expect([quiet.stdout.toString(), quiet.processorUse]).toEqual(['x', undefined]);
  });
});
