import type { KnownPhone, PhoneDocument, PhoneHistory, ShownPhone } from '../../worker/index.js';

/** A phone as it is told over HTTP, the way the worker tells of it: undefined where the document has null. */
export function shownPhoneOf(document: PhoneDocument): ShownPhone {
  const { pool, deviceModel } = document;
  return {
    serialNumber: document.serialNumber ?? undefined,
    adbSerial: document.adbSerial ?? undefined,
    host: document.host ?? undefined,
    state: document.state,
    reason: document.reason ?? undefined,
    remedy: document.remedy ?? undefined,
    health: document.health ?? undefined,
    leaseHolder: document.leaseHolder ?? undefined,
    lastSeenAt: document.lastSeenAt ?? undefined,
    phone:
      deviceModel === undefined
        ? undefined
        : ({ ...document, pool: { key: pool ?? '' } } as ShownPhone['phone']),
  };
}

/** A phone and what became of it. */
export function knownPhoneOf(document: PhoneDocument & PhoneHistory): {
  readonly shown: KnownPhone;
  readonly history: PhoneHistory;
} {
  const { events, runs, lastRun, runtimeVersions } = document;
  const history = { events, runs, lastRun, runtimeVersions };
  return { shown: shownPhoneOf(document) as KnownPhone, history };
}
