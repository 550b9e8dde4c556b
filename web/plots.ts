import uPlot from 'uplot';

import { linesOf } from './plots/lines.js';
import { scatterOf } from './plots/scatter.js';
import type { Drawn, Plot } from './plots/plot.js';

/** Draws the plots of a page, and again when the colours change or the page gets another width. */
export function drawPlotsIn(root: ParentNode): void {
  for (const figure of root.querySelectorAll<HTMLElement>('[data-plot]')) addPlot(figure);
}

function addPlot(figure: HTMLElement): void {
  const place = figure.querySelector<HTMLElement>('.canvas');
  const data = figure.querySelector('script[data-name="plot"]')?.textContent;
  if (place === null || !data) return;
  const plot = JSON.parse(data) as Plot;
  figure.dataset['kind'] = plot.kind;
  let shown: uPlot | undefined;
  const draw = () => {
    shown?.destroy();
    const { options, data: values }: Drawn = plot.kind === 'lines' ? linesOf(plot) : scatterOf(plot);
    shown = new uPlot({ ...options, ...sizeOf(place, plot) }, values, place);
  };
  draw();
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  new ResizeObserver(() => shown?.setSize(sizeOf(place, plot))).observe(place);
}

function sizeOf(place: HTMLElement, { kind }: Plot): { width: number; height: number } {
  const width = Math.max(240, place.clientWidth);
  return { width, height: kind === 'scatter' ? Math.min(440, Math.max(300, width * 0.62)) : 220 };
}
