import { connect } from 'node:net';
import type { AdbStream } from '../adb-protocol/adb-stream.js';
import { AdbConnection } from '../adb-protocol/connection.js';
import {
  command,
  makePacket,
  maxPayloadBytes,
  type Packet,
  versionWithoutSums,
} from '../adb-protocol/packet.js';

/** As `adb devices` writes them. */
export type PhoneState = 'device' | 'offline' | 'unauthorized';

/** What this server says it can do, to phones and to its clients. */
export const hostFeatures = ['shell_v2', 'cmd', 'stat_v2', 'ls_v2', 'fixed_push_mkdir'];

/** Kind of AUTH packet that carries a public key (protocol.txt, AUTH). */
const publicKeyKind = 3;
/** Pauses before a lost phone is tried again, in milliseconds; the last is repeated. */
const retryDelaysMs = [250, 500, 1000, 2000];

/** The connection to one phone, made again whenever it is lost. */
export class PhoneLink {
  state: PhoneState = 'offline';
  /** What the phone said of itself: `ro.product.model` and the like. */
  banner: ReadonlyMap<string, string> = new Map();
  private connection: AdbConnection | undefined;
  private retry: NodeJS.Timeout | undefined;
  private failures = 0;
  private isClosed = false;

  constructor(
    readonly host: string,
    readonly port: number,
    readonly transportId: number,
    private readonly onChange: () => void,
  ) {}

  /** The phone's name at this server, as adb gives it to phones over TCP. */
  get serial(): string {
    return `${this.host}:${this.port}`;
  }

  get features(): string[] {
    const theirs = new Set((this.banner.get('features') ?? '').split(','));
    return hostFeatures.filter((feature) => theirs.has(feature));
  }

  connect(): void {
    const socket = connect({ host: this.host, port: this.port });
    const connection = new AdbConnection(socket, {
      onHandshake: (packet) => this.handshake(packet, connection),
      onOpen: () => undefined,
      onClose: () => this.lost(connection),
    });
    this.connection = connection;
    socket.once('connect', () => {
      const banner = Buffer.from(`host::features=${hostFeatures.join(',')}`);
      connection.peerVersion = versionWithoutSums;
      connection.send(makePacket('connect', versionWithoutSums, maxPayloadBytes, banner));
    });
  }

  /** Opens a stream to one of the phone's services; `undefined` when it is refused. */
  async open(service: string): Promise<AdbStream | undefined> {
    return this.state === 'device' ? this.connection?.open(service) : undefined;
  }

  /** Drops the connection; it is made again at once. */
  reconnect(): void {
    this.failures = 0;
    this.connection?.destroy();
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.retry);
    this.connection?.destroy();
  }

  private handshake(packet: Packet, connection: AdbConnection): void {
    if (packet.command === command.connect) {
      connection.peerVersion = packet.arg0;
      connection.peerMaxPayloadBytes = Math.min(Math.max(packet.arg1, 1), maxPayloadBytes);
      this.banner = readBanner(packet.payload.toString('utf8'));
      this.failures = 0;
      this.become('device');
    } else if (this.state !== 'unauthorized') {
      this.become('unauthorized');
      const key = Buffer.from('virtual-phone adb-server\0');
      connection.send(makePacket('authenticate', publicKeyKind, 0, key));
    }
  }

  private lost(connection: AdbConnection): void {
    if (connection !== this.connection) return;
    this.become('offline');
    if (this.isClosed) return;
    const delayMs = retryDelaysMs[Math.min(this.failures, retryDelaysMs.length - 1)] ?? 0;
    this.failures += 1;
    this.retry = setTimeout(() => this.connect(), delayMs);
  }

  private become(state: PhoneState): void {
    if (this.state === state) return;
    this.state = state;
    this.onChange();
  }
}

/** `device::name=value;name=value` */
function readBanner(text: string): ReadonlyMap<string, string> {
  const assignments = text
    .replace(/^\w*::/, '')
    .replace(/\0+$/, '')
    .split(';');
  return new Map(
    assignments.filter(Boolean).map((assignment) => {
      const [name = '', ...value] = assignment.split('=');
      return [name, value.join('=')];
    }),
  );
}
