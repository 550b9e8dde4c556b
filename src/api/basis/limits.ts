/** How much one caller may ask of the server. */
export interface ApiLimits {
  /** Bytes of a request that is not a model file. */
  readonly bodyBytes: number;
  /** Bytes of a model file. */
  readonly modelBytes: number;
  /** How long a model file may be read and predicted. */
  readonly modelMs: number;
  /** How long a request may take to arrive whole. */
  readonly requestMs: number;
  /** Requests of one token in a minute. */
  readonly requestsPerMinute: number;
  /** Refused tokens of one address in a minute. */
  readonly refusedPerMinute: number;
  /** Streams of progress at once, of all callers. */
  readonly streams: number;
}

export const defaultLimits: ApiLimits = {
  bodyBytes: 8 * 2 ** 20,
  modelBytes: 256 * 2 ** 20,
  modelMs: 20_000,
  requestMs: 60_000,
  requestsPerMinute: 60_000,
  refusedPerMinute: 60,
  streams: 500,
};
