import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readEntries } from '../../../../renderer/calculators/entries.ts';
import { CalculatorFile } from '../../../../shared/calculators/calculator-file.ts';
import { projectRoot } from '../../../helpers/runtime.ts';

const file = CalculatorFile.parse(
  JSON.parse(readFileSync(path.join(projectRoot, 'resources', 'calculators', 'lung-rads.json'), 'utf8')),
);

describe('the fields of a calculator', () => {
  it('read numbers with either decimal sign, choices and yes or no', () => {
    const { given, problems } = readEntries(file, { size: '8,2', kind: 'solid', incomplete: 'no' });
    expect(given).toEqual({ size: 8.2, kind: 'solid', incomplete: false });
    expect(problems).toEqual({});
  });

  it.each(['8mm', '1.000,5', '1e2', '-3', '301', '.', 'NaN'])(
    'take %s for no size, and say so at the field',
    (text) => {
      const { given, problems } = readEntries(file, { size: text });
      expect(given).toEqual({});
      expect(problems).toEqual({ size: 'A number from 0 to 300 mm.' });
    },
  );

  it('leave out what is empty', () => {
    expect(readEntries(file, { size: ' ', kind: '' })).toEqual({ given: {}, problems: {} });
  });
});
