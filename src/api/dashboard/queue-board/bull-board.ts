/** All that is used of Bull Board, in one place: a build puts one file here that holds it (scripts/bundle-http.js). BullMQ is the installed one. */
export { createBullBoard } from '@bull-board/api';
export { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
