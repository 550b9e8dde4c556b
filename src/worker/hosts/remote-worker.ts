import { basename } from 'node:path';

import { shellWords } from '../adb/index.js';
import { hostError } from './errors.js';
import type { SshLimits, SshSession } from './ssh/ssh-session.js';
import { sshAddress } from './ssh/ssh-target.js';

/** Where everything of ours lies on a host, below the home directory of the user we log in as. */
const home = 'latency-farm';
const environmentFile = `${home}/worker.env`;
const processFile = `${home}/worker.pid`;
const logFile = `${home}/worker.log`;
const fleetFile = `${home}/fleet.yaml`;
const installDeadlineMs = 10 * 60_000;
const minimumNode = { major: 20, minor: 19 };

/** What a worker on a host needs to know. The URLs are as the host reaches them. */
export interface RemoteWorkerSettings {
  readonly hostName: string;
  readonly databaseUrl: string;
  readonly queueUrl: string;
  /** Port of the host's adb server. */
  readonly adbPort: number;
  /** Phones over TCP that the worker has the adb server connect to, as `host:port`. */
  readonly tcpPhones?: readonly string[];
  /** The adb program there, with which the worker starts the adb server again when it is gone. Never started by default. */
  readonly adbProgram?: string;
  /** Path of the fleet file here; it is copied to the host. None by default. */
  readonly fleetPath?: string;
}

/** What a look at a host tells. */
export interface HostReport {
  readonly nodeVersion: string | undefined;
  readonly adbVersion: string | undefined;
  /** Of the installed package; undefined when there is none. */
  readonly packageVersion: string | undefined;
  /** Of the running worker; undefined when none runs. */
  readonly processId: number | undefined;
}

/**
 * Looks at a host: what is installed, and whether its worker runs. The recorded process counts only while its command line
 * is a worker's, since process ids are used again after a restart.
 */
export async function inspectHost(session: SshSession, limits: SshLimits = {}): Promise<HostReport> {
  const lines = await session.check(
    [
      'echo "node=$(node --version 2>/dev/null)"',
      'echo "adb=$(adb version 2>/dev/null | sed -n 1p)"',
      `echo "package=$(cat ${home}/installed-version 2>/dev/null)"`,
      `pid=$(cat ${processFile} 2>/dev/null)`,
      // busybox's ps knows no -p, macOS has no /proc.
      'if [ -d /proc/self ]; then args=$(tr "\\0" " " < "/proc/${pid:-0}/cmdline"); else args=$(ps -p "${pid:-0}" -o args=); fi 2>/dev/null',
      'case "$args" in *"worker run"*) echo "pid=$pid";; *) echo "pid=";; esac',
    ].join('\n'),
    limits,
  );
  const facts = new Map(
    lines.split('\n').map((line) => [line.split('=', 1)[0], line.replace(/^[^=]*=/, '').trim()]),
  );
  const fact = (name: string): string | undefined => facts.get(name) || undefined;
  const processId = fact('pid');
  return {
    nodeVersion: fact('node'),
    adbVersion: fact('adb'),
    packageVersion: fact('package'),
    processId: processId === undefined ? undefined : Number(processId),
  };
}

/** Throws HOST_UNFIT unless a worker can run on the host. */
export function refuseUnfitHost(session: SshSession, report: HostReport): void {
  const [, major, minor] = /^v(\d+)\.(\d+)\./.exec(report.nodeVersion ?? '') ?? [];
  const tooOld =
    Number(major) < minimumNode.major ||
    (Number(major) === minimumNode.major && Number(minor) < minimumNode.minor);
  if (major !== undefined && !tooOld) return;
  const found = report.nodeVersion === undefined ? 'no Node.js' : `Node.js ${report.nodeVersion}`;
  throw hostError('HOST_UNFIT', `${sshAddress(session.target)} has ${found}`);
}

