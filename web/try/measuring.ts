import type { TriedPlace } from '../../src/api/dashboard/pages/try-network.js';
import { durationText } from '../../src/platform/format.js';
import type { Tried } from './prediction.js';

/** What the phone time rests on, where that is not the phone itself. */
const basisTexts: Readonly<Record<TriedPlace['basis'], string>> = {
  pool: '',
  scenario: ', as other phones take',
  nominal: ', as a guess: nothing was measured there',
};

/** How many configurations of operations the farm knows too little of, and the phone time of measuring each of them by itself. */
export function measuringText({ place, prediction }: Tried): string {
  if (prediction === undefined) return '–';
  const { configurations, ofUnknownTime, inferenceUs } = prediction.unmeasured;
  if (configurations === 0) return '–';
  const costMs = configurations * place.runMs + (place.inferences * inferenceUs) / 1000;
  const inferences =
    ofUnknownTime === 0 ? '' : ` and the inferences of ${ofUnknownTime} that nothing is known of`;
  const what = configurations === 1 ? '1 configuration' : `${configurations} configurations`;
  return `${what}, ${durationText(costMs)}${inferences}${basisTexts[place.basis]}`;
}
