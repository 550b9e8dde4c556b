import type { Socket } from 'node:net';
import { deviceList, longDeviceList } from './device-list.js';
import { hostFeatures, type PhoneLink } from './phone-link.js';
import type { PhoneRegistry } from './phone-registry.js';
import { fail, lengthAndText, okay } from './smart-socket.js';

/** Version of adb's server protocol that this server speaks: that of adb 1.0.41 (adb.h, ADB_SERVER_VERSION). */
const serverVersion = 41;
/** How long a client waits for a phone that it asks to connect. */
const connectDeadlineMs = 10_000;

/** What a request leads to: a phone that the next request on the same socket is for, or nothing more. */
export type HostAnswer = { readonly transport: PhoneLink } | undefined;

export interface HostServicesOptions {
  readonly registry: PhoneRegistry;
  /** A client asks the server to end. */
  readonly onKill: () => void;
}

/** Answers requests that begin with `host` (AOSP SERVICES.TXT, "HOST SERVICES"). @throws NoSuchPhoneError */
export class HostServices {
  constructor(private readonly options: HostServicesOptions) {}

  async answer(request: string, socket: Socket): Promise<HostAnswer> {
    const { registry } = this.options;
    const [, service = ''] = /^host:([\s\S]*)$/.exec(request) ?? [];
    if (service === '') {
      this.answerAddressed(request, socket);
      return;
    }
    const transport = this.transportFor(service);
    if (transport !== undefined) {
      okay(socket);
      if (service.startsWith('tport:')) socket.write(transportIdBytes(transport));
      return { transport };
    }
    const track = /^track-devices(-l)?$/.exec(service);
    if (track !== null) this.track(socket, track[1] === undefined ? deviceList : longDeviceList);
    else if (service === 'version') okay(socket, serverVersion.toString(16).padStart(4, '0'));
    else if (service === 'devices') okay(socket, deviceList(registry.all));
    else if (service === 'devices-l') okay(socket, longDeviceList(registry.all));
    else if (service === 'host-features') okay(socket, hostFeatures.join(','));
    else if (service.startsWith('connect:')) await this.connect(service.slice('connect:'.length), socket);
    else if (service.startsWith('disconnect:')) this.disconnect(service.slice('disconnect:'.length), socket);
    else if (service === 'kill') this.kill(socket);
    else answerForPhone(service, registry.only, socket);
    if (track === null) socket.end();
    return undefined;
  }

  /** `host-serial:SERIAL:SERVICE`, where the serial itself holds a colon, and `host-transport-id:ID:SERVICE`. */
  private answerAddressed(request: string, socket: Socket): undefined {
    const { registry } = this.options;
    const byId = /^host-transport-id:(\d+):(.*)$/.exec(request);
    const bySerial = /^host-serial:(.*):([\w-]+)$/.exec(request);
    if (byId !== null) answerForPhone(byId[2] ?? '', registry.byTransportId(Number(byId[1])), socket);
    else if (bySerial !== null)
      answerForPhone(bySerial[2] ?? '', registry.bySerial(bySerial[1] ?? ''), socket);
    else fail(socket, `unknown host service '${request}'`);
    socket.end();
    return undefined;
  }

  private transportFor(service: string): PhoneLink | undefined {
    const { registry } = this.options;
    const serial = /^(?:transport|tport:serial):(.+)$/.exec(service)?.[1];
    if (serial !== undefined) return registry.bySerial(serial);
    const id = /^transport-id:(\d+)$/.exec(service)?.[1];
    if (id !== undefined) return registry.byTransportId(Number(id));
    return /^(?:transport-(?:any|local)|tport:(?:any|local))$/.test(service) ? registry.only : undefined;
  }

  private track(socket: Socket, list: (phones: readonly PhoneLink[]) => string): void {
    const { registry } = this.options;
    okay(socket);
    const send = (): void => void socket.write(lengthAndText(list(registry.all)));
    send();
    socket.once('close', registry.onChange(send));
  }

  private async connect(address: string, socket: Socket): Promise<void> {
    const match = /^(.+):(\d{1,5})$/.exec(address);
    if (match === null) {
      okay(socket, `bad port number '${address}'`);
      return;
    }
    const { phone, isKnown } = this.options.registry.add(match[1] ?? '', Number(match[2]));
    if (isKnown && phone.state === 'device') {
      okay(socket, `already connected to ${address}`);
      return;
    }
    const state = await this.settled(phone);
    if (state === 'device') okay(socket, `connected to ${address}`);
    else if (state === 'unauthorized') okay(socket, `failed to authenticate to ${address}`);
    else {
      if (!isKnown) this.options.registry.remove(address);
      okay(socket, `failed to connect to ${address}`);
    }
  }

  /** The phone's state once it has one, or after the deadline. */
  private async settled(phone: PhoneLink): Promise<PhoneLink['state']> {
    if (phone.state === 'offline') {
      await new Promise<void>((resolve) => {
        const settle = (): void => {
          clearTimeout(deadline);
          stop();
          resolve();
        };
        const deadline = setTimeout(settle, connectDeadlineMs);
        const stop = this.options.registry.onChange(() => {
          if (phone.state !== 'offline') settle();
        });
      });
    }
    return phone.state;
  }

  private disconnect(address: string, socket: Socket): void {
    const { registry } = this.options;
    const serials = address === '' ? registry.all.map(({ serial }) => serial) : [address];
    const removed = serials.filter((serial) => registry.remove(serial));
    if (address === '') okay(socket, 'disconnected everything');
    else if (removed.length > 0) okay(socket, `disconnected ${address}`);
    else fail(socket, `no such device '${address}'`);
  }

  private kill(socket: Socket): void {
    okay(socket);
    this.options.onKill();
  }
}

function answerForPhone(service: string, phone: PhoneLink, socket: Socket): void {
  switch (service) {
    case 'get-state':
      okay(socket, phone.state);
      break;
    case 'get-serialno':
    case 'get-devpath':
      okay(socket, phone.serial);
      break;
    case 'features':
      okay(socket, phone.features.join(','));
      break;
    case 'reconnect':
      phone.reconnect();
      okay(socket, 'done');
      break;
    default:
      fail(socket, `unknown host service '${service}'`);
  }
}

function transportIdBytes(phone: PhoneLink): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(phone.transportId, 0);
  return bytes;
}
