import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Calculator } from '../../../../shared/calculators/calculator.ts';
import { evaluate } from '../../../../shared/calculators/evaluate.ts';
import type { Value } from '../../../../shared/calculators/evaluate.ts';
import { parseExpression } from '../../../../shared/calculators/parse-expression.ts';

function valueOf(source: string, given: Record<string, number | string | boolean> = {}): Value {
  const values = new Map(Object.entries(given).map(([name, value]) => [name, { known: true, value } as const]));
  return evaluate(parseExpression(source), { values, points: new Map() });
}
const bad = expect.objectContaining({ code: 'calculator/bad-data' });
const file = {
  id: 'example',
  title: 'Example',
  version: '1',
  date: '2026',
  source: 'made for this test',
  limits: [],
  inputs: [
    { id: 'size', label: 'Size', kind: 'number', unit: 'mm', digits: 1, min: 0, max: 100 },
    { id: 'old', label: 'Old', kind: 'yes-no' },
    {
      id: 'kind',
      label: 'Kind',
      kind: 'choice',
      options: [
        { value: 'a', label: 'A', points: 1 },
        { value: 'b', label: 'B', points: 2 },
      ],
    },
  ],
  steps: [{ id: 'twice', value: '2 * size' }],
  outputs: [
    { id: 'out', label: 'Out', kind: 'number', unit: 'mm', digits: 1, value: 'twice + score(kind)' },
    {
      id: 'word',
      label: 'Word',
      kind: 'category',
      rules: [
        { when: 'size < 6 and old', is: 'small' },
        { when: 'size >= 6', is: 'large' },
      ],
    },
  ],
  examples: [{ given: { size: 1 }, gives: {} }],
};

describe('expressions of rule data', () => {
  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 2 - 3', 5],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['12 / 3 / 2', 2],
    ['max(1, 2, 3) - min(4, 5)', -1],
    ['count(1 < 2, 2 < 1, true)', 2],
    ['not 1 < 2 or 3 = 3', true],
    ["'a' = 'a' and 'a' != 'b'", true],
    ['log10(1000)', 3],
  ])('%s is %s', (source, value) => {
    const found = valueOf(source);
    if (!found.known) throw new Error('no value');
    if (typeof value === 'number') expect(found.value).toBeCloseTo(value, 9);
    else expect(found.value).toBe(value);
  });

  it('does not ask for what does not matter', () => {
    expect(valueOf('false and x > 1')).toEqual({ known: true, value: false });
    expect(valueOf('x > 1 or true')).toEqual({ known: true, value: true });
    expect(valueOf('x > 1 and y > 1 and x < 3')).toEqual({ known: false, needs: ['x', 'y'] });
  });

  it('has no value where arithmetic has none', () => {
    expect(valueOf('1 / 0')).toEqual({ known: false, needs: [] });
    expect(valueOf('ln(0)')).toEqual({ known: false, needs: [] });
  });

  it.each(['', '1 +', '(1', '1 2', '1 < 2 < 3', "'open", 'a b', 'f(1', '1 ? 2', 'x.y', 'and', '`x`'])(
    'refuses %j',
    (source) => {
      expect(() => parseExpression(source)).toThrow(bad);
    },
  );

  it('refuses what is nested too deeply or too long', () => {
    expect(() => parseExpression(`${'('.repeat(500)}1${')'.repeat(500)}`)).toThrow(bad);
    expect(() => parseExpression(`1${' + 1'.repeat(1000)}`)).toThrow(bad);
  });

  it('ends with an answer or its own refusal for whatever text (property)', () => {
    const parts = fc.constantFrom('1', 'x', '(', ')', '+', '-', '^', 'and', 'not', '<', ',', "'t'", 'min', ' ');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 60 }),
          fc.array(parts, { maxLength: 40 }).map((all) => all.join(' ')),
        ),
        (source) => {
          try {
            parseExpression(source);
          } catch (error) {
            expect(error).toEqual(bad);
          }
        },
      ),
    );
  });

  it('counts as JavaScript does (property)', () => {
    const number = fc.integer({ min: 1, max: 99 });
    fc.assert(
      fc.property(number, number, number, (a, b, c) => {
        const found = valueOf('a + b * c - a / b', { a, b, c });
        expect(found).toEqual({ known: true, value: a + b * c - a / b });
      }),
    );
  });
});

describe('a calculator', () => {
  it('compares the number that is shown', () => {
    const word = (size: number) => new Calculator(file).run({ size, old: true }).at(1);
    expect(word(5.94)).toMatchObject({ state: 'known', value: 'small' });
    expect(word(5.95)).toMatchObject({ state: 'known', value: 'large' });
  });

  it('says what it still needs', () => {
    expect(new Calculator(file).run({ size: 3 })).toMatchObject([
      { state: 'needs', inputs: ['kind'] },
      { state: 'needs', inputs: ['old'] },
    ]);
    expect(new Calculator(file).run({ size: 3, old: false, kind: 'b' })).toMatchObject([
      { state: 'known', value: 8, unit: 'mm' },
      { state: 'none' },
    ]);
  });

  it.each([{ size: 101 }, { size: NaN }, { size: '3' }, { kind: 'c' }, { old: 1 }, { other: 1 }])(
    'refuses %o',
    (given) => {
      expect(() => new Calculator(file).run(given)).toThrow(expect.objectContaining({ code: 'calculator/bad-input' }));
    },
  );

  it.each([
    [{ steps: [{ id: 'size', value: '1' }] }],
    [{ steps: [{ id: 'min', value: '1' }] }],
    [
      {
        steps: [
          { id: 'a', value: 'b' },
          { id: 'b', value: '1' },
        ],
      },
    ],
    [{ steps: [{ id: 'a', value: "size + 'x'" }] }],
    [{ steps: [{ id: 'a', value: 'score(size)' }] }],
    [{ steps: [{ id: 'a', value: 'eval(1)' }] }],
    [{ outputs: [{ id: 'out', label: 'Out', kind: 'number', unit: '', digits: 0, value: 'old' }] }],
    [{ outputs: [{ id: 'out', label: 'Out', kind: 'category', rules: [{ when: 'size', is: 'x' }] }] }],
    [{ script: 'x' }],
  ])('refuses a file with %o', (change) => {
    expect(() => new Calculator({ ...file, ...change })).toThrow(bad);
  });
});
