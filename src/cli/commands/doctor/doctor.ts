import { resolve } from 'node:path';

import type { Command } from 'commander';

import type { CommandContext } from '../../context/context.js';
import { writeJson } from '../../output/output.js';
import { renderTable } from '../../output/table.js';
import { findingsOf, type Finding } from './finding.js';

interface DoctorOptions {
  readonly worker?: true;
  readonly fleet?: string;
  readonly json?: true;
}

/** `farm doctor`: what is missing or wrong, each with what to do about it. Changes nothing. */
export function registerDoctor(doctor: Command, context: CommandContext): void {
  doctor
    .option('--worker', 'this machine measures: adb, udev rules and a fleet file matter')
    .option('--fleet <file>', 'a fleet file to look into as well')
    .option('--json', 'print one JSON document')
    .action((options: DoctorOptions) => examine(context, options));
}

async function examine(context: CommandContext, options: DoctorOptions): Promise<void> {
  const findings = [...(await machineFindings(context, options)), ...(await servicesFindings(context))];
  if (options.json === true) writeJson(context.stdout, findings);
  else context.stdout.write(findingsText(findings));
  if (findings.some(({ level }) => level === 'failed')) context.exitWith(1);
}

/** What is found of the machine that this runs on. */
async function machineFindings(
  { config, cwd }: CommandContext,
  { worker, fleet }: DoctorOptions,
): Promise<readonly Finding[]> {
  const { adbFinding, diskFinding, nodeFinding, udevFinding } = await import('./machine.js');
  const { dataDirectory } = await config();
  const isWorker = worker === true;
  const findings = [
    nodeFinding(process.versions.node),
    ...(await findingsOf('disk', async () => [await diskFinding(dataDirectory)])),
    await adbFinding({ program: 'adb', isWorker }),
    ...(isWorker && process.platform === 'linux' ? [await udevFinding()] : []),
  ];
  if (fleet === undefined) return findings;
  const { fleetFindings } = await import('./farm.js');
  return [...findings, ...(await fleetFindings(resolve(cwd, fleet)))];
}

/** What is found of the servers and, where they will do, of the farm on them. */
async function servicesFindings(context: CommandContext): Promise<readonly Finding[]> {
  const remote = await context.remoteFarm();
  if (remote !== undefined) {
    return findingsOf('farm over HTTP', async () => {
      const { hostFindings } = await import('./farm.js');
      const hosts = await remote.hosts();
      return [{ subject: 'farm over HTTP', level: 'ok', message: 'answers' }, ...hosts.flatMap(hostFindings)];
    });
  }
  const { configuredServices } = await import('../../context/configured-services.js');
  const settings = await context.config();
  return findingsOf('services', async () => {
    const { databaseUrl, queueUrl } = await configuredServices(settings);
    const { postgresFinding, queueFindings, schemaFinding } = await import('./services.js');
    const { readPostgresFacts } = await import('../../../platform/database/server-facts.js');
    const database = await findingsOf('database', async () => [
      postgresFinding('database', await readPostgresFacts(databaseUrl)),
      await schemaFinding(databaseUrl),
    ]);
    const queue = await findingsOf('queue', () => queueFindings(queueUrl));
    return [...database, ...queue, ...(await storedFindings(context, database))];
  });
}

/** Only where nothing would be changed by looking: whoever opens a database brings it up to date. */
async function storedFindings(
  context: CommandContext,
  database: readonly Finding[],
): Promise<readonly Finding[]> {
  const subject = 'hosts and tools';
  if (database.some(({ level }) => level !== 'ok')) {
    const message = 'not looked at, for the database is not as it should be';
    return [{ subject, level: 'skipped', message }];
  }
  return findingsOf(subject, async () => {
    const { farmFindings } = await import('./farm.js');
    return farmFindings(await context.database(), context.clock);
  });
}

function findingsText(findings: readonly Finding[]): string {
  const table = renderTable(
    ['what', 'state', 'found'].map((heading) => ({ heading })),
    findings.map(({ subject, level, message }) => [subject, level, message]),
  );
  const remedies = findings.flatMap(({ subject, remedy }) =>
    remedy === undefined ? [] : [`${subject}: ${remedy}\n`],
  );
  return remedies.length === 0 ? table : `${table}\n${remedies.join('')}`;
}
