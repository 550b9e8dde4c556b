import type { Config } from '../../platform/index.js';
import { findServices } from '../../platform/services/index.js';
import type { ServiceUrls } from '../../platform/services/index.js';
import { cliError } from '../errors.js';

/**
 * Where the services are that the configuration names, or the embedded ones that run.
 * @throws FarmError SERVICES_NOT_RUNNING
 */
export async function configuredServices(config: Config): Promise<ServiceUrls> {
  const urls = await findServices(config);
  if (urls !== undefined) return urls;
  throw cliError('SERVICES_NOT_RUNNING', `No services run on ${config.dataDirectory}, and none are named.`);
}
