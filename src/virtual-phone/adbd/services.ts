import type { AdbStream } from '../adb-protocol/adb-stream.js';
import type { StreamUser } from '../adb-protocol/connection.js';
import { runShellV1, runShellV2, type StartShell } from './shell/shell-service.js';
import type { PhoneStorage } from './sync/file-receiver.js';
import { type OnPushed, runSync } from './sync/sync-service.js';

/** What the phone does for the services that a host may open. */
export interface PhoneServices {
  readonly startShell: StartShell;
  /** Whether adbd starts shells at all. */
  readonly hasShell: () => boolean;
  readonly storage: PhoneStorage;
  readonly onPushed: OnPushed;
  readonly reboot: () => void;
  /** A service failed in a way that no phone does. */
  readonly report: (error: unknown) => void;
}

/** `shell:CMD`, `shell,v2,TERM=xterm,raw:CMD` */
const shellPattern = /^shell(?<options>(?:,[^:]*)?):(?<command>[\s\S]*)$/;

/** Who takes a stream to `service`; `undefined` for a service that this phone does not have (AOSP services.cpp). */
export function serviceFor(service: string, phone: PhoneServices): StreamUser | undefined {
  const shell = shellPattern.exec(service)?.groups;
  if ((shell !== undefined || service.startsWith('exec:')) && !phone.hasShell()) return undefined;
  if (shell !== undefined) {
    const run = (shell['options'] ?? '').split(',').includes('v2') ? runShellV2 : runShellV1;
    return guarded(phone, (stream) => run(stream, shell['command'] ?? '', phone.startShell));
  }
  if (service.startsWith('exec:')) {
    return guarded(phone, (stream) => runShellV1(stream, service.slice('exec:'.length), phone.startShell));
  }
  if (service === 'sync:') return guarded(phone, (stream) => runSync(stream, phone.storage, phone.onPushed));
  if (service.startsWith('reboot:')) {
    return (stream) => {
      stream.end();
      phone.reboot();
    };
  }
  if (/^(?:root|unroot|remount):/.test(service)) {
    return (stream) => {
      void stream.write(Buffer.from('adbd cannot run as root in production builds\n'));
      stream.end();
    };
  }
  return undefined;
}

function guarded(phone: PhoneServices, run: (stream: AdbStream) => Promise<void>): StreamUser {
  return (stream) => {
    run(stream).catch((error: unknown) => {
      phone.report(error);
      stream.destroy();
    });
  };
}
