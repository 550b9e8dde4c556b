import type { Database } from '../../../platform/database/index.js';
import type { Clock } from '../../../platform/index.js';
import { toolNames } from '../../../records/benchmark-tool-kind.js';
import { readDatabaseTime } from '../../../tables/host/hosts.js';
import { HostClock, listBinaries, listHosts, readFleet } from '../../../worker/index.js';
import type { StoredBinary } from '../../../worker/index.js';
import { durationText } from '../../output/format.js';
import type { RemoteHost } from '../../remote/remote-farm.js';
import { findingsOf, type Finding } from './finding.js';

/** What is found in the database: the clock beside this machine's, benchmark tools, hosts, and their fleet files. */
export async function farmFindings(database: Database, clock: Clock): Promise<readonly Finding[]> {
  const hosts = await listHosts(database);
  const files = hosts.flatMap(({ name, fleetPath }) => (fleetPath === null ? [] : [{ name, fleetPath }]));
  return [
    await clockFinding(database, clock),
    binariesFinding(await listBinaries(database)),
    ...hosts.flatMap(hostFindings),
    ...(
      await Promise.all(files.map(({ name, fleetPath }) => fleetFindings(fleetPath, `fleet file of ${name}`)))
    ).flat(),
  ];
}

async function clockFinding({ pool }: Database, clock: Clock): Promise<Finding> {
  const host = new HostClock(clock);
  await host.compare(() => readDatabaseTime(pool));
  return skewFinding('clock', host.aheadMs);
}

/** @param aheadMs of the database's clock; 0 within what is tolerated */
function skewFinding(subject: string, aheadMs: number): Finding {
  if (aheadMs === 0) return { subject, level: 'ok', message: "agrees with the database's" };
  const message = `${durationText(Math.abs(aheadMs))} ${aheadMs > 0 ? 'ahead of' : 'behind'} the database's, whose time is used instead`;
  const remedy = 'Keep time by NTP on both machines (timedatectl set-ntp true).';
  return { subject, level: 'warning', message, remedy };
}

/** Whether phones can measure: without TFLite's own tool, what is there reaches nothing but NPUs. */
export function binariesFinding(tools: readonly Pick<StoredBinary, 'kind'>[]): Finding {
  const subject = 'benchmark tools';
  if (tools.some(({ kind }) => kind === 'tflite')) {
    return { subject, level: 'ok', message: `${tools.length} in the farm` };
  }
  const remedy = 'Add one for each ABI of your phones with "farm binaries add".';
  return { subject, level: 'warning', message: `no ${toolNames.tflite}: no phone can measure`, remedy };
}

/** What is wrong with a host; one line where nothing is. */
export function hostFindings(
  host: Pick<RemoteHost, 'name' | 'state' | 'stateReason'> & { readonly clockAheadMs?: number },
): readonly Finding[] {
  const { name, state, stateReason, clockAheadMs = 0 } = host;
  const subject = `host ${name}`;
  const skew = skewFinding(subject, clockAheadMs);
  const clock = skew.level === 'ok' ? [] : [{ ...skew, message: `its clock is ${skew.message}` }];
  if (state === 'ONLINE') {
    return clock.length > 0 ? clock : [{ subject, level: 'ok', message: 'online' }];
  }
  const reason = `${state.toLowerCase()}${stateReason === null ? '' : `: ${stateReason}`}`;
  const remedy = `Start its worker, or keep it linked with "farm hosts run"; "farm hosts check ${name}" logs in and looks.`;
  return [{ subject, level: 'warning', message: reason, remedy }, ...clock];
}

/** Whether a fleet file can be read as it is. */
export function fleetFindings(path: string, subject = 'fleet file'): Promise<readonly Finding[]> {
  return findingsOf(subject, async () => {
    const { phones } = await readFleet(path);
    return [{ subject, level: 'ok', message: `${path}: ${phones.length} phones` }];
  });
}
