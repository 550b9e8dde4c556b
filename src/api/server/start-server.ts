import type { RunQueues } from '../../orchestrator/index.js';
import type { Database } from '../../platform/database/index.js';
import type { Clock, Logger } from '../../platform/index.js';
import { apiError } from '../errors.js';
import { ModelReader } from '../predictions/model-reader.js';
import { PredictorCache } from '../predictions/predictor-cache.js';
import { ProgressFeed } from '../progress/progress-feed.js';
import { createServer } from './create-server.js';
import { defaultLimits, type ApiLimits } from '../basis/limits.js';

export interface StartServerOptions {
  readonly database: Database;
  readonly queues: RunQueues;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly version: string;
  /** Address of this machine to listen on; the loopback address by default, which nobody else reaches. */
  readonly host?: string;
  /** 0, the default, takes any that is free. */
  readonly port?: number;
  readonly limits?: Partial<ApiLimits>;
  /** Folder of what is made of web/; that of the build by default. */
  readonly assetFolder?: string;
}

/** A server that answers. */
export interface RunningServer {
  /** `http://127.0.0.1:8080`, without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** Ends open streams, lets requests at hand end, and stops. The database stays open. */
  stop(): Promise<void>;
}

/** Starts the HTTP API. Throws FarmError ADDRESS_UNAVAILABLE. */
export async function startServer({
  host = '127.0.0.1',
  port = 0,
  version,
  limits: given = {},
  assetFolder,
  ...services
}: StartServerOptions): Promise<RunningServer> {
  const limits = { ...defaultLimits, ...given };
  const { database, clock } = services;
  const models = new ModelReader({ clock, timeLimitMs: limits.modelMs });
  const feed = new ProgressFeed({ database, clock, mostStreams: limits.streams });
  const server = await createServer(
    { ...services, models, feed, predictors: new PredictorCache(database) },
    { version, limits, ...(assetFolder !== undefined && { assetFolder }) },
  );
  const stop = async () => {
    feed.stop();
    await server.close();
    await models.stop();
  };
  try {
    await server.listen({ host, port });
  } catch (cause) {
    await stop();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw apiError('ADDRESS_UNAVAILABLE', `Cannot listen on ${host}, port ${port}: ${reason}`, { cause });
  }
  const [address] = server.addresses();
  const taken = typeof address === 'object' ? address.port : port;
  return { url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`, port: taken, stop };
}
