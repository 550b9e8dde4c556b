import { createFarmClient, type FarmClient } from '../../client/index.js';
import type { CampaignProgress } from '../../orchestrator/index.js';
import { FarmError } from '../../platform/errors.js';
import type { PredictionRow } from '../../predictor/networks/prediction-row.js';
import type { GraphPrediction } from '../../predictor/index.js';
import type {
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

/** A farm that is asked over HTTP, in the words of the rooms that would be asked here. What it refuses comes as a FarmError. */
export class RemoteFarm {
  readonly #client: FarmClient;

  constructor(options: { readonly url: string; readonly token: string }) {
    this.#client = createFarmClient(options);
  }

  campaigns(): Promise<readonly CampaignProgress[]> {
    return answerOf(this.#client.GET('/v1/campaigns'));
  }

  campaign(id: string): Promise<CampaignProgress> {
    return answerOf(this.#client.GET('/v1/campaigns/{id}', { params: { path: { id } } }));
  }

  async phones(): Promise<ShownPhone[]> {
    return (await answerOf<PhoneDocument[]>(this.#client.GET('/v1/phones'))).map(shownPhoneOf);
  }

  async phone(serial: string, events: number): Promise<{ shown: KnownPhone; history: PhoneHistory }> {
    const params = { path: { serial }, query: { events } };
    return knownPhoneOf(await answerOf(this.#client.GET('/v1/phones/{serial}', { params })));
  }

  hosts(): Promise<readonly RemoteHost[]> {
    return answerOf(this.#client.GET('/v1/hosts'));
  }

  host(name: string): Promise<RemoteHost> {
    return answerOf(this.#client.GET('/v1/hosts/{name}', { params: { path: { name } } }));
  }

  releases({ scenarioKey, deviceModel }: ReleaseFilter): Promise<ReleaseSummary[]> {
    const query = {
      ...(scenarioKey !== undefined && { scenario: scenarioKey }),
      ...(deviceModel !== undefined && { device: deviceModel }),
    };
    return answerOf(this.#client.GET('/v1/releases', { params: { query } }));
  }

  release({ deviceModel, scenarioKey, version }: ReleaseVersion): Promise<ReleaseDetails> {
    const path = { device: deviceModel, scenario: scenarioKey, version };
    return answerOf(this.#client.GET('/v1/releases/{device}/{scenario}/{version}', { params: { path } }));
  }

  releaseHistory({
    deviceModel,
    scenarioKey,
  }: Omit<ReleaseVersion, 'version'>): Promise<ReleaseHistoryEntry[]> {
    const path = { device: deviceModel, scenario: scenarioKey };
    return answerOf(this.#client.GET('/v1/releases/{device}/{scenario}', { params: { path } }));
  }

  /** Predicts the architecture of a name. */
  predict(network: string, place: PredictionPlace): Promise<RemotePrediction> {
    return answerOf(this.#client.POST('/v1/prediction', { body: { network, ...place } }));
  }

  /** Predicts architectures by their names, a row for each. */
  async predictAll(
    networks: string[],
    places: { scenarios: string[]; device?: string; gpu?: string },
  ): Promise<readonly PredictionRow[]> {
    const body = { networks, ...places };
    const answer = this.#client.POST('/v1/predictions', { body });
    return (await answerOf<{ readonly predictions: readonly PredictionRow[] }>(answer)).predictions;
  }

  /** Predicts the network of a .tflite file. */
  predictModel(name: string, model: Uint8Array, place: PredictionPlace): Promise<RemotePrediction> {
    return answerOf(
      this.#client.POST('/v1/prediction/model', {
        params: { query: { name, ...place } },
        headers: { 'content-type': 'application/octet-stream' },
        body: model as never,
        bodySerializer: (bytes: unknown) => bytes as Uint8Array<ArrayBuffer>,
      }),
    );
  }
}

/** A host as it is told over HTTP: without what is needed to log in there. */
export type RemoteHost = Pick<
  HostWithPhones,
  'name' | 'kind' | 'state' | 'stateReason' | 'sshAddress' | 'packageVersion' | 'lastSeenAt' | 'clockAheadMs'
> & { readonly phones: readonly string[] };

/** What was answered, its times as moments. The client has thrown where there is no answer; the server describes what it sends. */
async function answerOf<Value>(asked: Data<unknown>): Promise<Value> {
  try {
    return momentsOf((await asked).data) as Value;
  } catch (error) {
    throw asFarmError(error);
  }
}

function asFarmError(error: unknown): unknown {
  if (!(error instanceof Error && error.name === 'FarmProblem' && 'code' in error && 'remedy' in error))
    return error;
  const { code, remedy, message } = error;
  const isServers = 'status' in error && (error.status === undefined || Number(error.status) >= 500);
  const definition = { blame: isServers ? ('host' as const) : ('config' as const), retryable: isServers };
  return new FarmError(String(code), { ...definition, remedy: String(remedy) }, message, { cause: error });
}
