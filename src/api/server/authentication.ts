import type { FastifyRequest } from 'fastify';

import { apiError } from '../errors.js';
import { includesRole } from '../tokens/roles.js';
import { isOfOwnPage, sessionToken } from '../tokens/session.js';
import { validToken } from '../tokens/tokens.js';
import type { ApiServer } from '../basis/api-server.js';
import type { ApiLimits } from '../basis/limits.js';
import type { ApiServices } from '../basis/services.js';

const bearer = /^Bearer ([\w-]{1,200})$/i;

/**
 * Lets nobody in without a token of the role that a route asks for; paths that do not exist ask for one too. Who guesses tokens is
 * slowed down by his address.
 */
export function authenticate(server: ApiServer, services: ApiServices, limits: ApiLimits): void {
  const countRefused = server.createRateLimit({ max: limits.refusedPerMinute, timeWindow: '1 minute' });
  server.decorateRequest('caller', null);
  server.addHook('onRequest', async (request) => {
    const { access = 'viewer' } = request.routeOptions.config;
    if (access === 'anyone') return;
    const token = tokenOf(request);
    const caller = token && (await validToken(services.database, token, services.clock.nowMs()));
    if (!caller) {
      const counted = await countRefused(request);
      if (!counted.isAllowed && counted.isExceeded)
        throw apiError('TOO_MANY_REQUESTS', 'Too many requests of this address had no valid token.');
      throw token === undefined
        ? apiError('TOKEN_MISSING', 'The request has no token.')
        : apiError('TOKEN_INVALID', 'The token is unknown, expired or revoked.');
    }
    request.caller = caller;
    if (!includesRole(caller.role, access))
      throw apiError('ROLE_MISSING', `This needs the role ${access}; the token has the role ${caller.role}.`);
  });
}

/** A browser's session counts as well, but for what pages of others could make it ask. */
function tokenOf(request: FastifyRequest): string | undefined {
  const { authorization } = request.headers;
  if (authorization !== undefined) return bearer.exec(authorization)?.[1] ?? '';
  const token = sessionToken(request);
  if (token !== undefined && !['GET', 'HEAD'].includes(request.method) && !isOfOwnPage(request))
    throw apiError(
      'ORIGIN_FOREIGN',
      'The request has a session of the browser, and comes from another page.',
    );
  return token;
}
