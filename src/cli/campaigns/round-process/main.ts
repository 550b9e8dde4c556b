import { GraphError } from '../../../graph/index.js';
import { chooseRound } from '../../../trainer/index.js';
import { answerOf, failureOf, optionsOf } from './messages.js';
import type { RoundAnswer, RoundQuestion } from './messages.js';

// Chooses one round: the question comes as a message, the answer goes as one, and the process ends.
process.once('message', (question: RoundQuestion) => {
  process.send?.(answer(question), () => {
    process.disconnect();
  });
});

function answer(question: RoundQuestion): RoundAnswer {
  try {
    return answerOf(chooseRound(optionsOf(question)));
  } catch (error) {
    return failureOf(error, error instanceof GraphError);
  }
}
