import { InvalidArgumentError } from 'commander';

/** How long a network may take: so many microseconds, or so many percent more than another one. */
export type LatencyLimit =
  | { readonly kind: 'latency'; readonly latencyUs: number }
  | { readonly kind: 'increase'; readonly percent: number };

const microseconds = { us: 1, µs: 1, ms: 1000, s: 1_000_000 } as const;

/** Reads `30ms`, `870us`, `1.5s` or `+5%` from the command line. */
export function latencyLimit(text: string): LatencyLimit {
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?(us|µs|ms|s)$/.exec(text) ?? [];
  if (number !== undefined && unit !== undefined)
    return { kind: 'latency', latencyUs: Number(number) * microseconds[unit as keyof typeof microseconds] };
  const [, percent] = /^\+(\d+(?:\.\d+)?) ?%$/.exec(text) ?? [];
  if (percent !== undefined) return { kind: 'increase', percent: Number(percent) };
  throw new InvalidArgumentError('Expected a latency such as 30ms, or an increase such as +5%.');
}
