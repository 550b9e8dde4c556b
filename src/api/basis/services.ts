import type { RunQueues } from '../../orchestrator/index.js';
import type { Database } from '../../platform/database/index.js';
import type { Clock, Logger } from '../../platform/index.js';
import type { ModelReader } from '../predictions/model-reader.js';
import type { PredictorCache } from '../predictions/predictor-cache.js';
import type { ProgressFeed } from '../progress/progress-feed.js';

/** What routes work with. */
export interface ApiServices {
  readonly database: Database;
  readonly queues: RunQueues;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly predictors: PredictorCache;
  readonly models: ModelReader;
  readonly feed: ProgressFeed;
}
