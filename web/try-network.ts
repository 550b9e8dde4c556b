import type { TriedPlace } from '../src/api/dashboard/pages/try-network.js';
import { latencyText, shareText } from '../src/platform/format.js';
import { tell } from './farm.js';
import { element, tableOf } from './elements.js';
import { showDetails } from './try/details.js';
import type { Tried } from './try/prediction.js';
import { measuringText } from './try/measuring.js';
import { nameOf, tryAt } from './try/ask.js';
import { offerWhatIf } from './try/what-if.js';

/** The page to try a network on: predicts it at every place, one after the other, and shows each answer as it comes. */
export function addTry(root: HTMLElement): void {
  const places = JSON.parse(root.querySelector('[data-name="places"]')?.textContent ?? '[]') as TriedPlace[];
  const file = findA(HTMLInputElement, root, '#file');
  const name = findA(HTMLInputElement, root, '#name');
  const button = findA(HTMLButtonElement, root, '#predict');
  const drop = find(root, '#drop');
  const start = async (model: File | string) => {
    if (button.disabled) return;
    button.disabled = true;
    try {
      await predictEverywhere(root, model, places);
    } finally {
      button.disabled = false;
    }
  };
  button.addEventListener('click', () => {
    const model = file.files?.[0] ?? name.value.trim();
    if (model === '') tell('Choose a file, or name a network.', true);
    else void start(model);
  });
  file.addEventListener('change', () => (name.value = ''));
  name.addEventListener('input', () => (file.value = ''));
  for (const kind of ['dragenter', 'dragover', 'dragleave', 'drop'] as const) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle('over', kind === 'dragenter' || kind === 'dragover');
    });
  }
  drop.addEventListener('drop', ({ dataTransfer }) => {
    const dropped = dataTransfer?.files[0];
    if (dropped !== undefined) void start(dropped);
  });
}

async function predictEverywhere(
  root: HTMLElement,
  model: File | string,
  places: readonly TriedPlace[],
): Promise<void> {
  const name = nameOf(model);
  const answers = find(root, '#answers');
  answers.hidden = false;
  answers.setAttribute('aria-busy', 'true');
  find(root, '#details').hidden = true;
  find(root, '#what-if').hidden = true;
  tell(`Predicting ${name} …`);
  const tried: Tried[] = [];
  for (const place of places) {
    tried.push(await tryAt(place, model));
    showAnswers(root, tried);
  }
  answers.setAttribute('aria-busy', 'false');
  const known = tried.filter((each) => each.prediction?.complete === true).length;
  tell(`${name}: a latency on ${known} of ${tried.length} places.`);
  const first = tried.find((each) => each.prediction !== undefined);
  if (first === undefined) return;
  showDetails(find(root, '#details'), first);
  offerWhatIf(find(root, '#what-if'), model, tried);
}

function showAnswers(root: HTMLElement, tried: readonly Tried[]): void {
  const rows = tried.map((each) => [
    each.place.device,
    element('code', {}, each.place.scenario),
    latencyOf(each),
    intervalOf(each),
    sharesOf(each),
    measuringText(each),
    unknownOf(each),
    detailsButton(root, each),
  ]);
  const headings = [
    'device',
    'scenario',
    'latency',
    'interval',
    'extrapolated',
    'to measure it',
    'unknown',
    'more',
  ];
  find(root, '#table').replaceChildren(tableOf('Predictions by place', headings, rows, [2, 4, 5]));
}

function latencyOf({ prediction }: Tried): string | HTMLElement {
  if (prediction === undefined) return '–';
  if (prediction.complete) return element('strong', {}, latencyText(prediction.totalUs));
  return `more than ${latencyText(prediction.knownUs)}`;
}

function intervalOf({ prediction }: Tried): string {
  if (prediction?.complete !== true) return '–';
  const { lowUs, highUs, coverage } = prediction.interval;
  return `${latencyText(lowUs)} to ${latencyText(highUs)} (${shareText(coverage)})`;
}

function sharesOf({ prediction }: Tried): string {
  return prediction?.complete === true ? shareText(prediction.extrapolatedShare) : '–';
}

function unknownOf({ prediction, failure }: Tried): string {
  if (prediction === undefined) return failure ?? '';
  if (prediction.complete) return '';
  return prediction.unknown
    .map(({ operator, count, reason }) => `${count} ${operator}: ${reason}`)
    .join('; ');
}

function detailsButton(root: HTMLElement, tried: Tried): HTMLElement | string {
  if (tried.prediction === undefined) return '';
  const { device, scenario } = tried.place;
  const button = element(
    'button',
    { type: 'button', 'aria-label': `Operations on ${device}, ${scenario}` },
    'Operations',
  );
  button.addEventListener('click', () => {
    const details = find(root, '#details');
    showDetails(details, tried);
    details.querySelector<HTMLElement>('h2')?.focus();
  });
  return button;
}

function find(root: ParentNode, selector: string): HTMLElement {
  return findA(HTMLElement, root, selector);
}

function findA<Found extends HTMLElement>(kind: new () => Found, root: ParentNode, selector: string): Found {
  const found = root.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${selector}.`);
}
