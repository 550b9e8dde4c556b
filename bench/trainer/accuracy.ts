import { parseNetworks } from '../../src/exchange/published/networks.js';
import { parseOperations } from '../../src/exchange/published/operations.js';
import { endToEndUs } from '../../src/predictor/totals/overhead.js';
import {
  dealNetworks,
  evaluateSplit,
  type SplitMetrics,
} from '../../src/trainer/evaluation/evaluate-split.js';
import { fitOverhead } from '../../src/trainer/fit/fit-overhead.js';
import { networksOnDevice, type PublishedMeasurements } from '../../src/trainer/material/measured-device.js';
import type { MeasuredNetwork } from '../../src/trainer/material/measured-networks.js';
import { sharedDataText } from '../../test/support/shared-data.js';
import { printLine, printRows } from '../support/benchmark.js';
import { cpuMs } from './cpu-clock.js';
import { peerPython, runPeers, type PeerMetrics, type PeerResults } from './peers.js';

const folds = 5;
const seeds = 5;

/** What is asked for of each kind of split: sums of operations, as a share of the better peer's error. */
const wantedRatio = { random: 0.65, family: 0.55 } as const;

/** Predictors of both development devices against scikit-learn and XGBoost: the same rows, the same networks held out. */
export function accuracyBenchmark(): void {
  const operations = sharedDataText('phones/tflite_cnn_ops_gpu.csv');
  const networks = sharedDataText('phones/tflite_cnn_e2e.csv');
  if (operations === undefined || networks === undefined) return;
  const measurements = {
    operations: parseOperations(operations, 'tflite_cnn_ops_gpu.csv'),
    networks: parseNetworks(networks, 'tflite_cnn_e2e.csv'),
  };
  const python = peerPython();
  for (const device of measurements.operations.scenarios.map((scenario) => scenario.device)) {
    for (const by of ['random', 'family'] as const) compare(measurements, device, by, python);
  }
}

function compare(
  measurements: PublishedMeasurements,
  device: string,
  by: 'random' | 'family',
  python: string | undefined,
): void {
  const networks = networksOnDevice(measurements, device);
  const ours = evaluateSplit({
    measurements,
    device,
    by,
    folds,
    seeds,
    learner: 'auto',
    codeVersion: 'benchmark',
    monotonicMs: cpuMs,
  }).median;
  const dealt = Array.from({ length: seeds }, (_, seed) => dealNetworks(networks, by, folds, seed));
  const peers =
    python === undefined ? {} : runPeers(python, measurements.operations, device, networks, dealt);
  printLine(
    `${device}, networks held out ${by === 'random' ? 'at random' : 'by family'}, ${seeds} seeds, medians`,
  );
  printRows([
    ...peerRows(peers),
    { measured: 'sum of operations', value: ours.modelSumMape, unit: '% off', wanted: wantedSum(peers, by) },
    ...ownRows(ours, endToEndFloor(networks, dealt), peers),
  ]);
}

function peerRows(peers: PeerResults) {
  return Object.entries(peers).map(([name, metrics]) => ({
    measured: `sum of operations, ${name}`,
    value: median(metrics, 'modelSumMape'),
    unit: '% off',
    wanted: '-',
  }));
}

function wantedSum(peers: PeerResults, by: 'random' | 'family'): string {
  const bounds = Object.entries(peers).map(([name, metrics]) => {
    const bound = wantedRatio[by] * median(metrics, 'modelSumMape');
    return `${bound.toFixed(2)} for ${name}`;
  });
  return bounds.length === 0 ? `${wantedRatio[by]} of a peer's` : `at most ${bounds.join(', ')}`;
}

function ownRows(ours: SplitMetrics, floor: number, peers: PeerResults) {
  const peerSeconds = peers['scikit-learn'] && median(peers['scikit-learn'], 'fitSeconds');
  return [
    { measured: 'networks within 10 %', value: ours.within10, unit: '%', wanted: 'at least 96, by family' },
    { measured: 'single operations', value: ours.operationMape, unit: '% off', wanted: '-' },
    {
      measured: 'from end to end',
      value: ours.endToEndMape ?? NaN,
      unit: '% off',
      wanted: `at most ${(1.2 * floor).toFixed(2)}: 1.2 of what measured operations leave`,
    },
    { measured: '90 % intervals cover', value: ours.coverage90, unit: '%', wanted: '87 to 93' },
    { measured: 'half their mean width', value: ours.halfWidth90, unit: '% of a network', wanted: '-' },
    {
      measured: 'fit of all groups, CPU time',
      value: ours.fitSeconds,
      unit: 's',
      wanted:
        peerSeconds === undefined ? 'as scikit-learn' : `at most ${peerSeconds.toFixed(2)}: scikit-learn's`,
    },
    { measured: 'choosing learners before, CPU time', value: ours.selectionSeconds, unit: 's', wanted: '-' },
    { measured: 'calibrating intervals, CPU time', value: ours.calibrationSeconds, unit: 's', wanted: '-' },
  ];
}

/**
 * Mean error, in percent, that interceptUs + perKernelUs · kernels leaves on held-out networks whose operations are measured; median
 * over the seeds.
 */
function endToEndFloor(networks: readonly MeasuredNetwork[], dealt: readonly Int32Array[]): number {
  const runs = networks.map(({ kernels, operationSumUs, endToEndUs: inferenceMeanUs = NaN }) => ({
    kernels: kernels.length,
    operationSumUs,
    inferenceMeanUs,
  }));
  const floors = dealt.map((foldOf) => {
    const errors = runs.map((run, index) => {
      const others = runs.filter((_, other) => foldOf[other] !== foldOf[index]);
      const overhead = fitOverhead(others, { wholeNetworks: false });
      return Math.abs(endToEndUs(overhead, run.operationSumUs, run.kernels) / run.inferenceMeanUs - 1);
    });
    return (100 * errors.reduce((sum, error) => sum + error, 0)) / errors.length;
  });
  return floors.sort((a, b) => a - b)[floors.length >> 1] as number;
}

function median(metrics: readonly PeerMetrics[], name: keyof PeerMetrics): number {
  const sorted = metrics.map((each) => each[name]).sort((a, b) => a - b);
  return sorted[sorted.length >> 1] as number;
}
