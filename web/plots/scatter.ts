import type uPlot from 'uplot';

import { latencyText, signedPercentText } from '../../src/platform/format.js';
import { axis, colour, type Drawn, type ScatterPlot } from './plot.js';

/** Share of the measured time that the band reaches to both sides. */
const bandShare = 0.1;

/** Predicted over measured times, both logarithmic, with the diagonal and a band around it. The nearest network is named below. */
export function scatterOf({ networks }: ScatterPlot): Drawn {
  const sorted = networks.toSorted((a, b) => a.measuredUs - b.measuredUs);
  const times = sorted.flatMap(({ measuredUs, predictedUs }) => [measuredUs, predictedUs]);
  const least = Math.min(...times) / 1.3;
  const greatest = Math.max(...times) * 1.3;
  const x = [least, ...sorted.map(({ measuredUs }) => measuredUs), greatest];
  const line = (factor: number) => x.map((us) => us * factor);
  const nameAt = (index: number | null) => (index === null ? undefined : sorted[index - 1]);
  // Distribution 3 is the logarithmic one: the names that uPlot's types have for them are not there when it runs.
  const log = { distr: 3, log: 10, time: false } as unknown as uPlot.Scale;
  const ticks: Partial<uPlot.Axis> = {
    // uPlot's own begin at the end of a scale, which is no power of ten here.
    splits: (_plot, _axis, low, high) => roundTimes(low, high),
    filter: (_plot, splits) => splits,
    values: (_plot, splits) => splits.map(latencyText),
  };
  return {
    options: {
      scales: { x: { ...log, range: [least, greatest] }, y: { ...log, range: [least, greatest] } },
      axes: [axis('measured', ticks), axis('predicted', { ...ticks, size: 64 })],
      cursor: { drag: { x: false, y: false } },
      series: [
        { label: 'network', value: (_plot, _raw, _series, index) => nameAt(index)?.name ?? '–' },
        {
          label: 'predicted',
          stroke: colour('predicted'),
          paths: () => null,
          points: { show: true, size: 7, fill: colour('predicted') },
          value: (_plot, _raw, _series, index) => toldOf(nameAt(index)),
        },
        { label: '+10 %', stroke: colour('line-strong'), width: 1, points: { show: false }, value: () => '' },
        { label: '-10 %', stroke: colour('line-strong'), width: 1, points: { show: false }, value: () => '' },
        {
          label: 'equal',
          stroke: colour('muted'),
          width: 1,
          dash: [4, 4],
          points: { show: false },
          value: () => '',
        },
      ],
      bands: [{ series: [2, 3], fill: colour('band') }],
    },
    data: [
      x,
      [null, ...sorted.map(({ predictedUs }) => predictedUs), null],
      line(1 + bandShare),
      line(1 - bandShare),
      line(1),
    ],
  };
}

/** Round numbers between two others, the more to a power of ten the fewer powers there are. */
function roundTimes(low: number, high: number): number[] {
  const mantissas = high / low > 300 ? [1] : high / low > 10 ? [1, 2, 5] : [1, 1.5, 2, 3, 5];
  const from = Math.floor(Math.log10(low));
  const powers = Array.from(
    { length: Math.ceil(Math.log10(high)) - from + 1 },
    (_, index) => 10 ** (from + index),
  );
  return powers
    .flatMap((power) => mantissas.map((each) => each * power))
    .filter((us) => us >= low && us <= high);
}

function toldOf(network: { measuredUs: number; predictedUs: number } | undefined): string {
  if (network === undefined) return '–';
  const { measuredUs, predictedUs } = network;
  const error = (100 * (predictedUs - measuredUs)) / measuredUs;
  return `${latencyText(predictedUs)} for ${latencyText(measuredUs)}, ${signedPercentText(error)}`;
}
