import { isRefusedForGood } from '../refused-for-good.js';
import { answerWithRound, failureOf, optionsOf } from './messages.js';
import type { Answer, NetworksQuestion, Question, RoundQuestion } from './messages.js';

// Chooses one round: the question comes as a message, the answer goes as one, and the process ends. Only what the question needs is loaded.
process.once('message', (question: Question) => {
  void answer(question).then((message) => {
    process.send?.(message, () => {
      process.disconnect();
    });
  });
});

async function answer(question: Question): Promise<Answer> {
  try {
    return 'networks' in question ? await networks(question.networks) : await operations(question.operations);
  } catch (error) {
    return failureOf(error, isRefusedForGood(error));
  }
}

async function operations(question: RoundQuestion): Promise<Answer> {
  const { chooseRound } = await import('../../../trainer/acquisition/round/choose-round.js');
  return answerWithRound(chooseRound(optionsOf(question)));
}

async function networks({ databaseUrl, options }: NetworksQuestion): Promise<Answer> {
  const [{ openSqlDatabase }, { chooseNetworks }] = await Promise.all([
    import('../../../platform/database/open-sql-database.js'),
    import('../../../trainer/acquisition/networks/choose-networks.js'),
  ]);
  const database = await openSqlDatabase(databaseUrl);
  try {
    return { chosen: await chooseNetworks({ ...options, database }) };
  } finally {
    await database.close();
  }
}
