import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isBlackBox } from '../../src/graph/precision/delegates.js';
import { scenarioPrecisions } from '../../src/graph/index.js';
import { delegateSettingsOf, misfitOfSettings } from '../../src/records/delegate-settings.js';
import { contradictionIn, parseScenarioKey, scenarioKey } from '../../src/records/scenario.js';
import type { ScenarioSpec } from '../../src/records/scenario.js';

const scenarios = fc
  .record({
    coreSet: fc.constantFrom('1large', '2med1small', '10small', 'gpu', 'dsp', 'npu'),
    threads: fc.integer({ min: 1, max: 64 }),
    precision: fc.constantFrom(...scenarioPrecisions),
    delegate: fc.constantFrom<ScenarioSpec['delegate']>(
      'builtin',
      'xnnpack',
      'gpu',
      'nnapi',
      'hexagon',
      'external',
      'npu',
    ),
    runtimeVersion: fc.constantFrom('2.15', '2.20-rc0', 'litert-2.1', '2.19-dev20241108'),
    delegateName: fc.option(fc.stringMatching(/^[a-z0-9][a-z0-9_]{0,39}$/), { nil: undefined }),
  })
  .map(({ delegateName, ...spec }): ScenarioSpec => {
    return isBlackBox(spec.delegate) && delegateName !== undefined ? { ...spec, delegateName } : spec;
  });

const contradictionOf = (key: string) => contradictionIn(parseScenarioKey(key) as ScenarioSpec);

describe('the key of a scenario', () => {
  it('is read as what it was written of', () => {
    fc.assert(
      fc.property(scenarios, (spec) => {
        expect(parseScenarioKey(scenarioKey(spec))).toEqual(spec);
      }),
    );
  });

  it.each([
    'npu-t1-int8-external.a-b-2.15',
    'gpu-t1-float32-gpu.adreno-2.15',
    'npu-t1-int8-nnapi.-2.15',
    'tpu-t1-int8-nnapi-2.15',
  ])('is none: %s', (key) => expect(parseScenarioKey(key)).toBeUndefined());
});

describe('a scenario on an accelerator', () => {
  it.each([
    'gpu-t1-float16-gpu-2.15',
    'npu-t1-int8-nnapi-2.15',
    'dsp-t1-uint8-hexagon-2.15',
    'gpu-t1-float16-external.arm_nn-litert-2.1',
    'npu-t1-int8-npu.qnn-litert-2.1',
  ])('makes sense: %s', (key) => expect(contradictionOf(key)).toBeUndefined());

  it.each([
    ['1large-t1-int8-nnapi-2.15', /its cores are gpu, dsp, npu/],
    ['npu-t1-int8-external-2.15', /external\.NAME/],
    ['npu-t1-int8-hexagon-2.15', /cores are "dsp"/],
    ['dsp-t1-float32-hexagon-2.15', /int8 and uint8/],
    ['npu-t1-float32-xnnpack-2.15', /does not run on a npu; nnapi, hexagon, external, npu do/],
    ['dsp-t1-int8-npu.qnn-litert-2.1', /cores are "npu"/],
    ['npu-t1-int8-npu-litert-2.1', /npu\.NAME/],
    ['npu-t1-int8-npu.qnn-2.19', /litert-2\.1 and later/],
  ])('makes none, and says why: %s', (key, reason) => expect(contradictionOf(key)).toMatch(reason));

  it('has the settings that its campaign says, and otherwise may leave nothing to the CPU', () => {
    const spec = {
      delegates: { qnn: { library: '/data/local/tmp/libqnn.so', options: { backend_type: 'htp' } } },
    };
    expect(delegateSettingsOf(spec, { delegateName: 'qnn' })).toEqual({
      ...spec.delegates.qnn,
      partial: 'refuse',
    });
    expect(delegateSettingsOf({}, {})).toEqual({ partial: 'refuse' });
  });

  it.each([
    ['nnapi', {}, /accelerator/],
    ['nnapi', { accelerator: 'qti-dsp', library: '/x.so' }, /no library/],
    ['external', { accelerator: 'qti-dsp' }, /no accelerator/],
    ['external', {}, /has a library/],
    ['hexagon', { library: '/data', options: { a: 'b' } }, /no options/],
    ['hexagon', {}, /folder/],
    ['npu', {}, /an NPU with a name has the folder/],
    ['npu', { library: '/data', sha256: '0'.repeat(64) }, /no sha256/],
    ['external', { library: '/x.so', compilerPlugins: '/data' }, /no compilerPlugins; npu does/],
  ] as const)('of %s is not what its settings %j say', (delegate, settings, reason) => {
    expect(misfitOfSettings({ delegate }, { partial: 'refuse', ...settings })).toMatch(reason);
  });
});
