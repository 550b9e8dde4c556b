import { spawnEntry } from '../../../platform/index.js';
import { cliError } from '../../errors.js';
import type { Choosers } from '../choosers.js';
import { networksOf, questionOf, roundOf } from './messages.js';
import type { Answer, Question } from './messages.js';

/**
 * Choosers that each choose in a process of its own: it takes seconds, for which a process that looks after phones must not stand still.
 * They throw what choosing throws; FarmError ROUND_NOT_CHOSEN when the process ends without an answer.
 */
export function choosersInChildren(databaseUrl: string): Choosers {
  return {
    operations: async (options) => roundOf(await ask({ operations: questionOf(options) })),
    networks: async (options) => networksOf(await ask({ networks: { databaseUrl, options } })),
  };
}

async function ask(question: Question): Promise<Answer> {
  const child = spawnEntry('cli/campaigns/round-process/main', []);
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaints += text));
  const answer = new Promise<Answer>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Answer));
    child.once('error', reject);
    child.once('close', (exitCode) => {
      const message = `The process that chooses a round ended with ${String(exitCode)}: ${complaints.slice(-2000)}`;
      reject(cliError('ROUND_NOT_CHOSEN', message));
    });
  });
  child.send(question);
  return answer;
}
