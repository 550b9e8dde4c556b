import { z } from 'zod';

import { databaseRefusal } from '../../platform/database/index.js';
import { isCodedError, type CodedError } from '../../platform/errors.js';
import { redactSecrets } from '../../platform/redaction.js';
import { apiError } from '../errors.js';

/** A refusal as RFC 9457 describes it, with the code and the remedy of docs/reference/errors.md. */
export const problemSchema = z.object({
  type: z.string().describe('urn:latency-farm:error: and the code'),
  title: z.string().describe('what to do about it'),
  status: z.int(),
  detail: z.string().describe('what is wrong'),
  instance: z.string().describe("the request's id, for whoever reads the log"),
  code: z.string(),
  fields: z
    .array(z.object({ path: z.string(), message: z.string() }))
    .optional()
    .describe('what is wrong with which field of the request'),
});

export type Problem = z.output<typeof problemSchema>;
export type ProblemField = NonNullable<Problem['fields']>[number];

/** Codes whose status does not follow from who is to blame. */
const statuses: Readonly<Record<string, number>> = {
  TOKEN_MISSING: 401,
  TOKEN_INVALID: 401,
  ROLE_MISSING: 403,
  ORIGIN_FOREIGN: 403,
  ROUTE_UNKNOWN: 404,
  TOKEN_UNKNOWN: 404,
  RUN_UNKNOWN: 404,
  RUN_PHONE_UNKNOWN: 404,
  RUN_WITHOUT_OUTPUT: 404,
  CAMPAIGN_UNKNOWN: 404,
  PHONE_UNKNOWN: 404,
  HOST_UNKNOWN: 404,
  RELEASE_NOT_FOUND: 404,
  PREDICTOR_NOT_FOUND: 404,
  CAMPAIGN_STATE_CONFLICT: 409,
  REQUEST_INVALID: 400,
  REQUEST_TOO_LARGE: 413,
  MEDIA_TYPE_UNSUPPORTED: 415,
  // Nobody sends one: it is a release of the farm's own that cannot be read.
  PREDICTOR_FILE_INVALID: 500,
  TOO_MANY_REQUESTS: 429,
};

/** The HTTP status for an error: input that cannot be used is 422, what a host lacks 503, our own defects 500. */
export function statusOf({ code, blame = 'config' }: CodedError): number {
  const known = statuses[code];
  if (known !== undefined) return known;
  if (blame === 'config') return 422;
  return blame === 'us' ? 500 : 503;
}

/** What a caller is told of an error as it is; undefined for a defect of ours, which is told by {@link serverFailed} alone. */
export function toldError(error: unknown): CodedError | undefined {
  return isCodedError(error) ? error : databaseRefusal(error);
}

/** That a request met a defect of ours: the log says which. */
export function serverFailed(requestId: string): CodedError {
  return apiError('SERVER_FAILED', `The server failed; its log says why, under ${requestId}.`);
}

/** The document that tells a caller of an error. Secrets are taken out. */
export function problemOf(error: CodedError, requestId: string, fields?: readonly ProblemField[]): Problem {
  return {
    type: `urn:latency-farm:error:${error.code}`,
    title: error.remedy,
    status: statusOf(error),
    detail: redactSecrets(error.message),
    instance: requestId,
    code: error.code,
    ...(fields !== undefined && { fields: [...fields] }),
  };
}
