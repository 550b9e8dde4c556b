import { workerError } from '../errors.js';
import type { CoreCluster } from '../cores/core-clusters.js';
import type { PhoneIdentity } from './identity.js';

/** Android 8.0: earlier ones have no `sha256sum`, with which a phone tells what arrived on it, and no `dumpsys -t`. */
const oldestSdkLevel = 26;

/**
 * A phone's identity with all its cores, as long as it can be measured at all. A cluster that cannot be read now, because it is offline for
 * one, is what it was when the phone was attached before with the same software: left out, other cores would take its name.
 * Throws PHONE_TOO_OLD, PHONE_COMMAND_MISSING and PHONE_UNREADABLE.
 */
export function checkedIdentity(
  identity: PhoneIdentity,
  clustersBefore: readonly CoreCluster[] | undefined,
): PhoneIdentity {
  const { serialNumber, sdkLevel, androidRelease, missingCommands, coreClusters } = identity;
  if (sdkLevel > 0 && sdkLevel < oldestSdkLevel) {
    throw workerError('PHONE_TOO_OLD', `phone ${serialNumber} runs Android ${androidRelease}`);
  }
  if (missingCommands.length > 0) {
    throw workerError(
      'PHONE_COMMAND_MISSING',
      `phone ${serialNumber} has no ${missingCommands.join(' and no ')}`,
    );
  }
  if (coreClusters.length > 0 && identity.unreadableCpus.length === 0) return identity;
  const known = new Set(clustersBefore?.flatMap(({ cpus }) => cpus));
  const isCovered = identity.unreadableCpus.every((cpu) => known.has(cpu));
  if (clustersBefore !== undefined && clustersBefore.length > 0 && isCovered) {
    return { ...identity, coreClusters: clustersBefore, unreadableCpus: [] };
  }
  const which = coreClusters.length === 0 ? 'any core' : `cores ${identity.unreadableCpus.join(', ')}`;
  throw workerError(
    'PHONE_UNREADABLE',
    `phone ${serialNumber} does not tell the clocks of ${which}: cpufreq cannot be read, or the cores are offline`,
  );
}
