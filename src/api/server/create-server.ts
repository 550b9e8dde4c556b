import type { FastifyBaseLogger } from 'fastify';

import { apiError } from '../errors.js';
import { addDashboard } from '../dashboard/add-dashboard.js';
import { addMetrics } from '../metrics/add-metrics.js';
import { addRoutes } from '../routes/index.js';
import type { ApiServer } from '../basis/api-server.js';
import { authenticate } from './authentication.js';
import { describeRoutes } from './description.js';
import { fastify, LogController, rateLimit, serializerCompiler, validatorCompiler } from './http.js';
import { defaultLimits, type ApiLimits } from '../basis/limits.js';
import { problemOfRequest, refuse, tellRefusals } from './refusals.js';
import type { ApiServices } from '../basis/services.js';

export interface CreateServerOptions {
  readonly version: string;
  readonly limits?: Partial<ApiLimits>;
  /** Folder of what is made of web/; that of the build by default. */
  readonly assetFolder?: string;
}

/** The HTTP server with all its routes, not listening yet. Closing it does not close the services. */
export async function createServer(
  services: ApiServices,
  { version, limits: given = {}, assetFolder }: CreateServerOptions,
): Promise<ApiServer> {
  const limits = { ...defaultLimits, ...given };
  const logger: FastifyBaseLogger = services.logger;
  const server: ApiServer = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    // Node looks every half minute by default, and takes the longer of the two limits for the whole request, whichever it was meant for.
    http: { connectionsCheckingInterval: 1000, headersTimeout: limits.requestMs },
    forceCloseConnections: true,
    return503OnClosing: true,
    frameworkErrors: (error, request, reply) => void refuse(error, request, reply),
  });
  server.setValidatorCompiler(validatorCompiler);
  server.setSerializerCompiler(serializerCompiler);
  server.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    void reply.header('x-content-type-options', 'nosniff');
  });
  tellRefusals(server);
  await server.register(rateLimit, {
    hook: 'preHandler',
    max: limits.requestsPerMinute,
    timeWindow: '1 minute',
    keyGenerator: ({ caller, ip }) => caller?.id ?? ip,
    errorResponseBuilder: (_request, { after }) =>
      apiError('TOO_MANY_REQUESTS', `The token has used up its requests; there are more in ${after}.`),
  });
  authenticate(server, services, limits);
  logAnswers(server);
  await describeRoutes(server, version);
  addMetrics(server, services);
  await addRoutes(server, services, limits);
  await addDashboard(server, services, {
    problemOf: problemOfRequest,
    refuse,
    ...(assetFolder !== undefined && { assetFolder }),
  });
  await server.ready();
  return server;
}

/** One line for each request that was answered, without its query and its token. */
function logAnswers(server: ApiServer): void {
  server.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions, id, caller } = request;
    request.log.debug(
      {
        reqId: id,
        method,
        route: routeOptions.url ?? 'unknown',
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
        token: caller?.id,
      },
      'request',
    );
  });
}
