import createClient from 'openapi-fetch';
import type { Client } from 'openapi-fetch';

import { problemOf, unreachable } from './farm-problem.js';
import type { paths } from './generated/openapi.js';

export interface FarmClientOptions {
  /** Where `farm serve` listens: `https://farm.example.org`. */
  readonly url: string;
  /** As `farm tokens create` printed it. */
  readonly token: string;
  /** Used in place of the global `fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** Asks a farm; paths, parameters, bodies and answers have the types that the farm describes. */
export type FarmClient = Client<paths>;

/**
 * Makes a client of a farm. Its methods are those of openapi-fetch; they reject with a {@link FarmProblem} for whatever the farm refuses,
 * so that `data` is always there.
 *
 * @example
 * ```ts
 * const farm = createFarmClient({ url: 'http://127.0.0.1:8080', token });
 * const { data } = await farm.POST('/v1/predictions', {
 *   body: { networks: ['mobilenetv2_w1'], scenarios: ['1large-t1-float32-builtin-2.15'] },
 * });
 * console.log(data?.predictions[0]?.latencyUs);
 * ```
 */
export function createFarmClient({ url, token, fetch: given }: FarmClientOptions): FarmClient {
  const client = createClient<paths>({
    baseUrl: url,
    headers: { authorization: `Bearer ${token}` },
    ...(given !== undefined && { fetch: given }),
  });
  client.use({
    async onResponse({ response }) {
      if (!response.ok)
        throw problemOf(response.status, await jsonOf(response), response.headers.get('retry-after'));
      if (isOfFarm(response)) return undefined;
      throw unreachable(
        `${url} answers with ${response.headers.get('content-type') ?? 'nothing'}: it is no farm.`,
      );
    },
    onError({ error }) {
      throw unreachable(`${url} does not answer: ${reasonOf(error)}`, error);
    },
  });
  return client;
}

/** A farm answers with documents, streams of events and metrics; a page is of whatever else listens there. */
function isOfFarm(response: Response): boolean {
  return /^(?:application\/json|text\/event-stream|text\/plain)\b/.test(
    response.headers.get('content-type') ?? '',
  );
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

/** What fetch hides below "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
