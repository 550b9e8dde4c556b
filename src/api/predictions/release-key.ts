import type { ReleaseKey } from '../../trainer/index.js';

/** The release that a caller asks for; undefined is what he did not say. */
export function keyOf(
  scenarioKey: string,
  { device, release }: { readonly device?: string | undefined; readonly release?: number | undefined },
): ReleaseKey {
  return {
    scenarioKey,
    ...(device !== undefined && { deviceModel: device }),
    ...(release !== undefined && { version: release }),
  };
}
