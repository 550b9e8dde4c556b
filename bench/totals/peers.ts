import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { PublishedNetwork } from '../../src/exchange/index.js';
import { buildArchitecture } from '../../src/graph/index.js';
import { median } from '../../src/learning/validation/averages.js';
import { childEnvironment } from '../../src/platform/config/child-environment.js';
import { networkWork } from '../../src/predictor/work/network-work.js';
import { scenarioNames } from './measure.js';
import { phones } from './settings.js';
import { byFamily } from './splits.js';

/** A peer's error on the splits by family, percent, and CPU time of a fit: medians over scenarios and splits. */
export interface MeasuredPeer {
  readonly peer: string;
  readonly precision: string;
  readonly mape: number;
  readonly fitMs: number;
}

const script = fileURLToPath(new URL('peers.py', import.meta.url));
/** Debian's own Python first: its packages are not seen by other ones. */
const interpreters = ['/usr/bin/python3', 'python3'];
const seeds = [1, 2];

/**
 * A regression on FLOPs and size, and scikit-learn's boosting on the very sums that the rates are learned of, on the same splits by family;
 * empty where there is no scikit-learn.
 */
export function measurePeers(networks: readonly PublishedNetwork[]): MeasuredPeer[] {
  const python = interpreters.find((each) => spawnSync(each, ['-c', 'import sklearn']).status === 0);
  if (python === undefined) return [];
  return ['float', 'quant'].flatMap((precision) => {
    const run = spawnSync(python, [script], {
      input: JSON.stringify(caseDocument(networks, precision)),
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      env: childEnvironment({ OMP_NUM_THREADS: '1' }),
    });
    if (run.status !== 0) throw new Error(`the peers failed: ${run.stderr}`);
    const peers = JSON.parse(run.stdout) as Record<string, { mape: number[]; fitSeconds: number }>;
    return Object.entries(peers).map(([peer, { mape, fitSeconds }]) => ({
      peer,
      precision,
      mape: median(mape),
      fitMs: 1000 * fitSeconds,
    }));
  });
}

function caseDocument(networks: readonly PublishedNetwork[], precision: string) {
  const target = { delegate: 'builtin', runtimeVersion: '2.10' } as const;
  const dataType = precision === 'quant' ? 'int8' : 'float32';
  const works = networks.map(({ network }) =>
    networkWork(buildArchitecture(network, { precision: dataType }), target),
  );
  const kinds = [...new Set(works.flatMap((work) => Object.keys(work)))].sort();
  const cases = seeds.flatMap((seed) => {
    const held = new Set(byFamily(networks, seed).testModels);
    return phones.flatMap((device) =>
      scenarioNames(networks, device)
        .filter((name) => !name.startsWith('gpu') && name.endsWith(precision))
        .map((name) => ({
          us: networks.map(({ latencies }) => meanUs(latencies, device, name) ?? null),
          test: networks.map(({ network }) => held.has(network)),
        })),
    );
  });
  return {
    cases,
    size: networks.map(({ flops, sizeBytes }) => [flops, sizeBytes]),
    features: works.map((work) => kinds.map((kind) => work[kind] ?? 0)),
  };
}

function meanUs(latencies: PublishedNetwork['latencies'], device: string, name: string): number | undefined {
  return latencies.find(
    (latency) => latency.device === device && `${latency.cores}|${latency.precision}` === name,
  )?.meanUs;
}
