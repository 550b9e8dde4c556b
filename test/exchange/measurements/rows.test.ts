import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { configurationHash } from '../../../src/graph/index.js';
import { sampleHash } from '../../../src/records/sample.js';
import { rowsOfRun } from '../../../src/exchange/measurements/columns.js';
import { encodeCsv, encodeJsonLines } from '../../../src/exchange/measurements/encode-text.js';
import type { MeasuredRun } from '../../../src/exchange/measurements/measured-run.js';
import { parseMeasurementRows } from '../../../src/exchange/measurements/parse-rows.js';
import { runsOfRows } from '../../../src/exchange/measurements/runs-of-rows.js';
import { convolutionSample } from '../../support/worker-records.js';

const text = fc.string({ unit: 'binary', minLength: 1 }).filter((value) => !value.includes('\0'));
const timeUs = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const count = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const moment = fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });

const sample = convolutionSample(24);
const [spec] = sample.kind === 'operations' ? sample.configurations : [];
const configuration = spec === undefined ? null : { hash: configurationHash(spec), spec };

const operations = fc
  .array(
    fc.record({
      operationIndex: maybe(count),
      operator: text,
      kernel: maybe(text),
      configuration: fc.constantFrom(null, configuration),
      meanUs: timeUs,
      stdUs: maybe(timeUs),
      firstUs: timeUs,
      count,
      sharedRow: fc.boolean(),
    }),
    { maxLength: 4 },
  )
  .map((rows) => rows.map((row, ordinal) => ({ ordinal, ...row })));

const measuredRun: fc.Arbitrary<MeasuredRun> = fc.record({
  key: fc.stringMatching(/^[0-9a-f]{64}$/),
  campaign: fc.record({ id: fc.uuid(), name: text }),
  pool: fc.record({
    key: fc.stringMatching(/^[a-z0-9-]{1,20}$/),
    deviceModel: text,
    socModel: fc.string(),
    buildFingerprint: fc.string(),
  }),
  scenarioKey: fc.constantFrom('gpu-t1-float16-gpu-2.10', '1large1med-t2-float32-xnnpack-2.15'),
  sample: fc.record({
    hash: fc.constant(sampleHash(sample)),
    kind: fc.constant('OPERATIONS' as const),
    name: text,
    spec: fc.constant(sample),
  }),
  repetition: count,
  result: fc.record({
    verdict: text,
    verdictReason: maybe(text),
    clockSource: maybe(text),
    startedAt: maybe(moment),
    finishedAt: maybe(moment),
    initUs: maybe(timeUs),
    firstInferenceUs: maybe(timeUs),
    warmupMeanUs: maybe(timeUs),
    inferenceMeanUs: maybe(timeUs),
    inferenceStdUs: maybe(timeUs),
    inferenceMinUs: maybe(timeUs),
    inferenceMaxUs: maybe(timeUs),
    inferenceCount: maybe(count),
    operationSumUs: maybe(timeUs),
  }),
  operations,
});

async function written(encode: typeof encodeCsv, runs: readonly MeasuredRun[]): Promise<string> {
  async function* batches() {
    yield await Promise.resolve(runs.flatMap(rowsOfRun));
  }
  let file = '';
  for await (const piece of encode(batches())) file += piece;
  return file;
}

describe.each([
  ['CSV', encodeCsv],
  ['JSON lines', encodeJsonLines],
])('measurements as %s', (_, encode) => {
  it('are read as they were written', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(measuredRun, { minLength: 1, maxLength: 3, selector: ({ key }) => key }),
        async (runs) => {
          const rows = parseMeasurementRows(await written(encode, runs), 'file');
          expect(runsOfRows(rows, 'file').map(({ run }) => run)).toEqual(runs);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are refused by line when any character was lost, or read as something', async () => {
    const [run] = fc.sample(measuredRun, { numRuns: 1, seed: 7 }) as [MeasuredRun];
    const file = await written(encode, [run]);
    fc.assert(
      fc.property(fc.nat(file.length - 1), (place) => {
        try {
          runsOfRows(parseMeasurementRows(file.slice(0, place) + file.slice(place + 1), 'file'), 'file');
        } catch (error) {
          expect(error).toMatchObject({ code: 'TRAINING_DATA_INVALID' });
          expect((error as Error).message).toMatch(/^file:\d+/);
        }
      }),
      { numRuns: 200 },
    );
  });
});
