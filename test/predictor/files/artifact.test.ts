import { createHash } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { randomFromSeed } from '../../../src/learning/random/random.js';
import { decodeArtifact, encodeArtifact } from '../../../src/predictor/files/artifact.js';
import {
  featureRanges,
  fingerprints,
  KernelPredictor,
} from '../../../src/predictor/kernels/kernel-predictor.js';
import { learnerNamed } from '../../../src/learning/learners/catalogue.js';
import type { ModelDocument } from '../../../src/learning/model/model-document.js';
import { readModel } from '../../../src/learning/learners/read-model.js';
import { randomProblem } from '../../learning/support/tables.js';

const problem = randomProblem({ seed: 1, rows: 40, features: 3 }, ([a = 0, b = 0]) => 1 + a + b);
const model = learnerNamed('roofline', ['a', 'b']).fit(problem, randomFromSeed(1));
const predictor = new KernelPredictor(
  {
    kernelGroup: 'CONV_2D',
    learner: 'roofline',
    features: featureRanges(problem.table),
    trainingSetHash: 'f'.repeat(64),
    trainingRows: 40,
    metrics: { roofline: 3.5 },
    seed: 1,
    codeVersion: '0.1.0',
  },
  model,
  fingerprints(problem.table),
);
const file = predictor.toBytes();
const row = { a: 2, b: 3, c: 4 };

describe('a predictor file', () => {
  it('gives back a predictor that answers the same, and knows the rows it learned from', () => {
    const loaded = KernelPredictor.fromBytes(file);
    expect(loaded.facts).toEqual(predictor.facts);
    expect(loaded.predict(row)).toEqual(predictor.predict(row));
    const [a, b, c] = problem.table.columns.map((column) => column[7] as number);
    expect(loaded.predict({ a: a ?? 0, b: b ?? 0, c: c ?? 0 })).toMatchObject({
      measured: true,
      extrapolated: false,
    });
    expect(loaded.predict({ a: 1e6, b: 0, c: 0 })).toMatchObject({ measured: false, extrapolated: true });
  });

  it('is refused when any byte of it is altered', () => {
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const altered = file.slice();
        altered[place] = (altered[place] as number) ^ change;
        expect(() => KernelPredictor.fromBytes(altered)).toThrow(/predictor/);
      }),
      { numRuns: 300 },
    );
  });

  it('is refused when it is cut off anywhere', () => {
    fc.assert(
      fc.property(fc.nat(file.length - 1), (length) => {
        expect(() => KernelPredictor.fromBytes(file.slice(0, length))).toThrow(/predictor/);
      }),
      { numRuns: 200 },
    );
  });

  it('of a newer format is refused as such', () => {
    const newer = file.slice();
    new DataView(newer.buffer).setUint32(4, 99, true);
    expect(() => decodeArtifact(newer)).toThrow('format 99; this version reads up to 1');
  });
});

describe('a model whose arrays do not fit', () => {
  const tree = { kind: 'tree-ensemble', scalars: { base: 0 }, children: {} };
  const nodes = {
    roots: Int32Array.of(0),
    features: Int32Array.of(0, -1, -1),
    numbers: Float64Array.of(1, 2, 3),
    children: Int32Array.of(1, 0, 0),
  };
  const read = (arrays: ModelDocument['arrays']) => {
    const bytes = encodeArtifact({ facts: {}, model: { ...tree, arrays } });
    return readModel(decodeArtifact(bytes).model, 1);
  };

  it('is read when they do fit', () => {
    expect(read(nodes).predictRow(Float64Array.of(0))).toBe(2);
    expect(read(nodes).predictRow(Float64Array.of(2))).toBe(3);
  });

  it.each([
    ['a feature that is not there', { features: Int32Array.of(1, -1, -1) }],
    ['a child outside', { children: Int32Array.of(2, 0, 0) }],
    ['a child that points back, so that no answer would ever come', { children: Int32Array.of(0, 0, 0) }],
    ['a root outside', { roots: Int32Array.of(3) }],
    ['a value that is not finite', { numbers: Float64Array.of(1, Number.NaN, 3) }],
    ['too few values', { numbers: Float64Array.of(1, 2) }],
  ])('is refused for %s', (_reason, broken) => {
    expect(() => read({ ...nodes, ...broken })).toThrow('does not hold together');
  });

  it('is refused when it is of an unknown kind, or nests without end', () => {
    const nothing = { scalars: {}, arrays: {}, children: {} };
    expect(() => readModel({ kind: 'oracle', ...nothing }, 1)).toThrow('knows no such kind');
    let nested: ModelDocument = { kind: 'latency', ...nothing };
    for (let depth = 0; depth < 50; depth++) {
      nested = {
        kind: 'latency',
        scalars: { loss: 'squared', floorUs: 0 },
        arrays: {},
        children: { inner: nested },
      };
    }
    expect(() => readModel(nested, 1)).toThrow('nest too deep');
  });
});

/** A file of the given header and arrays whose checksum is right, as someone who means harm would make it. */
function forged(header: string, arrays: Uint8Array): Uint8Array {
  const text = Buffer.from(header, 'utf8');
  const begin = 8 * Math.ceil((44 + text.length) / 8);
  const bytes = Buffer.alloc(begin + arrays.length);
  bytes.write('LFPR', 'latin1');
  bytes.writeUInt32LE(1, 4);
  bytes.writeUInt32LE(text.length, 8);
  text.copy(bytes, 44);
  bytes.set(arrays, begin);
  const digest = createHash('sha256').update(bytes.subarray(4, 12)).update(bytes.subarray(44)).digest();
  digest.copy(bytes, 12);
  return new Uint8Array(bytes);
}

describe('a forged file', () => {
  const model = (arrays: string, children = '{}') =>
    `{"facts":{},"model":{"kind":"tree-ensemble","scalars":{},"arrays":${arrays},"children":${children}}}`;
  const place = '{"type":"float64","offset":0,"length":8}';

  it('is read where its arrays lie end to end', () => {
    expect(
      decodeArtifact(forged(model(`{"a":${place}}`), new Uint8Array(64))).model.arrays['a'],
    ).toHaveLength(8);
  });

  it.each([
    ['arrays that share their bytes, and would fill the memory', model(`{"a":${place},"b":${place}}`)],
    ['an array that reaches beyond the end', model('{"a":{"type":"float64","offset":8,"length":8}}')],
    ['an array before the beginning', model('{"a":{"type":"float64","offset":-8,"length":8}}')],
    ['an array without a place', model('{"a":null}')],
    ['a model that is none', model('{}', '{"inner":7}')],
    ['models in models without end', '{"facts":{},"model":'.concat(nested(5_000), '}')],
    ['no model', '{"facts":{}}'],
    ['no header at all', ']['],
  ])('is refused for %s', (_reason, header) => {
    const read = () => decodeArtifact(forged(header, new Uint8Array(64)));
    expect(read).toThrow(expect.objectContaining({ code: 'PREDICTOR_FILE_INVALID' }));
  });
});

function nested(depth: number): string {
  const begin = '{"kind":"latency","scalars":{},"arrays":{},"children":{"inner":';
  return `${begin.repeat(depth)}{}${'}}'.repeat(depth)}`;
}

describe('a file that is written again', () => {
  it('is the same bytes', () => {
    expect(KernelPredictor.fromBytes(file).toBytes()).toEqual(file);
  });
});
