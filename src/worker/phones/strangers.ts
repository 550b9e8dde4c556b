import type { Database } from '../../platform/database/index.js';
import type { Clock } from '../../platform/index.js';
import type { StateAndReason } from './listed-state.js';
import type { PhoneRecords } from './phone-records.js';

/** Keeps what a host's adb server lists and nobody could read: a phone shows itself only once it has let us in. */
export class Strangers {
  constructor(
    private readonly database: Database,
    private readonly records: PhoneRecords,
    private readonly hostId: string,
    private readonly clock: Clock,
  ) {}

  /** Notes how something listed is; where a phone was known by that name on this host, the phone. */
  async note(adbSerial: string, { state, reason }: StateAndReason): Promise<void> {
    const { hostId } = this;
    const { prisma } = this.database;
    const phone = await prisma.phone.findFirst({ where: { hostId, adbSerial }, select: { id: true } });
    if (phone !== null) {
      await this.records.observe(phone.id, state, reason);
      return;
    }
    const facts = { state, reason, lastSeenAt: new Date(this.clock.nowMs()) };
    await prisma.stranger.upsert({
      where: { hostId_adbSerial: { hostId, adbSerial } },
      create: { hostId, adbSerial, ...facts },
      update: facts,
    });
  }

  /** It has shown what it is, or is gone. */
  async forget(adbSerial: string): Promise<void> {
    await this.database.prisma.stranger.deleteMany({ where: { hostId: this.hostId, adbSerial } });
  }

  /** Unless another worker has taken the host over, who keeps a list of its own. */
  async forgetAll(processId: number): Promise<void> {
    const { hostId } = this;
    await this.database.prisma.stranger.deleteMany({ where: { hostId, host: { is: { processId } } } });
  }
}
