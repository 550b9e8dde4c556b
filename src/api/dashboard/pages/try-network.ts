import { architectureNames } from '../../../graph/index.js';
import { measuringCosts, type CostBasis } from '../../../orchestrator/index.js';
import { listReleases } from '../../../trainer/index.js';
import type { ApiServer } from '../../basis/api-server.js';
import type { ApiServices } from '../../basis/services.js';
import { dataScript, html, type Html } from '../html/html.js';
import { sendPage } from './send-page.js';

/** A place where a network is tried, and what measuring an operation costs there; web/try-network.ts reads it. */
export interface TriedPlace {
  readonly device: string;
  readonly scenario: string;
  readonly release: number;
  /** Phone time of one more run beside its inferences. */
  readonly runMs: number;
  /** Inferences of a run. */
  readonly inferences: number;
  /** What the phone time rests on: runs on such a phone, runs of the scenario elsewhere, or nothing that was measured. */
  readonly basis: CostBasis;
}

/** The page to drop a network on. Browsers ask the API itself for the predictions. */
export function addTryPage(scope: ApiServer, { database }: ApiServices): void {
  scope.get('/try', { schema: { hide: true } }, async ({ caller }, reply) => {
    const answering = await listReleases(database, { state: 'PROMOTED' });
    const costs = await measuringCosts(database, answering);
    const places = answering.map(({ deviceModel, scenarioKey, version }, index): TriedPlace => ({
      device: deviceModel,
      scenario: scenarioKey,
      release: version,
      runMs: costs[index]?.overheadMs ?? 0,
      inferences: costs[index]?.inferences ?? 0,
      basis: costs[index]?.basis ?? 'nominal',
    }));
    return sendPage(reply, caller, {
      title: 'Try a network',
      section: '/dashboard/try',
      body: places.length === 0 ? nothingAnswers : tryForm(places),
    });
  });
}

const nothingAnswers = html`<p class="empty">
  No release answers yet: measure a campaign, and learn from it with <code>farm train</code>.
</p>`;

function tryForm(places: readonly TriedPlace[]): Html {
  return html`<div data-try>
    ${dataScript('places', places)}
    <div class="drop" id="drop">
      <div class="fields">
        <label>A .tflite file, or drop one here <input type="file" id="file" accept=".tflite" /></label>
        <label
          >or a network by its name
          <input id="name" list="names" autocomplete="off" spellcheck="false" placeholder="mobilenetv2_w1"
        /></label>
        <datalist id="names">
          ${architectureNames().map((name) => html`<option value="${name}"></option>`)}
        </datalist>
        <button type="button" class="main" id="predict">
          Predict on ${places.length} ${places.length === 1 ? 'place' : 'places'}
        </button>
      </div>
      <p class="hint">The file is read by the farm and not kept.</p>
    </div>
    <section id="answers" aria-live="polite" aria-busy="false" hidden>
      <h2>Predicted</h2>
      <div id="table"></div>
    </section>
    <section id="details" hidden></section>
    <section id="what-if" hidden></section>
  </div>`;
}
