import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import { expect, it } from 'vitest';

import { ModelProcess, spawnReader } from '../../../src/api/predictions/model-process/child.js';
import { failureOf, predictionOf } from '../../../src/api/predictions/model-process/messages.js';
import { apiError } from '../../../src/api/errors.js';

const question = {
  modelPath: '/nowhere/model.tflite',
  releasePath: '/nowhere/release.lfr',
  variation: {},
  name: 'mine',
};
const never = new AbortController().signal;

it('a process that reads models tells what it met, and another is asked when it has ended while nobody asked it', async () => {
  const started: ChildProcess[] = [];
  const models = new ModelProcess(() => {
    const child = spawnReader();
    started.push(child);
    return child;
  });
  const unreadable = { message: expect.stringContaining('ENOENT') as string };
  await expect(models.ask(question, never)).rejects.toMatchObject(unreadable);
  const [first] = started;
  first?.kill('SIGKILL');
  if (first !== undefined) await once(first, 'exit');
  await expect(models.ask(question, never)).rejects.toMatchObject(unreadable);
  expect(started).toHaveLength(2);
  await models.stop();
});

it('a refusal keeps whose fault it is on its way between processes, and a defect is told as one', () => {
  const busy = apiError('SERVER_BUSY', 'All are taken.');
  expect(() => predictionOf(failureOf(busy))).toThrow(
    expect.objectContaining({ code: 'SERVER_BUSY', blame: 'host', remedy: busy.remedy }) as Error,
  );
  const defect = new TypeError('x is not a function');
  expect(() => predictionOf(failureOf(defect))).toThrow(
    expect.objectContaining({ message: defect.message, stack: defect.stack }) as Error,
  );
});
