import { hostname } from 'node:os';
import { resolve } from 'node:path';

import type { Command } from 'commander';

import type { HostRecord, HostReport, HostWithPhones, SshSession as Session } from '../../../worker/index.js';
import { wholeNumber } from '../options/arguments.js';
import type { CommandContext } from '../../context/context.js';
import { cliError } from '../../errors.js';
import { writeJson } from '../../output/output.js';
import { durationText } from '../../output/format.js';
import { renderTable } from '../../output/table.js';
import type { RemoteHost } from '../../remote/remote-farm.js';
import { programVersion } from '../../version.js';

interface AddOptions {
  readonly key: string;
  readonly pin: string;
  readonly name?: string;
  readonly adbOnly?: true;
  readonly adbPort?: number;
  readonly fleet?: string;
}

/** `farm hosts`: machines with phones, reached over SSH. */
export function registerHosts(hosts: Command, context: CommandContext): void {
  hosts
    .command('add')
    .description('attach a host; its key must be the pinned one')
    .argument('<user@host[:port]>', 'where its SSH server listens')
    .requiredOption('--key <file>', 'private key to log in with')
    .requiredOption('--pin <SHA256:…>', 'fingerprint of its host key, from "ssh-keygen -lf" on the host')
    .option('--name <name>', 'what to call it (default: the host)')
    .option('--adb-only', 'run nothing there: reach its adb server through a tunnel')
    .option('--adb-port <number>', 'port of its adb server (default: 5037)', wholeNumber(1, 65_535))
    .option(
      '--fleet <file>',
      'what cannot be read from its phones; handed to its worker whenever that starts',
    )
    .action((address: string, options: AddOptions) => add(context, address, options));
  withJson(hosts.command('ls').description('list the hosts')).action((options: JsonOption) =>
    list(context, options.json),
  );
  withJson(hosts.command('show').argument('<name>').description('show a host and its phones')).action(
    (name: string, options: JsonOption) => show(context, name, options.json),
  );
  withJson(
    hosts.command('check').argument('<name>').description('log in and see what is installed and running'),
  ).action((name: string, options: JsonOption) => check(context, name, options.json));
  hosts
    .command('logs')
    .argument('<name>')
    .description('print the end of the log of its worker')
    .option('--lines <number>', 'how many lines', wholeNumber(1, 10_000), 50)
    .action((name: string, options: { lines: number }) => logs(context, name, options.lines));
  hosts
    .command('upgrade')
    .argument('<name>')
    .description('install this version there; its worker starts again with it')
    .action((name: string) => upgrade(context, name));
  hosts
    .command('rm')
    .argument('<name>')
    .description('end its worker, remove what was installed there, and forget it')
    .option('--unreachable', 'forget it without logging in')
    .action((name: string, options: { unreachable?: true }) =>
      remove(context, name, options.unreachable === true),
    );
  hosts
    .command('run')
    .description('keep all hosts linked and their workers running until interrupted')
    .action(() => run(context));
}

interface JsonOption {
  readonly json?: true;
}

function withJson(command: Command): Command {
  return command.option('--json', 'print one JSON document');
}

const worker = () => import('../../../worker/index.js');

async function add(context: CommandContext, address: string, options: AddOptions): Promise<void> {
  const { addHost, checkedHostKeyPin, inspectHost, parseSshAddress, readFleet, SshSession } = await worker();
  const target = parseSshAddress(address);
  const keyPath = resolve(context.cwd, options.key);
  const hostKeyPin = checkedHostKeyPin(options.pin);
  const name = options.name ?? target.host;
  if (name === hostname()) throw cliError('HOST_NAME_TAKEN', `"${name}" is what this machine is called.`);
  const fleet = options.fleet === undefined ? {} : { fleetPath: resolve(context.cwd, options.fleet) };
  if (fleet.fleetPath !== undefined) await readFleet(fleet.fleetPath);
  const database = await context.database();
  const session = await SshSession.connect({ ...target, keyPath, hostKeyPin }, context.clock);
  try {
    const report = await inspectHost(session, { signal: context.signal });
    const kind = options.adbOnly === true ? 'ADB_TUNNEL' : 'WORKER';
    const adb = options.adbPort === undefined ? {} : { adbPort: options.adbPort };
    const host = await addHost(database, { name, address, keyPath, hostKeyPin, kind, ...fleet, ...adb });
    context.stdout.write(`${host.name}: added; ${reportText(report)}\n`);
  } finally {
    session.close();
  }
}

async function readHosts(context: CommandContext): Promise<readonly RemoteHost[]> {
  const remote = await context.remoteFarm();
  if (remote !== undefined) return remote.hosts();
  const { listHosts } = await worker();
  return (await listHosts(await context.database())).map(documentOf);
}

async function readHost(context: CommandContext, name: string): Promise<RemoteHost> {
  const remote = await context.remoteFarm();
  if (remote !== undefined) return remote.host(name);
  const { findHost } = await worker();
  return documentOf(await findHost(await context.database(), name));
}