/** Installs this program from its own package (`npm pack`) on the host, beside nothing else, replacing what was there. */
export async function installPackage(
  session: SshSession,
  tarballPath: string,
  version: string,
  limits: SshLimits = {},
): Promise<void> {
  await session.check(`mkdir -p ${home}/package && chmod 700 ${home}`, limits);
  const remoteTarball = `${home}/${basename(tarballPath)}`;
  await session.upload(tarballPath, remoteTarball, { ...limits, deadlineMs: installDeadlineMs });
  const install = shellWords([
    'npm',
    'install',
    '--omit=dev',
    '--omit=optional',
    '--ignore-scripts',
    '--no-save',
  ]);
  const steps = [
    `cd ${home}/package`,
    'echo "{}" > package.json',
    `${install} --legacy-peer-deps --no-audit --no-fund ${shellWords([`../${basename(tarballPath)}`])}`,
    `printf %s ${shellWords([version])} > ../installed-version`,
  ];
  await session.check(steps.join(' && '), { ...limits, deadlineMs: installDeadlineMs });
}

/**
 * Starts the worker in a session of its own, so that it outlives the link, and returns its process id. The URLs hold
 * passwords: they travel through standard input into a file that only the user can read, never through a command line.
 */
export async function startRemoteWorker(
  session: SshSession,
  settings: RemoteWorkerSettings,
  limits: SshLimits = {},
): Promise<number> {
  const environment = [
    `FARM_DATABASE_URL=${shellWords([settings.databaseUrl])}`,
    `FARM_QUEUE_URL=${shellWords([settings.queueUrl])}`,
  ];
  await session.check(`mkdir -p ${home} && umask 077 && cat > ${environmentFile}`, {
    ...limits,
    stdin: `${environment.join('\n')}\n`,
  });
  const { fleetPath, adbProgram } = settings;
  if (fleetPath !== undefined) await session.upload(fleetPath, fleetFile, limits);
  const command = shellWords([
    'node',
    `${home}/package/node_modules/latency-farm/dist/cli/main.js`,
    'worker',
    'run',
    '--host',
    settings.hostName,
    '--adb',
    `127.0.0.1:${settings.adbPort}`,
    ...(settings.tcpPhones ?? []).flatMap((phone) => ['--connect', phone]),
    ...(fleetPath === undefined ? [] : ['--fleet', fleetFile]),
    ...(adbProgram === undefined ? [] : ['--adb-program', adbProgram]),
  ]);
  const script = `set -a; . ./${environmentFile}; set +a; exec ${command}`;
  const printed = await session.check(
    [
      // macOS has no setsid.
      'detached=$(command -v setsid)',
      `$detached nohup sh -c ${shellWords([script])} >>${logFile} 2>&1 </dev/null &`,
      `echo $! | tee ${processFile}`,
      `sleep 1; kill -0 $! 2>/dev/null || { tail -n 5 ${logFile} >&2; exit 1; }`,
    ].join('\n'),
    limits,
  );
  return Number(printed.trim());
}

/** Ends the worker if it runs: asks, waits up to 30 s while it gives its run back, then kills it and checks that it is gone. */
export async function stopRemoteWorker(session: SshSession, limits: SshLimits = {}): Promise<void> {
  const { processId } = await inspectHost(session, limits);
  if (processId === undefined) return;
  const script = [
    `kill -TERM ${processId} 2>/dev/null`,
    `for i in $(seq 150); do kill -0 ${processId} 2>/dev/null || break; sleep 0.2; done`,
    `kill -KILL ${processId} 2>/dev/null; sleep 0.1`,
    `! kill -0 ${processId} 2>/dev/null && rm -f ${processFile} ${environmentFile}`,
  ];
  await session.check(script.join('; '), { ...limits, deadlineMs: 60_000 });
}

/** The last lines of the worker's log. */
export function remoteWorkerLog(session: SshSession, lines: number, limits: SshLimits = {}): Promise<string> {
  return session.check(`tail -n ${Math.trunc(lines)} ${logFile} 2>/dev/null || true`, limits);
}

/** Removes everything of ours from the host. */
export async function uninstallPackage(session: SshSession, limits: SshLimits = {}): Promise<void> {
  await stopRemoteWorker(session, limits);
  await session.check(`rm -rf ${home}`, limits);
}
