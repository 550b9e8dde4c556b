import { describe, expect, it } from 'vitest';
import { buildArchitecture } from '../../../../src/graph/architectures/index.js';
import { readTflite } from '../../../../src/graph/index.js';
import {
  firstDifference,
  genuineCuts,
  genuineVersion,
  ownAnswer,
  type GenuineCut,
} from '../../../support/genuine-gpu-cuts.js';
import { packagedModel } from '../../support/models.js';

const architectures = genuineCuts('architectures');
const files = genuineCuts('npm-files');
/** Packages of npm that are installed for tests. */
const installed = ['face_detection', 'selfie_segmentation'];

describe.skipIf(architectures === undefined)(
  'what the genuine GPU delegate launches for the architectures',
  () => {
    const gpus = [...new Set(architectures?.map(({ gpu }) => gpu))];

    it.each(gpus)(
      'is what is listed here, names, node numbers, order, classes and failures, on %s',
      (gpu) => {
        const cuts = (architectures ?? []).filter((cut) => cut.gpu === gpu);
        expect(cuts).toHaveLength(130);
        expect(cuts.flatMap((cut) => difference(cut, buildArchitecture(cut.network)))).toEqual([]);
      },
    );
  },
);

describe.skipIf(files === undefined)('what the genuine GPU delegate launches for networks of npm', () => {
  const cuts = (files ?? []).filter(({ network }) => packageOf(network) !== undefined);

  it.each(cuts)('is what is listed here for $network on $gpu', (cut) => {
    const [, file = ''] = cut.network.split('__');
    const [graph] = readTflite(packagedModel(`@mediapipe/${packageOf(cut.network) ?? ''}/${file}`)).graphs;
    expect(difference(cut, graph)).toEqual([]);
  });
});

function packageOf(network: string): string | undefined {
  return installed.find((name) => network.startsWith(`npm-${name}__`));
}

function difference({ gpu, network, answer }: GenuineCut, graph: Parameters<typeof ownAnswer>[0]): string[] {
  const text = firstDifference(answer, ownAnswer(graph, { gpu, runtimeVersion: genuineVersion }));
  return text === '' ? [] : [`${network} on ${gpu}: ${text}`];
}
