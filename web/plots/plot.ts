import type uPlot from 'uplot';

import type { Plot } from '../../src/api/dashboard/html/plots.js';

export type { Plot };
export type LinesPlot = Extract<Plot, { kind: 'lines' }>;
export type ScatterPlot = Extract<Plot, { kind: 'scatter' }>;

/** A plot as uPlot draws it. */
export interface Drawn {
  readonly options: Omit<uPlot.Options, 'width' | 'height'>;
  readonly data: uPlot.AlignedData;
}

/** A colour of the style sheet. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** An axis in the colours of the page. */
export function axis(label: string, more: uPlot.Axis = {}): uPlot.Axis {
  return {
    label,
    labelSize: 22,
    labelFont: '12px system-ui, sans-serif',
    font: '11px system-ui, sans-serif',
    stroke: colour('muted'),
    grid: { stroke: colour('line'), width: 1 },
    ticks: { stroke: colour('line'), width: 1 },
    ...more,
  };
}
