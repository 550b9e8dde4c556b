import { clientErrors } from './errors.js';

/** What a farm refused, or that it could not be reached. */
export class FarmProblem extends Error {
  override readonly name = 'FarmProblem';
  /** As docs/reference/errors.md lists it; `FARM_UNREACHABLE` where there was no answer of a farm. */
  readonly code: string;
  /** What to do about it. */
  readonly remedy: string;
  /** Of the HTTP answer; absent where there was none. */
  readonly status: number | undefined;
  /** When to ask again, where the farm says so. */
  readonly retryAfterS: number | undefined;

  constructor(
    message: string,
    facts: {
      readonly code: string;
      readonly remedy: string;
      readonly status?: number;
      readonly retryAfterS?: number;
      readonly cause?: unknown;
    },
  ) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.code = facts.code;
    this.remedy = facts.remedy;
    this.status = facts.status;
    this.retryAfterS = facts.retryAfterS;
  }
}

/** The problem that an answer tells of; one that is no problem document comes from something else than a farm. */
export function problemOf(status: number, body: unknown, retryAfter: string | null): FarmProblem {
  if (isProblem(body)) {
    const retryAfterS = retryAfter === null ? Number.NaN : Number(retryAfter);
    const { detail, code, title: remedy } = body;
    return new FarmProblem(detail, { code, remedy, status, ...(retryAfterS >= 0 && { retryAfterS }) });
  }
  return unreachable(`The answer has the status ${status} and is none of a farm.`);
}

/** The problem of a farm that does not answer. */
export function unreachable(message: string, cause?: unknown): FarmProblem {
  const { remedy } = clientErrors.FARM_UNREACHABLE;
  return new FarmProblem(message, { code: 'FARM_UNREACHABLE', remedy, cause });
}

function isProblem(body: unknown): body is { detail: string; code: string; title: string } {
  if (typeof body !== 'object' || body === null) return false;
  return ['detail', 'code', 'title'].every((name) => typeof body[name as keyof typeof body] === 'string');
}
