import type { TriedPlace } from '../../src/api/dashboard/pages/try-network.js';
import { askFarm, textOf } from '../farm.js';
import type { Prediction, Tried } from './prediction.js';

/** What is to be another in a network; of a file also that it is converted to the precision of the scenario. */
export interface WhatIf {
  readonly width?: number;
  readonly kernel?: number;
  readonly convert?: true;
}

/** What a network is called: a file by its name without the ending. */
export function nameOf(model: File | string): string {
  return typeof model === 'string' ? model : model.name.replace(/\.tflite$/i, '');
}

/** Asks the farm for one network at one place, as it is or as it would be. */
export async function tryAt(place: TriedPlace, model: File | string, whatIf: WhatIf = {}): Promise<Tried> {
  try {
    const response = await (typeof model === 'string'
      ? askByName(place, model, whatIf)
      : askByFile(place, model, whatIf));
    return { place, prediction: (await response.json()) as Prediction };
  } catch (error) {
    return { place, failure: textOf(error) };
  }
}

/** A name is built in the precision of the scenario anyway. */
function askByName(
  { device, scenario }: TriedPlace,
  network: string,
  { width, kernel }: WhatIf,
): Promise<Response> {
  return askFarm('/v1/prediction', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ network, scenario, device, variation: { width, kernel } }),
  });
}

function askByFile({ device, scenario }: TriedPlace, model: File, whatIf: WhatIf): Promise<Response> {
  const query = new URLSearchParams({ scenario, device, name: nameOf(model) });
  for (const [name, value] of Object.entries(whatIf)) query.set(name, String(value));
  return askFarm(`/v1/prediction/model?${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: model,
  });
}
