import type { PoolClient } from 'pg';

import { storeImportedPhones } from '../../tables/phone/imported-phones.js';
import { publishedGpu } from '../published/devices.js';
import { publishedPool } from './published-run.js';

/** Why nothing can be measured on a phone whose measurements were imported. */
const reason = 'measured by others; its measurements were imported';

/**
 * Lists devices of the study among the phones. Their pools have to be there. Returns the device models as the farm calls them.
 */
export async function storeDevices(client: PoolClient, devices: readonly string[]): Promise<string[]> {
  const phones = devices.map((device) => {
    const gpuModel = publishedGpu(device);
    return { poolKey: publishedPool(device).key, ...(gpuModel !== undefined && { gpuModel }) };
  });
  await storeImportedPhones(client, phones, reason);
  return devices.map((device) => publishedPool(device).deviceModel);
}
