import { isCellTable, parseCells, parseNetworks } from '../../src/exchange/index.js';
import { isDescribable } from '../../src/trainer/index.js';
import { sharedDataText } from '../../test/support/shared-data.js';
import { printLine, type BenchmarkOptions } from '../support/benchmark.js';
import { knownCells, measureCells, type MeasuredBackEnd } from './cells.js';
import { measureSetting, type Measured, type MeasuredSetting } from './measure.js';
import { measurePeers, type MeasuredPeer } from './peers.js';
import { settings } from './settings.js';

const defaultMinutes = 12;

/**
 * How well scenarios are learned from whole networks' times alone, on the published phones and back ends, families held out, with peers
 * beside it. Rows have their share of the minutes; where it is up, no further split is begun, and the row says how many there were.
 */
export function totalsBenchmark({ minutes = defaultMinutes, json = false }: BenchmarkOptions): void {
  const tables = readTables();
  if (tables === undefined) return;
  const { cells, ...networks } = tables;
  const shareMs = (60_000 * minutes) / (settings.length + 1);
  const say = (line: string) => {
    if (!json) printLine(line);
  };
  say(
    'families held out: error, within 10 %, in the 90 % interval, its half-width, CPU time of a fit, splits',
  );
  const rows = settings.map((setting) => {
    const row = measureSetting(setting, networks, performance.now() + shareMs);
    say(rowText(row));
    return row;
  });
  say('peers on the same families, CPUs: error, CPU time of a fit');
  const peers = measurePeers(networks.networks);
  if (peers.length === 0) say('  without scikit-learn: install it with "apt-get install python3-sklearn"');
  for (const peer of peers) say(peerText(peer));
  say('cells of NAS-Bench-201: error with 100 and 20 known (wanted: 2.5 and 4.0 %), in the 90 % interval');
  const backEnds = measureCells(cells);
  for (const backEnd of backEnds) say(cellText(backEnd));
  say('  (the graph network of BRP-NAS, Dudziak et al. 2020, learns each back end from 900 of these cells)');
  if (json) printLine(JSON.stringify({ rows, peers, cells: backEnds }, undefined, 2));
}

function readTables() {
  const [networks, transformers, cells] = [
    sharedDataText('phones/tflite_cnn_e2e.csv'),
    sharedDataText('phones/tflite_transformer_e2e.csv'),
    sharedDataText('phones/nas_bench_201_e2e.csv'),
  ];
  if (networks === undefined || transformers === undefined || cells === undefined || !isCellTable(cells))
    return undefined;
  return {
    networks: parseNetworks(networks, 'tflite_cnn_e2e.csv'),
    transformers: parseNetworks(transformers, 'tflite_transformer_e2e.csv').filter(({ network }) =>
      isDescribable(network),
    ),
    cells: parseCells(cells, 'nas_bench_201_e2e.csv'),
  };
}

const width = 40;

function rowText(row: MeasuredSetting): string {
  const own = Object.entries(row.phones).map(
    ([phone, measured]) => `    ${phone.padEnd(width - 2)} ${figures(measured)}`,
  );
  const fit = `${row.fitMs.toFixed(0)} ms`.padStart(8);
  return [
    `  ${row.name.padEnd(width)} ${figures(row)} ${fit} ${row.splits} splits (wanted: ${row.goal} %)`,
    ...own,
  ].join('\n');
}

function figures({ mape, within10, coverage90, halfWidth90Percent }: Measured): string {
  return [
    `${mape.toFixed(2)} %`,
    `${within10.toFixed(0)} %`,
    `${coverage90.toFixed(0)} %`,
    `±${halfWidth90Percent.toFixed(1)} %`,
  ]
    .map((figure) => figure.padStart(8))
    .join(' ');
}

function peerText({ peer, precision, mape, fitMs }: MeasuredPeer): string {
  return `  ${`${peer}, ${precision}`.padEnd(width)} ${`${mape.toFixed(2)} %`.padStart(8)} ${`${fitMs.toFixed(0)} ms`.padStart(8)}`;
}

function cellText({ backEnd, mape, coverage90 }: MeasuredBackEnd): string {
  const errors = knownCells.map((count) => `${(mape[count] ?? NaN).toFixed(2)} %`.padStart(8));
  const inside = knownCells.map((count) => `${(coverage90[count] ?? NaN).toFixed(0)} %`.padStart(6));
  return `  ${backEnd.padEnd(width)} ${errors.join(' ')} ${inside.join(' ')}`;
}
