import type { PhoneState } from '../../platform/database/index.js';

/** How a phone stands as an operator sees it: its state, or what is being done with it. */
export type ShownState = PhoneState | 'IN_USE' | 'DRAINING' | 'UNWATCHED';

/** What to do about a phone that does not measure; `undefined` where nothing has to be done. */
export function remedyFor(
  state: ShownState,
  { serial, host, quarantinedUntil }: RemedySubject,
  now: Date,
): string | undefined {
  const resume = `farm phones resume ${serial}`;
  switch (state) {
    case 'READY':
    case 'IN_USE':
    case 'DRAINING':
      return undefined;
    case 'UNWATCHED':
      return host === undefined
        ? 'plug it in at a host whose worker runs'
        : `start the worker of ${host}: "farm worker run" there, or "farm hosts run" here`;
    case 'OFFLINE':
      return 'check its cable, its power and USB debugging; it is attached by itself when it answers';
    case 'UNAUTHORIZED':
      return 'unlock it and accept the key of its host; "always allow" spares you the next time';
    case 'NOT_BOOTED':
      return 'wait; restart it when it stays so';
    case 'HOT':
      return 'nothing, it cools; give it air when it is hot often';
    case 'NO_SPACE':
      return 'free space under /data/local/tmp on the phone';
    case 'UNUSABLE':
      return 'see the reason; the fleet file says what a phone does not tell itself';
    case 'QUARANTINED': {
      if (quarantinedUntil === undefined || quarantinedUntil.getTime() <= now.getTime()) {
        return 'see the reason; it is tried again as soon as its host sees it';
      }
      const at = quarantinedUntil.toISOString().slice(0, 16).replace('T', ' ');
      return `see the reason; it is tried again at ${at} UTC, or now by "${resume}"`;
    }
    case 'DRAINED':
    case 'MAINTENANCE':
      return `"${resume}" when you want it back`;
  }
}

/** Whom a remedy is for. */
export interface RemedySubject {
  /** Its serial number, or what the adb server calls it as long as nobody knows. */
  readonly serial: string;
  readonly host: string | undefined;
  readonly quarantinedUntil: Date | undefined;
}
