import { describe, expect, it } from 'vitest';
import { codeTexts, sidesOf } from '../../../../../shared/rules/imaging-order/asked-codes.ts';

const code = (value: string, scheme: string) => ({ value, scheme, meaning: 'words' });

describe('codes of orders', () => {
  it('are written as those of headers, whatever FHIR calls their scheme', () => {
    expect(
      codeTexts([
        code('24727-0', 'http://loinc.org'),
        code('RPID22', 'RADLEX'),
        code('RPID22', 'http://radlex.org'),
        code('', 'L'),
        code('x'.repeat(80), 'urn:oid:1.2.3.4.5.6.7'),
      ]),
    ).toEqual(['24727-0^LN', 'RPID22^RADLEX', `${'x'.repeat(40)}^urn:oid:1.2.3.4.`]);
  });

  it.each([
    [['L'], ['L']],
    [['rt'], ['R']],
    [
      ['LT', 'RT'],
      ['L', 'R'],
    ],
    [['50'], ['L', 'R']],
    [['7771000'], ['L']],
    [['Knee, left'], ['L']],
    [['beide Hände'], ['L', 'R']],
    [['genou droit'], ['R']],
    [['L spine', 'lower lobe'], []],
    [['', 'KNEE'], []],
  ])('%j names the sides %j', (said, sides) => {
    expect(sidesOf(said)).toEqual(sides);
  });
});
