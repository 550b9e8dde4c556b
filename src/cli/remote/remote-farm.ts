import { createFarmClient, FarmProblem, type FarmClient } from '../../client/index.js';
import type {
  CampaignList,
  CampaignProgress,
  CampaignQuery,
  RunDetails,
  RunList,
  RunLog,
  RunQuery,
} from '../../orchestrator/index.js';
import type { Clock } from '../../platform/index.js';
import { FarmError } from '../../platform/errors.js';
import type { PredictionRow } from '../../predictor/networks/prediction-row.js';
import type { GraphPrediction } from '../../predictor/index.js';
import type {
  CampaignResults,
  PredictedRun,
  ReleaseDetails,
  ReleaseFilter,
  ReleaseHistoryEntry,
  ReleaseSummary,
} from '../../trainer/index.js';
import type { ReleaseVersion } from '../../trainer/index.js';
import type {
  HostWithPhones,
  KnownPhone,
  PhoneDocument,
  PhoneHistory,
  ShownPhone,
} from '../../worker/index.js';
import { momentsOf } from './moments.js';
import { knownPhoneOf, shownPhoneOf } from './remote-phones.js';

/** Where networks are predicted. */
export interface PredictionPlace {
  readonly scenario: string;
  readonly device?: string;
  readonly gpu?: string;
  /** Version of the release; the one that answers now by default. */
  readonly release?: number;
}

/** What is predicted of one network, operation by operation, and by which release. */
export type RemotePrediction = GraphPrediction & {
  readonly name: string;
  readonly deviceModel: string;
  readonly scenarioKey: string;
  readonly release: number;
};

type Data<Value> = Promise<{ readonly data?: Value }>;

export interface RemoteFarmOptions {
  readonly url: string;
  readonly token: string;
  readonly clock: Clock;
  /** Whatever is asked ends with it. */
  readonly signal: AbortSignal;
}

/** As many runs or networks as a farm tells at once. */
const mostPerPage = 1000;

/** How often a farm that asks for patience is asked again, and how long it may ask for each time. */
const patience = { times: 5, mostS: 60 };

/** A farm that is asked over HTTP, in the words of the rooms that would be asked here. What it refuses comes as a FarmError. */
export class RemoteFarm {
  readonly #client: FarmClient;
  readonly #options: RemoteFarmOptions;

  constructor(options: RemoteFarmOptions) {
    const { signal } = options;
    this.#options = options;
    this.#client = createFarmClient({ ...options, fetch: (request) => fetch(request, { signal }) });
  }

  campaigns({ open, ...page }: CampaignQuery): Promise<CampaignList> {
    const query = { ...page, ...(open === true && { open: 'true' }) };
    return this.#answerOf(() => this.#client.GET('/v1/campaigns', { params: { query } }));
  }

  campaign(id: string): Promise<CampaignProgress> {
    return this.#answerOf(() => this.#client.GET('/v1/campaigns/{id}', { params: { path: { id } } }));
  }

  async phones(): Promise<ShownPhone[]> {
    return (await this.#answerOf<PhoneDocument[]>(() => this.#client.GET('/v1/phones'))).map(shownPhoneOf);
  }

  async phone(serial: string, events: number): Promise<{ shown: KnownPhone; history: PhoneHistory }> {
    const params = { path: { serial }, query: { events } };
    return knownPhoneOf(await this.#answerOf(() => this.#client.GET('/v1/phones/{serial}', { params })));
  }

  hosts(): Promise<readonly RemoteHost[]> {
    return this.#answerOf(() => this.#client.GET('/v1/hosts'));
  }

  host(name: string): Promise<RemoteHost> {
    return this.#answerOf(() => this.#client.GET('/v1/hosts/{name}', { params: { path: { name } } }));
  }

  releases({ scenarioKey, deviceModel }: ReleaseFilter): Promise<ReleaseSummary[]> {
    const query = {
      ...(scenarioKey !== undefined && { scenario: scenarioKey }),
      ...(deviceModel !== undefined && { device: deviceModel }),
    };
    return this.#answerOf(() => this.#client.GET('/v1/releases', { params: { query } }));
  }

  release({ deviceModel, scenarioKey, version }: ReleaseVersion): Promise<ReleaseDetails> {
    const path = { device: deviceModel, scenario: scenarioKey, version };
    return this.#answerOf(() =>
      this.#client.GET('/v1/releases/{device}/{scenario}/{version}', { params: { path } }),
    );
  }

  releaseHistory({
    deviceModel,
    scenarioKey,
  }: Omit<ReleaseVersion, 'version'>): Promise<ReleaseHistoryEntry[]> {
    const path = { device: deviceModel, scenario: scenarioKey };
    return this.#answerOf(() => this.#client.GET('/v1/releases/{device}/{scenario}', { params: { path } }));
  }

  /** So many runs, in as many pages as the farm makes of them. */
  async runs({ limit = 50, after, ...query }: RunQuery): Promise<RunList> {
    const runs: RunList['runs'][number][] = [];
    let next = after ?? null;
    do {
      const wanted = Math.min(mostPerPage, limit - runs.length);
      const asked = {
        ...(query.campaign !== undefined && { campaign: query.campaign }),
        ...(query.phone !== undefined && { phone: query.phone }),
        ...(query.verdict !== undefined && { verdict: query.verdict }),
        ...(query.failed === true && { failed: 'true' }),
        ...(query.running === true && { running: 'true' }),
        limit: wanted,
        ...(next !== null && { after: next }),
      };
      const page = await this.#answerOf<RunList>(() =>
        this.#client.GET('/v1/runs', { params: { query: asked } }),
      );
      runs.push(...page.runs);
      next = page.next;
    } while (next !== null && runs.length < limit);
    return { runs, next };
  }

