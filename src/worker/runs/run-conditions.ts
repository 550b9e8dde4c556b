import type { RunConditions } from '../benchmark-tool/index.js';
import type { ConditionsSnapshot } from '../conditions/index.js';
import type { CoreCluster } from '../cores/core-clusters.js';
import type { CoreSelection } from '../cores/core-sets.js';

/** Sensors that say how hot the phone is, and not how busy: AOSP TemperatureType 2 battery, 3 skin. */
const bodySensors: readonly number[] = [2, 3];

/**
 * What the snapshots around and during a run say of its fairness, and the share of its cores that others took, where that is known. The
 * clock share is that of the ceiling which the phone sets its cores when it is hot: the clock itself falls as soon as the tool has ended.
 */
export function runConditions(
  snapshots: readonly ConditionsSnapshot[],
  cores: CoreSelection | undefined,
  clusters: readonly CoreCluster[],
  foreignCpuShare?: number,
): RunConditions {
  const temperatures = snapshots.flatMap(({ battery, thermal }) => [
    ...(battery.temperatureC === undefined || battery.faked === true ? [] : [battery.temperatureC]),
    ...thermal.temperatures
      .filter(({ type }) => bodySensors.includes(type))
      .map(({ temperatureC }) => temperatureC),
  ]);
  const statuses = snapshots.flatMap(({ thermal }) => (thermal.status === undefined ? [] : [thermal.status]));
  const shares = snapshots.flatMap((snapshot) => ceilingShares(snapshot, cores, clusters));
  return {
    ...(temperatures.length === 0 ? {} : { highestTemperatureC: Math.max(...temperatures) }),
    ...(statuses.length === 0 ? {} : { thermalStatus: Math.max(...statuses) }),
    ...(shares.length === 0 ? {} : { meanClockShare: Math.min(...shares) }),
    ...(foreignCpuShare === undefined ? {} : { foreignCpuShare }),
  };
}

/** `policy4` is the policy whose first core is 4. */
function ceilingShares(
  { clocks }: ConditionsSnapshot,
  cores: CoreSelection | undefined,
  clusters: readonly CoreCluster[],
): number[] {
  return clocks.flatMap(({ policy, maxKhz }) => {
    const firstCpu = Number(policy.replace('policy', ''));
    const cluster = clusters.find(({ cpus }) => cpus.includes(firstCpu));
    const used = cluster !== undefined && (cores?.cpus ?? []).some((cpu) => cluster.cpus.includes(cpu));
    return used && maxKhz !== undefined ? [maxKhz / cluster.maxFrequencyKhz] : [];
  });
}
