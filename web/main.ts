import { loadParts } from './load-parts.js';
import { addOrders } from './orders.js';
import { followProgress } from './progress.js';

/** Plots and the page to try a network are loaded where they are wanted. */
async function drawPlots(root: ParentNode): Promise<void> {
  if (root.querySelector('[data-plot]') === null) return;
  const { drawPlotsIn } = await import('./plots.js');
  drawPlotsIn(root);
}

addOrders(document);
followProgress(document);
await drawPlots(document);
await loadParts(document, drawPlots);
const form = document.querySelector<HTMLElement>('[data-try]');
if (form !== null) {
  const { addTry } = await import('./try-network.js');
  addTry(form);
}
