import type { FastifyReply, FastifyRequest } from 'fastify';

import { apiError } from '../errors.js';
import type { ApiServer } from '../basis/api-server.js';
import type { ApiServices } from '../basis/services.js';
import type { Problem } from '../problems/problem.js';
import { addAssets, builtAssets } from './assets.js';
import { documentOf, type Page } from './html/layout.js';
import { addCampaignPages } from './pages/campaigns.js';
import { addPhonePages } from './pages/phones.js';
import { addReleasePages } from './pages/releases.js';
import { addResultPage } from './pages/results.js';
import { addRunPages } from './pages/runs.js';
import { addTryPage } from './pages/try-network.js';
import { addQueueBoard } from './queue-board/add-queue-board.js';
import { addSession, signInPage } from './session.js';
import { problemPage } from './problem-page.js';

/** Nothing but what this server sends itself is loaded or executed, and no other page shows it in a frame. */
const contentSecurityPolicy = [
  "default-src 'none'",
  ...["script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'"],
  ...["form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"],
].join('; ');

export interface DashboardOptions {
  /** Says what is wrong with a request. */
  readonly problemOf: (error: unknown, request: FastifyRequest) => Problem;
  /** Answers a program with what is wrong with its request. */
  readonly refuse: (error: unknown, request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  /** Folder of what is made of web/; that of the build by default. */
  readonly assetFolder?: string;
}

/** The farm as pages for people, below /dashboard. */
export async function addDashboard(
  server: ApiServer,
  services: ApiServices,
  { problemOf, refuse, assetFolder = builtAssets }: DashboardOptions,
): Promise<void> {
  addEntrance(server, refuse);
  await server.register(
    async (scope: ApiServer) => {
      scope.addHook('onSend', async (_request, reply) => {
        void reply.headers({
          'content-security-policy': contentSecurityPolicy,
          'referrer-policy': 'same-origin',
          'cross-origin-opener-policy': 'same-origin',
        });
      });
      scope.setErrorHandler((error, request, reply) => tell(problemOf(error, request), request, reply));
      scope.setNotFoundHandler((request, reply) => {
        const error = apiError('ROUTE_UNKNOWN', `There is no page ${request.url.split('?', 1)[0] ?? ''}.`);
        return tell(problemOf(error, request), request, reply);
      });
      scope.get('/', { schema: { hide: true } }, (_request, reply) => reply.redirect('/dashboard/phones'));
      await addSession(scope);
      await addAssets(scope, assetFolder);
      addPhonePages(scope, services);
      addCampaignPages(scope, services);
      addResultPage(scope, services);
      addRunPages(scope, services);
      addReleasePages(scope, services);
      addTryPage(scope, services);
      await addQueueBoard(scope, services, { assetFolder, refuse });
    },
    { prefix: '/dashboard' },
  );
}

/** Browsers go to the pages, which ask for a token themselves; programs need one as everywhere, and are told where to look. */
function addEntrance(server: ApiServer, refuse: DashboardOptions['refuse']): void {
  const isBrowser = ({ headers }: FastifyRequest) => headers.accept?.includes('text/html') === true;
  const errorHandler = (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    if (isBrowser(request)) void reply.redirect('/dashboard/phones');
    else void refuse(error, request, reply);
  };
  server.get('/', { schema: { hide: true }, errorHandler }, (request, reply) =>
    isBrowser(request)
      ? reply.redirect('/dashboard/phones')
      : reply.send({ description: '/openapi.json', pages: '/dashboard', metrics: '/metrics' }),
  );
}

async function tell(problem: Problem, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const page: Page = problem.status === 401 ? signInPage(problem) : problemPage(problem);
  await reply.code(problem.status).type('text/html; charset=utf-8').send(documentOf(page, request.caller));
}
