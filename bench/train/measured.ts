import { fileURLToPath } from 'node:url';

import { configurationHash, type OperationConfiguration } from '../../src/graph/index.js';
import { randomFromSeed } from '../../src/learning/random/random.js';
import { readSearchSpace, sampleSearchSpace } from '../../src/orchestrator/index.js';
import type { Database } from '../../src/platform/database/index.js';
import { lawUs, storeMeasurements } from '../../test/trainer/support/measured-scenario.js';

export const timings = 2_500;
export const kernelGroups = 23;
const seed = 1;
/** How much measurements, and what an operator does with its work, differ from the law: standard deviations of logarithms. */
const noise = 0.05;
const operatorSpread = 0.5;

const spaceFile = fileURLToPath(new URL('../../configs/search-spaces/every-operator.yaml', import.meta.url));

/** Stores runs of single operations of so many kernel groups, measured by a law with noise. Returns the device model. */
export async function storeBenchMeasurements(
  database: Database,
  scenarioKey: string,
  howMany = timings,
): Promise<string> {
  return storeMeasurements(database, scenarioKey, await sampledConfigurations(howMany), { timeUs });
}

async function sampledConfigurations(howMany: number): Promise<OperationConfiguration[]> {
  const space = await readSearchSpace(spaceFile);
  const byOperator = new Map(space.operations.map(({ name, operator }) => [operator, name]));
  const names = [...byOperator.values()].slice(0, kernelGroups);
  const share = Math.floor(howMany / names.length);
  const counts = names.map(
    (name, index) => [name, share + (index < howMany % names.length ? 1 : 0)] as const,
  );
  return sampleSearchSpace(space, Object.fromEntries(counts), seed).map(({ configuration }) => configuration);
}

/** The same for the same configuration, whenever it is asked. */
function timeUs(configuration: OperationConfiguration): number {
  const random = randomFromSeed(seed);
  const ofOperator = random.split(configuration.operator).normal(0, operatorSpread);
  const ofRun = random.split(configurationHash(configuration)).normal(0, noise);
  return lawUs(configuration) * Math.exp(ofOperator + ofRun);
}
