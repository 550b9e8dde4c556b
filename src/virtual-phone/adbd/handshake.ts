import { randomBytes } from 'node:crypto';
import type { AdbConnection } from '../adb-protocol/connection.js';
import {
  command,
  makePacket,
  maxPayloadBytes,
  type Packet,
  versionWithoutSums,
} from '../adb-protocol/packet.js';

/** Kinds of AUTH packets (protocol.txt, AUTH): which is which stands in arg0. */
export const authentication = { token: 1, signature: 2, publicKey: 3 } as const;
const tokenBytes = 20;

/** What the phone says of itself, and how it treats a host's key. */
export interface HandshakePolicy {
  /** `device::ro.product.name=…;features=…` */
  readonly banner: () => string;
  /** `open` asks for no key, `keys` takes any key, `refuse` none: nobody has tapped "Allow USB debugging". */
  readonly keys: () => 'open' | 'keys' | 'refuse';
  /** Never answers, as a phone in the middle of something else. */
  readonly isSilent: () => boolean;
  /** Public keys that were accepted before: their signatures are. They are not checked. */
  readonly knownKeys: Set<string>;
}

/** The phone's side of the handshake on one connection (adbd, handle_packet in adb.cpp). */
export class Handshake {
  private completed = false;

  constructor(private readonly policy: HandshakePolicy) {}

  /** Until the handshake is complete no service may be opened. */
  get isComplete(): boolean {
    return this.completed;
  }

  handle(packet: Packet, connection: AdbConnection): void {
    if (this.policy.isSilent()) return;
    if (packet.command === command.connect) this.greet(packet, connection);
    else this.checkKey(packet, connection);
  }

  private greet({ arg0, arg1 }: Packet, connection: AdbConnection): void {
    connection.peerVersion = arg0;
    connection.peerMaxPayloadBytes = Math.min(Math.max(arg1, 1), maxPayloadBytes);
    if (this.policy.keys() === 'open') this.complete(connection);
    else sendToken(connection);
  }

  private checkKey({ arg0, payload }: Packet, connection: AdbConnection): void {
    const keys = this.policy.keys();
    if (arg0 === authentication.signature) {
      if (keys === 'keys' && this.policy.knownKeys.size > 0) this.complete(connection);
      else sendToken(connection);
    } else if (arg0 === authentication.publicKey && keys !== 'refuse') {
      this.policy.knownKeys.add(payload.toString('utf8').replace(/\0+$/, ''));
      this.complete(connection);
    }
  }

  private complete(connection: AdbConnection): void {
    this.completed = true;
    const banner = Buffer.from(this.policy.banner());
    connection.send(makePacket('connect', versionWithoutSums, maxPayloadBytes, banner));
  }
}

function sendToken(connection: AdbConnection): void {
  connection.send(makePacket('authenticate', authentication.token, 0, randomBytes(tokenBytes)));
}