  run(id: string): Promise<RunDetails> {
    return this.#answerOf(() => this.#client.GET('/v1/runs/{id}', { params: { path: { id } } }));
  }

  /** What is predicted of a run, as a whole and by operation. */
  runPrediction(id: string): Promise<PredictedRun<RunDetails['operations'][number]>> {
    return this.#answerOf(() => this.#client.GET('/v1/runs/{id}/prediction', { params: { path: { id } } }));
  }

  /** What the tool printed in a run: text, null where there is none. */
  runOutput(id: string): Promise<RemoteOutput> {
    return this.#answerOf(() => this.#client.GET('/v1/runs/{id}/output', { params: { path: { id } } }));
  }

  /** So many networks of a campaign, in as many pages as the farm makes of them. */
  async results(
    id: string,
    { networks, after }: { readonly networks: number; readonly after?: number },
  ): Promise<CampaignResults> {
    const results: CampaignResults['results'][number][] = [];
    let next = after ?? null;
    let left = networks;
    do {
      const asked = { networks: Math.min(mostPerPage, left), ...(next !== null && { after: next }) };
      const page = await this.#answerOf<CampaignResults>(() =>
        this.#client.GET('/v1/campaigns/{id}/results', { params: { path: { id }, query: asked } }),
      );
      results.push(...page.results);
      left -= asked.networks;
      next = page.next;
    } while (next !== null && left > 0);
    return { results, next };
  }

  /** Predicts the architecture of a name. */
  predict(network: string, place: PredictionPlace): Promise<RemotePrediction> {
    return this.#predictionOf(() => this.#client.POST('/v1/prediction', { body: { network, ...place } }));
  }

  /** Predicts architectures by their names, a row for each. */
  async predictAll(
    networks: string[],
    places: { scenarios: string[]; device?: string; gpu?: string },
  ): Promise<readonly PredictionRow[]> {
    const body = { networks, ...places };
    const ask = () => this.#client.POST('/v1/predictions', { body });
    return (await this.#answerOf<{ readonly predictions: readonly PredictionRow[] }>(ask)).predictions;
  }

  /** Predicts the network of a .tflite file. */
  predictModel(name: string, model: Uint8Array, place: PredictionPlace): Promise<RemotePrediction> {
    return this.#predictionOf(() =>
      this.#client.POST('/v1/prediction/model', {
        params: { query: { name, ...place } },
        headers: { 'content-type': 'application/octet-stream' },
        body: model as never,
        bodySerializer: (bytes: unknown) => bytes as Uint8Array<ArrayBuffer>,
      }),
    );
  }

  /** A prediction as a release makes it here: what measuring would teach is for the dashboard. */
  async #predictionOf(ask: () => Data<unknown>): Promise<RemotePrediction> {
    const answer = await this.#answerOf<RemotePrediction & { unmeasured?: unknown }>(ask);
    delete answer.unmeasured;
    return answer;
  }

  /**
   * What was answered, its times as moments. The client has thrown where there is no answer; the server describes what it sends. One that
   * asks for patience is asked again when it says.
   */
  async #answerOf<Value>(ask: () => Data<unknown>): Promise<Value> {
    const { clock, signal } = this.#options;
    for (let asked = 1; ; asked++) {
      try {
        return momentsOf((await ask()).data) as Value;
      } catch (error) {
        signal.throwIfAborted();
        const waitS = retryAfterS(error);
        if (waitS === undefined || waitS > patience.mostS || asked > patience.times) throw asFarmError(error);
        await clock.sleep(waitS * 1000, signal);
      }
    }
  }
}

/** What the benchmark tool printed in a run, as it is told over HTTP. */
export type RemoteOutput = Pick<RunLog, 'id' | 'exitCode'> & Readonly<Record<OutputName, string | null>>;
type OutputName = Exclude<keyof RunLog, 'id' | 'exitCode'>;

/** A host as it is told over HTTP: without what is needed to log in there. */
export type RemoteHost = Pick<
  HostWithPhones,
  'name' | 'kind' | 'state' | 'stateReason' | 'sshAddress' | 'packageVersion' | 'lastSeenAt' | 'clockAheadMs'
> & { readonly phones: readonly string[] };

function retryAfterS(error: unknown): number | undefined {
  return error instanceof FarmProblem && error.status === 429 ? error.retryAfterS : undefined;
}

function asFarmError(error: unknown): unknown {
  if (!(error instanceof FarmProblem)) return error;
  const { code, remedy, message, status } = error;
  const isServers = status === undefined || status >= 500;
  const definition = { blame: isServers ? ('host' as const) : ('config' as const), retryable: isServers };
  return new FarmError(code, { ...definition, remedy }, message, { cause: error });
}

/** Whether a farm refused one network for what it is, and not whoever asks or where it is asked for. */
export function isOfNetwork(error: unknown): error is FarmError {
  if (!(error instanceof FarmError && error.cause instanceof FarmProblem)) return false;
  return error.cause.status === 422 || error.cause.status === 413;
}
