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
  const table = phoneTable([...phones, shown('F', 'give it air'), shown('G', undefined)]);
  expect(table.split('\n').slice(-4)).toEqual(['', `A, B, C and 2 more: ${start}`, 'F: give it air', '']);
});
