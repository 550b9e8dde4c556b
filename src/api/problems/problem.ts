import { z } from 'zod';

import { redactSecrets } from '../../platform/redaction.js';
import type { CodedError } from '../../platform/errors.js';

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
  TOO_MANY_REQUESTS: 429,
};

/** The HTTP status for an error: input that cannot be used is 422, what a host lacks 503, our own defects 500. */
export function statusOf({ code, blame = 'config' }: CodedError): number {
  const known = statuses[code];
  if (known !== undefined) return known;
  if (blame === 'config') return 422;
  return blame === 'us' ? 500 : 503;
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
