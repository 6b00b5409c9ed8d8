import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NAME_TAKEN_OUT, withoutNames } from '../../../../shared/review/without-names.ts';

describe('a text without the names of its case', () => {
  it.each([
    ['Dear Dr. Müller, thank you.', ['Müller^Anna'], `Dear Dr. ${NAME_TAKEN_OUT}, thank you.`],
    ['MULLER, ANNA has a nodule.', ['Müller^Anna'], `${NAME_TAKEN_OUT} has a nodule.`],
    ['Told Anna Müller at 10:05.', ['Müller^Anna'], `Told ${NAME_TAKEN_OUT} at 10:05.`],
    ['Accession A-1234-X, as before.', ['A-1234-X'], `Accession A-${NAME_TAKEN_OUT}-X, as before.`],
    ['Id 4711.', ['4711'], `Id ${NAME_TAKEN_OUT}.`],
    ['A liver lesion of 12 mm.', ['Li^Wei'], 'A liver lesion of 12 mm.'],
    ['St. Mary Hospital: clear.', ["St. Mary's Hospital"], `St. ${NAME_TAKEN_OUT}: clear.`],
    ['No names here.', [], 'No names here.'],
  ])('%s', (text, names, expected) => {
    expect(withoutNames(text, names)).toBe(expected);
  });

  it('leaves no whole word of a name, whatever its capitals', () => {
    const word = fc.stringMatching(/^[A-Za-zäöüéß]{3,12}$/);
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 6 }), (name, words) => {
        const text = [...words, name.toUpperCase(), ...words].join(' ');
        const left = withoutNames(text, [name])
          .replaceAll(NAME_TAKEN_OUT, ' ')
          .split(/[^\p{L}]+/u);
        expect(left.filter((one) => one.toLowerCase() === name.toLowerCase())).toEqual([]);
      }),
    );
  });
});
