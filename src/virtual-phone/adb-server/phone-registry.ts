import { PhoneLink } from './phone-link.js';

/** Thrown for a phone that a client names and that is not there; the message is what adb says. */
export class NoSuchPhoneError extends Error {}

/** The phones that this server is connected to, and who wants to hear of their changes. */
export class PhoneRegistry {
  private readonly phones = new Map<string, PhoneLink>();
  private readonly listeners = new Set<() => void>();
  private lastTransportId = 0;

  get all(): PhoneLink[] {
    return [...this.phones.values()];
  }

  /** Connects to a phone, unless it is known. */
  add(host: string, port: number): { phone: PhoneLink; isKnown: boolean } {
    const known = this.phones.get(`${host}:${port}`);
    if (known !== undefined) return { phone: known, isKnown: true };
    this.lastTransportId += 1;
    const phone = new PhoneLink(host, port, this.lastTransportId, () => this.changed());
    this.phones.set(phone.serial, phone);
    phone.connect();
    this.changed();
    return { phone, isKnown: false };
  }

  /** Forgets a phone. @returns false when there is none of that name. */
  remove(serial: string): boolean {
    const phone = this.phones.get(serial);
    phone?.close();
    this.phones.delete(serial);
    if (phone !== undefined) this.changed();
    return phone !== undefined;
  }

  /** @throws NoSuchPhoneError */
  bySerial(serial: string): PhoneLink {
    const phone = this.phones.get(serial);
    if (phone === undefined) throw new NoSuchPhoneError(`device '${serial}' not found`);
    return phone;
  }

  /** @throws NoSuchPhoneError */
  byTransportId(id: number): PhoneLink {
    const phone = this.all.find(({ transportId }) => transportId === id);
    if (phone === undefined) throw new NoSuchPhoneError(`no device with transport id '${id}'`);
    return phone;
  }

  /** The only phone. @throws NoSuchPhoneError when there is none, or more than one. */
  get only(): PhoneLink {
    const [phone, second] = this.all;
    if (phone === undefined) throw new NoSuchPhoneError('no devices/emulators found');
    if (second !== undefined) throw new NoSuchPhoneError('more than one device/emulator');
    return phone;
  }

  /** Calls `listener` on every change. @returns how to stop it. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  closeAll(): void {
    for (const phone of this.phones.values()) phone.close();
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}
