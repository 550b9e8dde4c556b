import type { FastifyReply, FastifyRequest } from 'fastify';

import type { CodedError } from '../../platform/errors.js';
import { apiError } from '../errors.js';
import {
  problemOf,
  serverFailed,
  statusOf,
  toldError,
  type Problem,
  type ProblemField,
} from '../problems/problem.js';
import type { ApiServer } from '../basis/api-server.js';
import { hasZodFastifySchemaValidationErrors } from './http.js';

/** Tells every error as a problem document. What is a defect of ours goes to the log whole, and to the caller as such alone. */
export function tellRefusals(server: ApiServer): void {
  server.setErrorHandler((error, request, reply) => refuse(error, request, reply));
  server.setNotFoundHandler((request) => {
    throw apiError('ROUTE_UNKNOWN', `There is no ${request.method} ${pathOf(request)}.`);
  });
}

/** Answers a request with what is wrong. */
export async function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const problem = problemOfRequest(error, request);
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer realm="latency-farm"');
  await reply
    .code(problem.status)
    .type('application/problem+json')
    .serializer((document: unknown) => JSON.stringify(document))
    .send(problem);
}

/** What is wrong with a request; a defect of ours goes to the log. */
export function problemOfRequest(error: unknown, request: FastifyRequest): Problem {
  const told = codedErrorOf(error, request);
  if (statusOf(told) >= 500) request.log.error({ error, reqId: request.id }, 'a request failed');
  return problemOf(told, request.id, fieldsOf(error));
}

/** Fastify's own refusals, by the beginning of their codes. */
const fastifyCodes = [
  ['FST_ERR_CTP_BODY_TOO_LARGE', 'REQUEST_TOO_LARGE'],
  ['FST_ERR_CTP_INVALID_MEDIA_TYPE', 'MEDIA_TYPE_UNSUPPORTED'],
  ['FST_ERR_CTP_', 'REQUEST_INVALID'],
  ['FST_ERR_BAD_URL', 'REQUEST_INVALID'],
  ['FST_ERR_ASYNC_CONSTRAINT', 'REQUEST_INVALID'],
  ['FST_ERR_VALIDATION', 'REQUEST_INVALID'],
] as const;

function codedErrorOf(error: unknown, request: FastifyRequest): CodedError {
  const told = toldError(error);
  if (told !== undefined) return told;
  if (!(error instanceof Error)) return serverFailed(request.id);
  const code = 'code' in error ? String(error.code) : '';
  const known = fastifyCodes.find(([prefix]) => code.startsWith(prefix))?.[1];
  if (known !== undefined) return apiError(known, requestText(error));
  const status = 'statusCode' in error ? Number(error.statusCode) : 500;
  return status >= 400 && status < 500
    ? apiError('REQUEST_INVALID', requestText(error))
    : serverFailed(request.id);
}

/** What Fastify says of a request: of its fields there is more in the document. */
function requestText(error: Error): string {
  return hasZodFastifySchemaValidationErrors(error)
    ? `The request's ${error.validationContext ?? 'form'} is not as described.`
    : error.message;
}

function fieldsOf(error: unknown): ProblemField[] | undefined {
  if (!hasZodFastifySchemaValidationErrors(error)) return undefined;
  return error.validation
    .slice(0, 20)
    .map(({ instancePath, message }) => ({ path: instancePath, message: message ?? 'is not as described' }));
}

/** Without the query, where secrets may be. */
function pathOf({ url }: FastifyRequest): string {
  return url.split('?', 1)[0] ?? '';
}
