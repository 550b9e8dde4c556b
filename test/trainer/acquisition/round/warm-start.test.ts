import { describe, expect, it } from 'vitest';

import { configurationHash, featuresOf, type OperationConfiguration } from '../../../../src/graph/index.js';
import { randomFromSeed } from '../../../../src/learning/random/random.js';
import { candidatePool } from '../../../../src/trainer/acquisition/pool/candidate-pool.js';
import {
  guessedLatenciesUs,
  nominalLatenciesUs,
} from '../../../../src/trainer/acquisition/surface/nominal-latencies.js';
import { sourceLatencies } from '../../../../src/trainer/acquisition/round/warm-start.js';

const configurations = Array.from({ length: 60 }, (_, index): OperationConfiguration => ({
  operator: 'RELU',
  attributes: {},
  inputs: [{ shape: [1, 4 + index, 8 + ((7 * index) % 13), 16], type: 'float32', constant: false }],
}));

const candidates = configurations.map((configuration) => ({
  kernelGroup: configuration.operator,
  configuration: configurationHash(configuration),
  features: featuresOf(configuration),
}));

const elements = ({ inputs }: OperationConfiguration) =>
  inputs[0]?.shape.reduce((product, length) => product * length) ?? 0;
const here = (configuration: OperationConfiguration) => 5 + elements(configuration) / 1000;

const source = (name: string, latencyUs: (configuration: OperationConfiguration) => number, size = 50) => ({
  name,
  measurements: configurations.slice(0, size).map((configuration) => ({
    hash: configurationHash(configuration),
    configuration,
    latencyUs: latencyUs(configuration),
  })),
});

const measured = configurations.slice(0, 12).map((configuration, candidate) => ({
  candidate,
  latencyUs: here(configuration),
}));

const random = randomFromSeed(1);

const names = (sources: Parameters<typeof sourceLatencies>[0], known = measured) =>
  sourceLatencies(sources, candidates, known, random).map(({ name }) => name);

describe('phones already profiled', () => {
  it('say what every candidate takes there, measured there or not', () => {
    const [told] = sourceLatencies([source('twin', here)], candidates, [], random);
    for (const [place, configuration] of configurations.entries()) {
      expect(Math.exp(told?.lnUs[place] ?? 0) / here(configuration)).toBeCloseTo(1, 0);
    }
  });

  it('are alike when they are slower by the same factor everywhere', () => {
    const slower = source('slower', (configuration) => 4 * here(configuration));
    const strange = source('strange', (configuration) => 1e6 / elements(configuration));
    expect(names([strange, slower])).toEqual(['slower']);
  });

  it('count by how much is known of them before they can be compared', () => {
    const small = source('small', here, 41);
    expect(names([small, source('large', here)], [])).toEqual(['large', 'small']);
  });

  it('say what to expect before anything is measured', () => {
    const pool = candidatePool(candidates);
    const lnUs = Float64Array.from(candidates, (_, place) => place);
    const informed = candidatePool(candidates, { lnSourcesUs: [lnUs, lnUs.map((value) => value + 2)] });
    expect([...guessedLatenciesUs(informed)].map(Math.log)).toEqual(
      [...lnUs].map((value) => expect.closeTo(value + 1, 6) as number),
    );
    expect(guessedLatenciesUs(pool)).toEqual(nominalLatenciesUs(pool));
  });

  it('are not asked about what this program does not understand', () => {
    const odd = source('odd', here);
    const unknown = { ...(odd.measurements[0] as (typeof odd.measurements)[number]) };
    const invented = { ...unknown.configuration, operator: 'INVENTED' };
    const measurements = [...odd.measurements, { ...unknown, configuration: invented }];
    expect(names([{ name: 'odd', measurements }])).toEqual(['odd']);
  });
});
