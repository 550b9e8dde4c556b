import type { CampaignList, CampaignSummary, RunList } from '../../../orchestrator/index.js';
import type { ShownPhone } from '../../../worker/index.js';
import type { CommandContext } from '../../context/context.js';
import type { RemoteHost } from '../../remote/remote-farm.js';

/** How the farm stands. */
export interface FarmStatus {
  /** How many phones are in each state. */
  readonly phones: Readonly<Partial<Record<ShownPhone['state'], number>>>;
  /** Those that do not measure though they are attached, and why. */
  readonly troubledPhones: readonly Troubled[];
  readonly hosts: { readonly online: number; readonly all: number };
  readonly troubledHosts: readonly Troubled[];
  /** Runs of running campaigns: in phones, and waiting for one. */
  readonly queue: { readonly running: number; readonly pending: number };
  /** What phones execute now. */
  readonly running: readonly RunList['runs'][number][];
  /** Campaigns that are not over, the latest first. */
  readonly campaigns: readonly CampaignSummary[];
}

/** What is not as it should be, by its name. */
interface Troubled {
  readonly name: string;
  readonly state: string;
  readonly reason: string | null;
  readonly remedy: string | null;
}

/** As many campaigns or runs as are asked for at once. */
const limit = 1000;

/** What is asked of a farm. */
interface Read {
  readonly phones: readonly ShownPhone[];
  readonly hosts: readonly Pick<RemoteHost, 'name' | 'state' | 'stateReason'>[];
  readonly campaigns: readonly CampaignSummary[];
  readonly runs: RunList['runs'];
}

/** Asks the database, or the farm that the environment names by its URL. */
export async function readFarmStatus(context: CommandContext): Promise<FarmStatus> {
  return statusOf(await read(context));
}

async function read(context: CommandContext): Promise<Read> {
  const remote = await context.remoteFarm();
  if (remote !== undefined) {
    const [phones, hosts, campaigns, runs] = await Promise.all([
      remote.phones(),
      remote.hosts(),
      allPages((after) => remote.campaigns({ limit, open: true, ...after })),
      allPages((after) => remote.runs({ limit, running: true, ...after })),
    ]);
    return readOf(phones, hosts, campaigns, runs);
  }
  const [{ listCampaigns, listRuns }, { listHosts, listPhones }] = await Promise.all([
    import('../../../orchestrator/index.js'),
    import('../../../worker/index.js'),
  ]);
  const database = await context.database();
  const [phones, hosts, campaigns, runs] = await Promise.all([
    listPhones(database),
    listHosts(database),
    allPages((after) => listCampaigns(database, { limit, open: true, ...after })),
    allPages((after) => listRuns(database, { limit, running: true, ...after })),
  ]);
  return readOf(phones, hosts, campaigns, runs);
}

function readOf(
  phones: Read['phones'],
  hosts: Read['hosts'],
  campaigns: readonly CampaignList[],
  runs: readonly RunList[],
): Read {
  return {
    ...{ phones, hosts },
    campaigns: campaigns.flatMap((page) => page.campaigns),
    runs: runs.flatMap((page) => page.runs),
  };
}

/** Pages of a list until there are no more. */
async function allPages<Page extends { readonly next: string | null }>(
  ask: (after: { readonly after?: string }) => Promise<Page>,
): Promise<Page[]> {
  const pages: Page[] = [];
  let next: string | null = null;
  do {
    const page: Page = await ask(next === null ? {} : { after: next });
    pages.push(page);
    next = page.next;
  } while (next !== null);
  return pages;
}

const wellPhones: readonly string[] = ['READY', 'IN_USE'];

export function statusOf({ phones, hosts, campaigns, runs }: Read): FarmStatus {
  const counts: Partial<Record<ShownPhone['state'], number>> = {};
  for (const { state } of phones) counts[state] = (counts[state] ?? 0) + 1;
  const open = campaigns.filter(({ state }) => state === 'RUNNING' || state === 'PAUSED');
  const live = open.filter(({ state }) => state === 'RUNNING');
  const sum = (state: 'RUNNING' | 'PENDING') => live.reduce((all, { runs }) => all + runs[state], 0);
  return {
    phones: counts,
    troubledPhones: phones
      .filter(({ state }) => !wellPhones.includes(state))
      .map(({ serialNumber, adbSerial, state, reason, remedy }) => ({
        ...{ name: serialNumber ?? adbSerial ?? '?', state },
        ...{ reason: reason ?? null, remedy: remedy ?? null },
      })),
    hosts: { online: hosts.filter(({ state }) => state === 'ONLINE').length, all: hosts.length },
    troubledHosts: hosts
      .filter(({ state }) => state !== 'ONLINE')
      .map(({ name, state, stateReason }) => ({ name, state, reason: stateReason, remedy: null })),
    queue: { running: sum('RUNNING'), pending: sum('PENDING') },
    running: runs.filter(({ state }) => state === 'RUNNING'),
    campaigns: open,
  };
}
