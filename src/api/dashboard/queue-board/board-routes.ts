import type { AppControllerRoute, IServerAdapter } from '@bull-board/api/typings/app';

import { createBullBoard } from './bull-board.js';

/** Bull Board's routes, for a server to carry out. */
export interface BoardRoutes {
  /** What its page asks, below the board's own address. */
  readonly api: readonly AppControllerRoute[];
  /** Addresses at which its one page is shown. */
  readonly pages: readonly string[];
}

/** What Bull Board would tell a server adapter of its own: it brings one for Fastify, which would bring four more packages along. */
export function boardRoutes(): BoardRoutes {
  const told: { api: readonly AppControllerRoute[]; pages: readonly string[] } = { api: [], pages: [] };
  const adapter: IServerAdapter = {
    setQueues: () => adapter,
    setViewsPath: () => adapter,
    setStaticPath: () => adapter,
    setErrorHandler: () => adapter,
    setUIConfig: () => adapter,
    setEntryRoute({ route }) {
      told.pages = [route].flat();
      return adapter;
    },
    setApiRoutes(routes) {
      told.api = routes;
      return adapter;
    },
  };
  // The files of its page are the build's (scripts/bundle-web.js): named, so that it looks for no package.
  createBullBoard({ queues: [], serverAdapter: adapter, options: { uiBasePath: '.' } });
  return told;
}
