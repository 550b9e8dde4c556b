import { expect, it, vi } from 'vitest';

import { runTool } from '../../../../src/worker/runs/tool/tool-process.js';

const executed = (stderr: string, exitCode = 1) => {
  const result = { exitCode, stdout: Buffer.alloc(0), stderr: Buffer.from(stderr), durationMs: 1 };
  const phone = { adbSerial: 'phone', shell: vi.fn().mockResolvedValue(result) };
  const execution = { runId: 'run', words: ['taskset', '80', './tool'], files: [], deadlineMs: 1 };
  return runTool(phone as never, { ...execution, signal: new AbortController().signal });
};

it('tells of cores that went offline between two runs as what is waited for, and of nothing else that taskset or a tool says', async () => {
  await expect(
    executed("taskset: failed to set pid 4711's affinity: Invalid argument\n"),
  ).rejects.toMatchObject({
    code: 'PHONE_NOT_FIT',
    details: { kinds: ['cores-offline'] },
  });
  await expect(executed('taskset: bad mask\n')).resolves.toMatchObject({ exitCode: 1 });
  await expect(executed('ERROR: taskset: failed to set anything\n')).resolves.toMatchObject({ exitCode: 1 });
});
