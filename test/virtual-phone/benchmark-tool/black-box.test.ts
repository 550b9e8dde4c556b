import { describe, expect, it } from 'vitest';

import { buildArchitecture, writeTflite } from '../../../src/graph/index.js';
import { delegationOf } from '../../../src/virtual-phone/benchmark-tool/black-box/black-box.js';
import { delegatedSession } from '../../../src/virtual-phone/benchmark-tool/black-box/delegated-session.js';
import { isQuantizedModel } from '../../../src/virtual-phone/benchmark-tool/black-box/quantized-model.js';
import { parseCommandLine } from '../../../src/virtual-phone/benchmark-tool/command-line/command-line.js';

function delegation(words: string[], { isQuantized = false, library = '' } = {}) {
  const readText = (path: string) => (path === '/lib.so' ? library : undefined);
  return delegationOf(parseCommandLine(words), { nodes: 5, isQuantized, readText });
}

describe("the benchmark tool's black boxes", () => {
  it('are none unless asked for', () => {
    expect(delegation(['--nnapi_accelerator_name=virtual-npu'])).toBeUndefined();
  });

  it.each([
    ['', false, 0],
    ['', true, 5],
    ['virtual-npu', false, 0],
    ['virtual-npu', true, 5],
    ['nnapi-reference', false, 5],
  ])('give NNAPI accelerator "%s" its nodes (quantized: %s): %i', (accelerator, isQuantized, nodes) => {
    const words = ['--use_nnapi=true', `--nnapi_accelerator_name=${accelerator}`];
    expect(delegation(words, { isQuantized })).toMatchObject({ name: 'NNAPI', nodes });
  });

  it('end the tool where an accelerator or a library is not there, and go on without Hexagon', () => {
    const unknown = delegation(['--use_nnapi=true', '--nnapi_accelerator_name=npu']);
    expect(unknown).toMatchObject({
      isFatal: true,
      refused: expect.stringContaining('accelerator: npu.') as string,
    });
    for (const path of ['/none.so', '/lib.so'])
      expect(delegation([`--external_delegate_path=${path}`], { library: 'ELF' })).toMatchObject({
        isFatal: true,
        refused: `Unable to load external delegate from : ${path}`,
      });
    expect(delegation(['--use_hexagon=true'])).toMatchObject({ isFatal: false, name: 'Hexagon' });
  });

  it.each([
    ['virtual delegate', 'VirtualDelegate', 5],
    ['virtual delegate\n', 'VirtualDelegate', 5],
    ['virtual delegate Vendor, leaves 2\n', 'Vendor', 3],
    ['virtual delegate, leaves 9', 'VirtualDelegate', 0],
  ])('read of an external library, %j, its node and what it takes', (library, node, nodes) => {
    const taken = delegation(['--external_delegate_path=/lib.so'], { library });
    expect(taken).toEqual({ name: 'EXTERNAL', node, nodes });
  });

  it('stand as one row behind the others, with the time of the nodes that they took', () => {
    const rows = ['a', 'b', 'c'].map((name, index) => ({
      ...{ type: 'CONV_2D', name: `[${name}]:${index}`, firstMs: 0, timesCalled: 1 },
    }));
    const run = () => ({ totalUs: 61, graphUs: [10, 20, 30], insideUs: [1] });
    const session = delegatedSession({ initUs: 7, graphRows: rows, insideRows: [], run }, 'Vendor', 2);
    expect(session.graphRows.map(({ type, name }) => [type, name])).toEqual([
      ['CONV_2D', '[c]:2'],
      ['Vendor', '[b]:3'],
    ]);
    expect(session.run()).toEqual({ totalUs: 61, graphUs: [30, 30], insideUs: [] });
  });

  it.each([
    ['int8', true],
    ['float32', false],
  ] as const)('tell that a network in %s is a quantized one: %s', (precision, isQuantized) => {
    const model = writeTflite(buildArchitecture('mobilenet_wd4', { precision }));
    expect(isQuantizedModel(model)).toBe(isQuantized);
  });

  it('take what is no model for no quantized one', () => {
    expect(isQuantizedModel(Buffer.from('no model at all'))).toBe(false);
    expect(isQuantizedModel(new Uint8Array())).toBe(false);
  });
});
