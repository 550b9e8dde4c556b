import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import type { PublishedOperations } from '../../src/exchange/published/operations.js';
import { childEnvironment } from '../../src/platform/config/child-environment.js';
import type { MeasuredNetwork } from '../../src/trainer/material/measured-networks.js';
import { printLine } from '../support/benchmark.js';

export interface PeerMetrics {
  readonly modelSumMape: number;
  readonly within10: number;
  readonly operationMape: number;
  readonly fitSeconds: number;
}

/** Metrics of every seed by peer. */
export type PeerResults = Readonly<Record<string, readonly PeerMetrics[]>>;

const script = fileURLToPath(new URL('peers.py', import.meta.url));

/** Debian's own Python first: its packages are not seen by other ones. */
const interpreters = ['/usr/bin/python3', 'python3'];

/** A Python with scikit-learn and XGBoost; `undefined`, said aloud, where there is none. */
export function peerPython(): string | undefined {
  const found = interpreters.find(
    (python) => spawnSync(python, ['-c', 'import sklearn, xgboost']).status === 0,
  );
  if (found === undefined) {
    printLine('  without peers: install them with "apt-get install python3-sklearn python3-xgboost"');
  }
  return found;
}

/** Fits the peers to the same rows, with the same networks held out. `foldsOf` has the fold of each network, for every seed. */
export function runPeers(
  python: string,
  table: PublishedOperations,
  device: string,
  networks: readonly MeasuredNetwork[],
  foldsOfSeeds: readonly Int32Array[],
): PeerResults {
  const place = new Map(networks.map(({ name }, index) => [name, index]));
  const rows = table.rows.flatMap((row) => {
    const latencyUs = row.timings.get(`${device}|gpu|float`)?.latencyUs;
    return latencyUs === undefined ? [] : [{ ...row, latencyUs }];
  });
  const document = {
    features: rows.map(({ features }) => plainFeatures.map((name) => features[name] ?? -1)),
    operation: rows.map(({ operation }) => operation),
    network: rows.map(({ network }) => network),
    us: rows.map(({ latencyUs }) => latencyUs),
    folds: foldsOfSeeds.map((folds) => rows.map(({ network }) => folds[place.get(network) as number])),
  };
  const run = spawnSync(python, [script], {
    input: JSON.stringify(document),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: childEnvironment({ OMP_NUM_THREADS: '1' }),
  });
  if (run.status !== 0) throw new Error(`the peers failed: ${run.stderr}`);
  return JSON.parse(run.stdout) as PeerResults;
}

/** The features as the data set has them. */
const plainFeatures = [
  'inputSide',
  'inputChannels',
  'outputSide',
  'stride',
  'kernel',
  'filters',
  'groups',
  'flops',
] as const;
