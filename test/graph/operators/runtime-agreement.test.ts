import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { graphOfConfigurations, outputsOf, precisions, writeTflite } from '../../../src/graph/index.js';
import { TfliteRuntime, withoutDelegate } from '../../support/tflite-runtime.js';
import { configurationsOf, operatorsIn } from '../support/configurations.js';

const nightly = process.env['FARM_TEST_NIGHTLY'] === '1';
const configurationsEach = nightly ? 500 : 25;

let runtime: TfliteRuntime;
beforeAll(async () => {
  runtime = await TfliteRuntime.load();
});

describe.each(precisions)('a written %s model', (precision) => {
  it.each(operatorsIn(precision))(
    'of %s is accepted, and gives the shapes that its rule says',
    (operator) => {
      fc.assert(
        fc.property(configurationsOf(operator, precision), (configuration) => {
          const graph = graphOfConfigurations([configuration]);
          const expected = outputsOf(configuration).map(({ shape, type }) => ({ shape, type }));
          const delegated = runtime.run(writeTflite(graph));
          expect(delegated.outputs).toEqual(expected);
          const builtin = runtime.run(writeTflite(withoutDelegate(graph)));
          expect(builtin.outputs.slice(0, -1)).toEqual(expected);
          expect(builtin.rows).toContain(operator);
        }),
        { numRuns: configurationsEach },
      );
    },
    nightly ? 300_000 : 30_000,
  );
});
