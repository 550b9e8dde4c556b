import type { TriedPlace } from '../../src/api/dashboard/pages/try-network.js';
import { latencyText, signedPercentText } from '../../src/platform/format.js';
import { element, tableOf } from '../elements.js';
import { tell } from '../farm.js';
import { nameOf, tryAt, type WhatIf } from './ask.js';
import type { Tried } from './prediction.js';

/** What is asked at the place itself. */
const variations: readonly (readonly [string, WhatIf])[] = [
  ['half as many channels', { width: 0.5 }],
  ['¾ of the channels', { width: 0.75 }],
  ['1¼ times the channels', { width: 1.25 }],
  ['1½ times the channels', { width: 1.5 }],
  ['kernels of 3×3', { kernel: 3 }],
  ['kernels of 5×5', { kernel: 5 }],
  ['kernels of 7×7', { kernel: 7 }],
];

/** Offers to predict what would be if the network were another, at each place where it is known whole. */
export function offerWhatIf(section: HTMLElement, model: File | string, tried: readonly Tried[]): void {
  const known = tried.filter(({ prediction }) => prediction?.complete === true);
  section.hidden = known.length === 0;
  const choice = element(
    'select',
    { id: 'what-if-place' },
    ...known.map(({ place }, index) => element('option', { value: String(index) }, placeText(place))),
  );
  const button = element('button', { type: 'button' }, 'What if …');
  const answers = element('div', { 'aria-live': 'polite', 'aria-busy': 'false' });
  button.addEventListener('click', () => {
    const original = known[Number(choice.value)];
    if (original === undefined || button.disabled) return;
    button.disabled = true;
    void askAll(answers, model, original, tried).finally(() => (button.disabled = false));
  });
  section.replaceChildren(
    element('h2', {}, 'What if it were another'),
    element('p', { class: 'fields' }, element('label', {}, 'On ', choice), button),
    answers,
  );
}

/** Asks one after the other, and shows each answer as it comes. */
async function askAll(
  answers: HTMLElement,
  model: File | string,
  original: Tried,
  tried: readonly Tried[],
): Promise<void> {
  answers.setAttribute('aria-busy', 'true');
  const rows = [rowOf('as it is', original, original)];
  const show = () => {
    // On a phone there is no room for a column that says nothing.
    const headings = [
      'what if',
      'latency',
      'change',
      'interval',
      ...(rows.some(([, , , , why]) => why) ? ['why not'] : []),
    ];
    const cells = rows.map((row) => row.slice(0, headings.length));
    answers.replaceChildren(tableOf('What if', headings, cells, [1, 2]));
  };
  for (const [text, whatIf] of variations) {
    rows.push(rowOf(text, await tryAt(original.place, model, whatIf), original));
    show();
  }
  for (const place of otherPrecisions(original.place, tried)) {
    rows.push(rowOf(`as ${place.scenario} runs it`, await tryAt(place, model, { convert: true }), original));
    show();
  }
  answers.setAttribute('aria-busy', 'false');
  tell(`${nameOf(model)}: ${rows.length - 1} variations on ${placeText(original.place)}.`);
}

/** Other scenarios of the same device: another precision is another scenario. */
function otherPrecisions({ device, scenario }: TriedPlace, tried: readonly Tried[]): TriedPlace[] {
  return tried
    .map(({ place }) => place)
    .filter((place) => place.device === device && place.scenario !== scenario);
}

function rowOf(text: string, { prediction, failure }: Tried, original: Tried): string[] {
  if (prediction?.complete !== true) {
    const unknown = prediction?.unknown.map(({ operator, reason }) => `${operator}: ${reason}`).join('; ');
    return [text, '–', '–', '–', failure ?? unknown ?? ''];
  }
  const { totalUs, interval } = prediction;
  const before = original.prediction?.complete === true ? original.prediction.totalUs : totalUs;
  const change = prediction === original.prediction ? '–' : signedPercentText(100 * (totalUs / before - 1));
  return [
    text,
    latencyText(totalUs),
    change,
    `${latencyText(interval.lowUs)} to ${latencyText(interval.highUs)}`,
    '',
  ];
}

function placeText({ device, scenario }: TriedPlace): string {
  return `${device}, ${scenario}`;
}
