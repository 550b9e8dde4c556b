import type { ApiServer } from '../basis/api-server.js';
import type { ApiLimits } from '../basis/limits.js';
import type { ApiServices } from '../basis/services.js';
import { addCampaignRoutes } from './campaigns.js';
import { addHealthRoutes } from './health.js';
import { addHostRoutes } from './hosts.js';
import { addModelRoute } from './models.js';
import { addPhoneRoutes } from './phones.js';
import { addPredictionRoutes } from './predictions.js';
import { addReleaseRoutes } from './releases.js';
import { addRunRoutes } from './runs.js';
import { addStreamRoutes } from './streams.js';

/** Adds every route. */
export async function addRoutes(server: ApiServer, services: ApiServices, limits: ApiLimits): Promise<void> {
  addHealthRoutes(server, services);
  addCampaignRoutes(server, services);
  addStreamRoutes(server, services);
  addPhoneRoutes(server, services);
  addHostRoutes(server, services);
  addRunRoutes(server, services);
  addReleaseRoutes(server, services);
  addPredictionRoutes(server, services);
  await addModelRoute(server, services, limits);
}
