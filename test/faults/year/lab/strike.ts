import { execFile } from 'node:child_process';

import { packageFile } from '../../../../src/cli/package-files.js';
import { systemClock } from '../../../../src/platform/index.js';
import { signalProcess } from '../../../../src/virtual-phone/phone/processes.js';
import { startTestAdbServer } from '../../../support/phone-farm.js';
import type { TestPhone } from '../../../support/phone-farm.js';
import type { PlannedFault } from '../plan/plan-faults.js';
import { scenarioKey } from './campaigns.js';
import type { Lab } from './lab.js';
import type { LinkedHost } from './linked-host.js';

/** Puts right what was struck. */
export type Mend = () => Promise<void>;

/** Faults of phones that go by another name once they have struck. */
const namesInForce: Readonly<Record<string, string>> = {
  'unplug-mid-push': 'unplug',
  'unplug-mid-run': 'unplug',
  'wedge-mid-push': 'wedge',
};
const databaseDistanceMs = 60;

/** Lets a fault of the plan happen; it lasts until it is mended. */
export async function strike(lab: Lab, { kind, index, lastsMs }: PlannedFault): Promise<Mend> {
  const { postgres, queueLine, redis } = lab;
  const host = lab.hosts[index % lab.hosts.length];
  switch (kind.target) {
    case 'phone': {
      const phone = lab.phones[index];
      return phone ? await strikePhone(phone, kind.name, lastsMs) : nothing;
    }
    case 'genuine-phone':
      return await strikeGenuinePhone(lab, index, kind.name, lastsMs);
    case 'worker':
      if (kind.name === 'worker frozen') return (await host?.worker.freezeAndReplace()) ?? nothing;
      await host?.worker.end(kind.name === 'worker killed' ? 'SIGKILL' : 'SIGTERM');
      return nothing;
    case 'link':
      return lab.linked ? await strikeLink(lab.linked, kind.name) : nothing;
    case 'api':
      await lab.api.end('SIGKILL');
      return nothing;
    case 'trainer':
      return train(lab);
    case 'database':
      if (kind.name === 'Postgres killed') {
        await postgres.kill();
        return () => postgres.startAgain();
      }
      if (kind.name === 'database 60 ms away') return farAway(lab);
      return cutOff(postgres.line);
    case 'queue':
      if (kind.name === 'queue cut off') return cutOff(queueLine);
      await redis?.kill();
      return async () => {
        await redis?.startAgain();
      };
    case 'adb': {
      await host?.adb.kill();
      return async () => {
        if (host) host.adb = await startTestAdbServer(host.adb.endpoint.port);
      };
    }
  }
}

const nothing: Mend = () => Promise.resolve();

async function strikePhone(phone: TestPhone, name: string, lastsMs: number): Promise<Mend> {
  await phone.strike(name, name === 'reboot' ? Math.round(lastsMs) : undefined);
  return async () => {
    await phone.clear(name);
    const inForce = namesInForce[name];
    if (inForce !== undefined) await phone.clear(inForce);
  };
}

async function strikeGenuinePhone(lab: Lab, index: number, name: string, lastsMs: number): Promise<Mend> {
  const phone = lab.genuinePhones[index];
  if (phone === undefined) return nothing;
  switch (name) {
    case 'cable out':
      await phone.unplug(true);
      return () => phone.unplug(false);
    case 'adbd frozen':
      await phone.signal('SIGSTOP');
      return () => phone.signal('SIGCONT');
    case 'adbd reboots':
      await phone.reboot(Math.round(lastsMs));
      return nothing;
    default:
      await phone.signal('SIGKILL');
      return nothing;
  }
}

async function strikeLink({ sshd, links }: LinkedHost, name: string): Promise<Mend> {
  switch (name) {
    case 'SSH link cut':
      await sshd.dropConnections();
      return nothing;
    case 'SSH link frozen':
      return freezeConnections(sshd);
    case 'SSH server away': {
      await sshd.end();
      return () => sshd.restart();
    }
    default:
      await links.end('SIGKILL');
      return nothing;
  }
}

/** The processes of a connection stand still, and what is sent to them waits, as on a line that has become silent. */
async function freezeConnections(sshd: LinkedHost['sshd']): Promise<Mend> {
  const frozen = await sshd.connections();
  signalAll(frozen, 'SIGSTOP');
  return () => {
    signalAll(frozen, 'SIGCONT');
    return Promise.resolve();
  };
}

/** A connection may have ended meanwhile. */
function signalAll(processIds: readonly number[], signal: NodeJS.Signals): void {
  for (const processId of processIds) signalProcess(processId, signal);
}

function cutOff(line: Lab['queueLine']): Mend {
  line.cut();
  return () => {
    line.mend();
    return Promise.resolve();
  };
}

function farAway({ postgres: { line } }: Lab): Mend {
  line.lengthen(databaseDistanceMs);
  return () => {
    line.lengthen(0);
    return Promise.resolve();
  };
}

/** Trains from what was measured so far, and is killed in the middle of it. */
function train({ directory, env }: Lab): Mend {
  const args = [packageFile('dist/cli/main.js'), 'train', '--scenario', scenarioKey];
  const child = execFile(
    process.execPath,
    args,
    { cwd: directory, env: { ...process.env, ...env } },
    () => undefined,
  );
  return async () => {
    child.kill('SIGKILL');
    await systemClock.sleep(0);
  };
}
