import { basename } from 'node:path';

import { failureRow, predictionRow } from '../../../predictor/networks/prediction-row.js';
import { isFile } from '../../files/graph-source.js';
import { readBinaryFile } from '../../files/binary-file.js';
import { isOfNetwork, type PredictionPlace, type RemoteFarm } from '../../remote/remote-farm.js';
import type { NetworkPrediction } from './predict-networks.js';

/** Networks that are asked for in one request. */
const batchSize = 1000;

/** Where networks are predicted: in each of the scenarios. */
export interface RemotePlaces {
  readonly scenarios: readonly string[];
  readonly device?: string;
  readonly gpu?: string;
}

/**
 * Lets a farm predict every network in every scenario, in their order. Files are sent as they are. One network in one scenario is
 * predicted operation by operation; of many there is a row each.
 */
export async function* predictRemotely(
  farm: RemoteFarm,
  names: readonly string[],
  { scenarios, ...place }: RemotePlaces,
  cwd: string,
): AsyncGenerator<NetworkPrediction> {
  const isModel = (name: string) => isFile(name, cwd);
  const isSingle = names.length * scenarios.length === 1;
  for (const batch of batchesOf(names, isModel)) {
    const [name = ''] = batch;
    if (isSingle || isModel(name)) {
      for (const scenario of scenarios) yield await predictOne(farm, name, { scenario, ...place }, cwd);
    } else {
      const rows = await farm.predictAll([...batch], { scenarios: [...scenarios], ...place });
      for (const row of rows) yield { row };
    }
  }
}

async function predictOne(
  farm: RemoteFarm,
  nameOrFile: string,
  place: PredictionPlace,
  cwd: string,
): Promise<NetworkPrediction> {
  const isModel = isFile(nameOrFile, cwd);
  const name = isModel ? basename(nameOrFile, '.tflite') : nameOrFile;
  try {
    const { deviceModel, scenarioKey, release, ...prediction } = isModel
      ? await farm.predictModel(name, await readBinaryFile(nameOrFile, cwd), place)
      : await farm.predict(name, place);
    const answering = { deviceModel, scenarioKey, version: release };
    return { row: predictionRow(name, answering, prediction), prediction };
  } catch (error) {
    if (!isOfNetwork(error)) throw error;
    const nobody = { deviceModel: place.device ?? '', scenarioKey: place.scenario, version: 0 };
    return { row: failureRow(name, nobody, error), failure: error };
  }
}

/** Names in their order: files alone, architectures together. */
function* batchesOf(
  names: readonly string[],
  isModel: (name: string) => boolean,
): Generator<readonly string[]> {
  let batch: string[] = [];
  for (const name of names) {
    if (batch.length > 0 && (isModel(name) || batch.length === batchSize)) {
      yield batch;
      batch = [];
    }
    if (isModel(name)) yield [name];
    else batch.push(name);
  }
  if (batch.length > 0) yield batch;
}