async function list(context: CommandContext, json: true | undefined): Promise<void> {
  const hosts = await readHosts(context);
  if (json === true) {
    writeJson(context.stdout, hosts);
    return;
  }
  context.stdout.write(
    renderTable(
      ['name', 'address', 'kind', 'state', 'version', 'phones', 'reason'].map((heading) => ({ heading })),
      hosts.map((host) => [
        host.name,
        host.sshAddress ?? 'this machine',
        kindText(host),
        host.state.toLowerCase(),
        host.packageVersion ?? '-',
        String(host.phones.length),
        reasonText(host),
      ]),
    ),
  );
}

async function show(context: CommandContext, name: string, json: true | undefined): Promise<void> {
  const host = await readHost(context, name);
  if (json === true) {
    writeJson(context.stdout, host);
    return;
  }
  const rows = Object.entries(host).map(([field, value]) => [field, text(value)]);
  context.stdout.write(renderTable([{ heading: 'field' }, { heading: 'value' }], rows));
}

async function check(context: CommandContext, name: string, json: true | undefined): Promise<void> {
  await withSession(context, name, async (session) => {
    const report = await (await worker()).inspectHost(session, { signal: context.signal });
    if (json === true) writeJson(context.stdout, { name, ...report });
    else context.stdout.write(`${name}: ${reportText(report)}\n`);
  });
}

async function logs(context: CommandContext, name: string, lines: number): Promise<void> {
  await withSession(context, name, async (session) => {
    context.stdout.write(
      `${await (await worker()).remoteWorkerLog(session, lines, { signal: context.signal })}\n`,
    );
  });
}

async function upgrade(context: CommandContext, name: string): Promise<void> {
  const { packOwnPackage } = await import('./package-tarball.js');
  const { inspectHost, installPackage, refuseUnfitHost, stopRemoteWorker } = await worker();
  await withSession(context, name, async (session) => {
    const limits = { signal: context.signal };
    refuseUnfitHost(session, await inspectHost(session, limits));
    const stage = context.progress.stage(`upgrade ${name}`);
    try {
      stage.update('packing');
      const tarball = await packOwnPackage();
      stage.update('ending its worker');
      await stopRemoteWorker(session, limits);
      stage.update('installing');
      await installPackage(session, tarball, programVersion, limits);
      stage.done(programVersion);
    } catch (error) {
      stage.failed();
      throw error;
    }
  });
}

async function remove(context: CommandContext, name: string, unreachable: boolean): Promise<void> {
  const { removeHost, uninstallPackage } = await worker();
  if (!unreachable) {
    await withSession(context, name, async (session, host) => {
      if (host.kind === 'WORKER') await uninstallPackage(session, { signal: context.signal });
    });
  }
  const database = await context.database();
  await removeHost(database, name);
  context.stdout.write(`${name}: removed\n`);
}

async function run(context: CommandContext): Promise<void> {
  const { findServices } = await import('../../../platform/services/index.js');
  const { runHosts } = await import('./run-hosts.js');
  const { untilServicesAnswer } = await import('../../context/until-services-answer.js');
  const { listHosts } = await worker();
  const [services, urls, all] = await untilServicesAnswer(context, async () => {
    const opened = await context.services();
    return [opened, await findServices(await context.config()), await listHosts(opened.database)] as const;
  });
  const hosts = all.filter((host) => host.sshAddress !== null);
  if (urls === undefined || hosts.length === 0) throw cliError('NO_HOSTS', 'No host is attached over SSH.');
  await runHosts(hosts, context, services, urls);
}

async function withSession(
  context: CommandContext,
  name: string,
  action: (session: Session, host: HostRecord) => Promise<void>,
): Promise<void> {
  const { findHost, sshTargetOf, SshSession } = await worker();
  const database = await context.database();
  const host = await findHost(database, name);
  const session = await SshSession.connect(sshTargetOf(host), context.clock);
  try {
    await action(session, host);
  } finally {
    session.close();
  }
}

function documentOf({ phones, ...host }: HostWithPhones) {
  return { ...host, phones: phones.map(({ serialNumber }) => serialNumber) };
}

function reasonText({
  stateReason,
  clockAheadMs = 0,
}: Pick<HostRecord, 'stateReason'> & { readonly clockAheadMs?: number }): string {
  const clock = `its clock is ${durationText(Math.abs(clockAheadMs))} ${clockAheadMs > 0 ? 'ahead of' : 'behind'} the database's`;
  return [...(stateReason === null ? [] : [stateReason]), ...(clockAheadMs === 0 ? [] : [clock])].join('; ');
}

function kindText(host: Pick<HostRecord, 'kind'>): string {
  return host.kind === 'WORKER' ? 'worker' : 'adb only';
}

function reportText({ nodeVersion, adbVersion, packageVersion, processId }: HostReport): string {
  return [
    nodeVersion === undefined ? 'no Node.js' : `Node.js ${nodeVersion}`,
    adbVersion ?? 'no adb',
    packageVersion === undefined ? 'nothing installed' : `latency-farm ${packageVersion}`,
    processId === undefined ? 'no worker runs' : `worker runs as process ${processId}`,
  ].join(', ');
}

function text(value: string | number | boolean | Date | readonly string[] | null | undefined): string {
  if (value === null || value === undefined) return '-';
  if (typeof value !== 'object') return String(value);
  return value instanceof Date ? value.toISOString() : value.join(' ');
}
