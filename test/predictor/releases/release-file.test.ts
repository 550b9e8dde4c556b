import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildArchitecture } from '../../../src/graph/index.js';
import { createPredictor, decodeRelease, encodeRelease, loadRelease } from '../../../src/predictor/index.js';
import { workVersion } from '../../../src/predictor/work/work.js';
import { exampleRates } from '../support/example-rates.js';
import { exampleRelease } from '../support/example-release.js';

const release = exampleRelease();
const file = encodeRelease(release);
const corrected = { ...release.overhead, groupFactors: { CONV_2D: 1.1 } };

describe('the file of a release', () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'latency-farm-release-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('answers as the release does that it was made from', () => {
    const graph = buildArchitecture('mobilenetv2_wd2');
    expect(createPredictor(decodeRelease(file)).predict(graph)).toEqual(
      createPredictor(release).predict(graph),
    );
  });

  it('holds all that is known of the release', () => {
    const read = decodeRelease(encodeRelease(exampleRelease({ gpu: 'adreno640' })));
    const { predictors, ...facts } = read;
    expect({ ...facts, predictors: [] }).toEqual(exampleRelease({ gpu: 'adreno640', predictors: [] }));
    expect(predictors.map((predictor) => predictor.facts)).toEqual(
      release.predictors.map((predictor) => predictor.facts),
    );
  });

  it('is the same bytes when it is read and written again', () => {
    expect(encodeRelease(decodeRelease(file))).toEqual(file);
  });

  it('is refused when any byte of it is altered', () => {
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const altered = file.slice();
        altered[place] = (altered[place] as number) ^ change;
        expect(() => decodeRelease(altered)).toThrow(/release/);
      }),
      { numRuns: 300 },
    );
  });

  it('is refused when it is cut off anywhere', () => {
    fc.assert(
      fc.property(fc.nat(file.length - 1), (length) => {
        expect(() => decodeRelease(file.slice(0, length))).toThrow(
          expect.objectContaining({ code: 'PREDICTOR_FILE_INVALID' }),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('is refused, with its name, when it is something else', async () => {
    const path = join(directory, 'note.lfr');
    await writeFile(path, 'hello');
    await expect(loadRelease(path)).rejects.toMatchObject({
      code: 'PREDICTOR_FILE_INVALID',
      message: `${path}: The release file cannot be used: it does not begin like one.`,
    });
  });

  it.each([
    ['without rates', {}, 1],
    ['with rates of networks as they were first counted', { rates: exampleRates() }, 2],
    ['with factors of kernel groups', { overhead: corrected }, 3],
    ['with factors and such rates', { overhead: corrected, rates: exampleRates() }, 3],
    ['with rates of networks as they are counted now', { rates: exampleRates({ workVersion }) }, 4],
  ])('has the oldest version that answers the same, %s', (_, changes, version) => {
    const bytes = encodeRelease(exampleRelease({ predictors: [], ...changes }));
    expect(new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true)).toBe(version);
    expect(encodeRelease(decodeRelease(bytes))).toEqual(bytes);
  });

  it('is told from the file of a single predictor', () => {
    const predictor = release.predictors[0]?.toBytes() ?? new Uint8Array();
    expect(() => decodeRelease(predictor)).toThrow(/does not begin like one/);
  });
});
