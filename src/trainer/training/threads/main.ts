import { parentPort } from 'node:worker_threads';

import { learnGroup } from '../learn-group.js';
import { answerOf, taskOf, type GroupAnswer, type GroupQuestion } from './messages.js';

// Learns kernel groups, each of which comes as a message and goes as one, for as long as the process that started this thread wants.
parentPort?.on('message', (question: GroupQuestion) => {
  parentPort?.postMessage(answer(question));
});

/** Whoever asked finds out what was wrong by learning the group itself. */
function answer(question: GroupQuestion): GroupAnswer {
  const { number } = question;
  try {
    return answerOf(number, learnGroup(taskOf(question)));
  } catch {
    return { number, failed: true };
  }
}
