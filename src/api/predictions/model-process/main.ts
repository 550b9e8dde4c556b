import { ModelAnswerer } from './answerer.js';
import type { ModelQuestion } from './messages.js';

// Predicts the networks of files that strangers sent. Whatever such a file does, it does to this process alone: the server ends it
// when it takes too long, and starts another when it has died.
const answerer = new ModelAnswerer();

process.on('message', (question: ModelQuestion) => {
  process.send?.(answerer.answer(question));
});
process.on('disconnect', () => process.exit());
