import type { Database } from '../../platform/database/index.js';
import { hasDrifted } from '../../tables/phone-event/reference-checks.js';
import { workerError } from '../errors.js';

/**
 * What an operator wants of a phone: `drain` lets the run at hand finish and takes no more, `maintain` ends the run at hand and
 * leaves the phone alone altogether, `resume` takes it back. A phone that has drifted, `resume` takes as it is: from then on, what it measures is its usual.
 */
export type PhoneOrder = 'drain' | 'maintain' | 'resume';

/**
 * Writes an order down, where the phone's worker finds it within seconds, and adds it to the phone's history. An order that was
 * given before changes nothing. Throws PHONE_UNKNOWN.
 */
export async function orderPhone(
  { prisma, pool }: Pick<Database, 'prisma' | 'pool'>,
  serialNumber: string,
  order: PhoneOrder,
  note?: string,
): Promise<void> {
  const phone = await prisma.phone.findUnique({ where: { serialNumber } });
  if (phone === null) throw workerError('PHONE_UNKNOWN', `no phone ${serialNumber} was ever attached`);
  const { id, state } = phone;
  const data = order === 'resume' ? resumed(state) : keptOut(order, note);
  // Who takes a phone back that was kept out says nothing of its drift.
  const asItIs =
    order === 'resume' && state !== 'DRAINED' && state !== 'MAINTENANCE' && (await hasDrifted(pool, id));
  if (data === undefined && !asItIs) return;
  const detail = { from: state, ...(note === undefined ? {} : { note }), ...(asItIs ? { asItIs } : {}) };
  await prisma.$transaction([
    prisma.phone.update({ where: { id }, data: data ?? {} }),
    prisma.phoneEvent.create({ data: { phoneId: id, kind: order, detail } }),
  ]);
}

function keptOut(order: 'drain' | 'maintain', note: string | undefined) {
  const state = order === 'drain' ? ('DRAINED' as const) : ('MAINTENANCE' as const);
  return { state, stateReason: note ?? null };
}

/** A phone in quarantine still has to prove itself, but at once. Of one that was kept out, nobody knows how it is. */
function resumed(state: string) {
  if (state === 'QUARANTINED') return { quarantinedUntil: new Date(0) };
  if (state !== 'DRAINED' && state !== 'MAINTENANCE') return undefined;
  return {
    state: 'OFFLINE' as const,
    stateReason: 'it was taken back, and its worker has not looked at it yet',
    consecutiveFailures: 0,
    quarantinedUntil: null,
  };
}
