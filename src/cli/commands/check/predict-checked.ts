import { basename } from 'node:path';

import { builtForScenario } from '../../../graph/index.js';
import { createPredictor, refuseMisfit } from '../../../predictor/index.js';
import { loadRelease, type ReleaseKey } from '../../../trainer/index.js';
import type { CommandContext } from '../../context/context.js';
import { isFile, readGraph } from '../../files/graph-source.js';
import { readBinaryFile } from '../../files/binary-file.js';
import type { CheckedNetwork } from './judge.js';

/** Predicts a network by the release that answers for a place, or by another version; here, or by the farm of a URL. */
export async function predictChecked(
  context: CommandContext,
  nameOrFile: string,
  key: ReleaseKey,
): Promise<CheckedNetwork> {
  const { cwd } = context;
  const remote = await context.remoteFarm();
  if (remote !== undefined) {
    const { scenarioKey: scenario, deviceModel: device, version } = key;
    const place = {
      scenario,
      ...(device !== undefined && { device }),
      ...(version !== undefined && { release: version }),
    };
    const answer = isFile(nameOrFile, cwd)
      ? await remote.predictModel(
          basename(nameOrFile, '.tflite'),
          await readBinaryFile(nameOrFile, cwd),
          place,
        )
      : await remote.predict(nameOrFile, place);
    const { name, deviceModel, scenarioKey, release, ...prediction } = answer;
    return { name, deviceModel, scenarioKey, release, prediction };
  }
  const release = await loadRelease(await context.database(), key);
  const { name, graph } = await readGraph(nameOrFile, cwd, builtForScenario(release.scenario));
  refuseMisfit(graph, nameOrFile, release);
  const { deviceModel, scenarioKey, version } = release;
  const prediction = createPredictor(release).predict(graph);
  return { name, deviceModel, scenarioKey, release: version, prediction };
}
