import { benchmarkToolError } from './errors.js';

/** Control characters would break the line-wise output that echoes a path, and NUL ends an argument. */
const controlCharacter = /[\u0000-\u001f\u007f]/;
const maximumPathLength = 4095;

/** A path on the phone. Throws BENCHMARK_OPTION_INVALID, as all of these do. */
export function path(option: string, value: string): string {
  if (value === '') throw invalid(option, 'it is empty');
  if (value.length > maximumPathLength)
    throw invalid(option, `it is longer than ${maximumPathLength} characters`);
  if (controlCharacter.test(value)) throw invalid(option, 'it holds control characters');
  if (!value.startsWith('/') && !value.startsWith('./'))
    throw invalid(option, 'it starts with neither "/" nor "./"');
  return value;
}

export function whole(option: string, value: number, minimum: number, maximum: number): number {
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
  throw invalid(option, `${value} is not a whole number from ${minimum} to ${maximum}`);
}

export function seconds(option: string, value: number): number {
  if (value >= 0 && value <= 86_400) return value;
  throw invalid(option, `${value} is not a number of seconds from 0 to 86400`);
}

export function invalid(option: string, reason: string) {
  return benchmarkToolError('BENCHMARK_OPTION_INVALID', `The option ${option} is not usable: ${reason}.`, {
    details: { option },
  });
}
