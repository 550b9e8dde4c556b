import { expect, it } from 'vitest';

import { renderTable } from '../../../src/cli/output/table.js';

it('aligns columns, as wide as they need to be, without blanks at the ends of lines', () => {
  const columns = [{ heading: 'name' }, { heading: 'count', align: 'right' as const }, { heading: 'note' }];
  const rows = [
    ['a', '1', ''],
    ['longer name', '1234567', 'x'],
  ];
  expect(renderTable(columns, rows)).toBe(
    [
      'name           count  note',
      '-----------  -------  ----',
      'a                  1',
      'longer name  1234567  x',
      '',
    ].join('\n'),
  );
});
