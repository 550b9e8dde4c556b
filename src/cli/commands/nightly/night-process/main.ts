import { openDatabase } from '../../../../platform/database/index.js';
import { offeredPrior } from '../../../files/offered-prior.js';
import { createLogger, systemClock } from '../../../../platform/index.js';
import { trainNight } from '../../../../trainer/nightly/index.js';
import type { NightAnswer, NightQuestion } from './messages.js';

// Trains what nobody else has claimed of a night: the question comes as a message, the answer goes as one, and the process ends.
process.once('message', (question: NightQuestion) => {
  void answer(question).then((message) => {
    process.send?.(message, () => {
      process.disconnect();
    });
  });
});

async function answer({ databaseUrl, settings, dueAtMs, codeVersion }: NightQuestion): Promise<NightAnswer> {
  try {
    const database = await openDatabase(databaseUrl);
    try {
      const dueAt = new Date(dueAtMs);
      const logger = createLogger({ level: 'error', output: process.stderr });
      const prior = await offeredPrior('auto', '.');
      return {
        entries: await trainNight({
          ...{ database, settings, dueAt, codeVersion, clock: systemClock, logger },
          ...(prior !== undefined && { prior }),
        }),
      };
    } finally {
      await database.close();
    }
  } catch (error) {
    return { failure: error instanceof Error ? error.message : String(error) };
  }
}
