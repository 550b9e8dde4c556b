import { expect, it } from 'vitest';

import { meaningOfListing } from '../../../src/worker/phones/listed-state.js';

it.each([
  ['unauthorized', 'UNAUTHORIZED', /allow USB debugging/],
  ['no permissions (user in plugdev group; are your udev rules wrong?); see [http://x]', 'OFFLINE', /udev/],
  ['offline', 'OFFLINE', /does not answer/],
  ['recovery', 'NOT_BOOTED', /recovery/],
  ['detached', 'OFFLINE', /lists it as detached/],
])('a phone that is listed as %j is %s', (word, state, reason) => {
  const meaning = meaningOfListing(word);
  expect(meaning.state).toBe(state);
  expect(meaning.reason).toMatch(reason);
});
