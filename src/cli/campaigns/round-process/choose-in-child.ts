import { spawnEntry } from '../../../platform/index.js';
import type { Round, RoundOptions } from '../../../trainer/index.js';
import { cliError } from '../../errors.js';
import { questionOf, roundOf } from './messages.js';
import type { RoundAnswer } from './messages.js';

/**
 * Chooses a round in a process of its own: it takes seconds, for which a process that looks after phones must not stand still.
 * @throws FarmError what choosing throws; ROUND_NOT_CHOSEN when the process ends without an answer.
 */
export async function chooseInChild(options: RoundOptions): Promise<Round> {
  const child = spawnEntry('cli/campaigns/round-process/main', []);
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const answer = new Promise<RoundAnswer>((resolve, reject) => {
    child.once('message', (message) => resolve(message as RoundAnswer));
    child.once('error', reject);
    child.once('close', (exitCode) => {
      const message = `The process that chooses a round ended with ${String(exitCode)}: ${complaints.slice(-2000)}`;
      reject(cliError('ROUND_NOT_CHOSEN', message));
    });
  });
  child.send(questionOf(options));
  return roundOf(await answer);
}
