import { expect, it } from 'vitest';

import { sha256Hex } from '../../../../src/graph/index.js';
import type { ScenarioSpec } from '../../../../src/records/scenario.js';
import type { PushFile } from '../../../../src/worker/adb/index.js';
import { workerError } from '../../../../src/worker/errors.js';
import type { AttachedPhone } from '../../../../src/worker/runs/attached-phone.js';
import { measureReference } from '../../../../src/worker/runs/reference/reference-model.js';

const scenario: ScenarioSpec = {
  coreSet: '1large',
  threads: 1,
  precision: 'float32',
  delegate: 'builtin',
  runtimeVersion: '2.15',
};
const started = new Error('the tool is started');

/** A phone with space for a model or for so many tools, and what was done with it in order. */
function phoneWith(spaceForModel: boolean): { readonly phone: AttachedPhone; readonly done: string[] } {
  const done: string[] = [];
  let space = spaceForModel;
  let pushed = '';
  const adb = {
    adbSerial: 'A',
    push: ([file]: readonly [PushFile]) => {
      if (!space) return Promise.reject(workerError('PHONE_NO_SPACE', 'full'));
      pushed = sha256Hex(file.content as Uint8Array);
      done.push('model');
      return Promise.resolve();
    },
    read: (command: string) => {
      if (!command.startsWith('rm ')) return Promise.resolve(`${pushed}  -\n`);
      space = true;
      done.push('tools removed');
      return Promise.resolve('');
    },
    shell: (command: string) => {
      if (command.includes('--graph=')) done.push('run');
      return Promise.reject(started);
    },
  };
  return { phone: { adb } as unknown as AttachedPhone, done };
}

it.each([
  ['leaves the tool where it is when the phone has space', true, ['model', 'run']],
  ['puts the tool there again where it gave way', false, ['tools removed', 'model', 'tool', 'run']],
] as const)('%s', async (_name, spaceForModel, expected) => {
  const { phone, done } = phoneWith(spaceForModel);
  const stageTool = () => Promise.resolve(done.push('tool'));
  const call = { toolPath: '/tool', scenario, cores: undefined, stageTool };
  await expect(measureReference(phone, call, new AbortController().signal)).rejects.toBe(started);
  expect(done).toEqual(expected);
});
