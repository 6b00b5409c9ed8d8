import { describe, expect, it } from 'vitest';
import { parseTable } from '../../helpers/testdata.ts';

describe('a table of the test data', () => {
  it('is read by the names in its first line, with empty cells kept', () => {
    expect(parseTable('path\tbytes\tnote\na.dcm\t12\t\r\nb.dcm\t7\tx\n')).toEqual([
      { path: 'a.dcm', bytes: '12', note: '' },
      { path: 'b.dcm', bytes: '7', note: 'x' },
    ]);
  });
});
