import { expect, it } from 'vitest';

import { phoneTable } from '../../../../src/cli/commands/phones/phone-table.js';
import type { ShownPhone } from '../../../../src/worker/index.js';

const shown = (serialNumber: string, remedy: string | undefined): ShownPhone => ({
  ...{ serialNumber, adbSerial: serialNumber, host: 'h', state: 'OFFLINE', reason: undefined, remedy },
  ...{ leaseHolder: undefined, health: undefined, lastSeenAt: undefined, phone: undefined },
});

it('says once what is to be done where it helps several phones, and names three of them', () => {
  const start = 'start the adb server';
  const phones = ['A', 'B', 'C', 'D', 'E'].map((serial) => shown(serial, start));
  const table = phoneTable([...phones, shown('F', 'give it air'), shown('G', undefined)], 0, false);
  expect(table.split('\n').slice(-4)).toEqual(['', `A, B, C and 2 more: ${start}`, 'F: give it air', '']);
});

it('says how long ago each was seen, and of those that nobody could read no more than what adb calls them', () => {
  const phone = { ...shown('A', undefined), lastSeenAt: new Date(0) };
  const [headings = '', , row = ''] = phoneTable([phone], 3 * 3_600_000, true).split('\n');
  expect(headings).toMatch(/ seen +state +adb +ABIs +GPU +cores +reason$/);
  expect(row).toMatch(/ 3 h +offline +A +\? +\? +\?$/);
});
