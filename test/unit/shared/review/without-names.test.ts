import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SHORT_WORDS } from '../../../../shared/review/short-name-parts.ts';
import { NAME_TAKEN_OUT, withoutNames } from '../../../../shared/review/without-names.ts';

const N = NAME_TAKEN_OUT;
const wordsOf = (text: string): string[] => text.replaceAll(N, ' ').split(/[^\p{L}\p{M}]+/u);

describe('a text without the names of its case', () => {
  it.each([
    ['Dear Dr. Müller, thank you.', ['Müller^Anna'], `Dear Dr. ${N}, thank you.`],
    ['MULLER, ANNA has a nodule.', ['Müller^Anna'], `${N} has a nodule.`],
    ['Told Anna Müller at 10:05.', ['Müller^Anna'], `Told ${N} at 10:05.`],
    ['Accession A-1234-X, as before.', ['A-1234-X'], `Accession A-${N}-X, as before.`],
    ['Id 4711.', ['4711'], `Id ${N}.`],
    ['A liver lesion of 12 mm.', ['Li^Wei'], 'A liver lesion of 12 mm.'],
    ['St. Mary Hospital: clear.', ["St. Mary's Hospital"], `St. ${N}: clear.`],
    ['No names here.', [], 'No names here.'],
  ])('%s', (text, names, expected) => {
    expect(withoutNames(text, names)).toBe(expected);
  });

  it('leaves no whole word of a name, whatever its capitals', () => {
    const word = fc.stringMatching(/^[A-Za-zäöüéß]{3,12}$/);
    fc.assert(
      fc.property(word, fc.array(word, { maxLength: 6 }), (name, words) => {
        const text = [...words, name.toUpperCase(), ...words].join(' ');
        const left = wordsOf(withoutNames(text, [name]));
        expect(left.filter((one) => one.toLowerCase() === name.toLowerCase())).toEqual([]);
      }),
    );
  });
});

describe('parts of a name of one or two letters', () => {
  it.each([
    ['Mr Li has a nodule.', ['Li^Wei'], `Mr ${N} has a nodule.`],
    ['Told Dr. Ng at 10:05. NG tube in place.', ['Ng^Ah Kow'], `Told Dr. ${N} at 10:05. NG tube in place.`],
    ['NG, AH KOW has a nodule.', ['Ng^Ah Kow'], `${N} has a nodule.`],
    ['LI NA: no effusion.', ['Li^Na'], `${N}: no effusion.`],
    ['Li Na has a nodule; Li was told.', ['Li^Na'], `${N} has a nodule; ${N} was told.`],
    ['Mrs No. No effusion, no nodule.', ['No^Jung'], `Mrs ${N}. No effusion, no nodule.`],
    ['Told Jung. No effusion.', ['No^Jung'], `Told ${N}. No effusion.`],
    ['Told Jung, no effusion.', ['No^Jung'], `Told ${N}, no effusion.`],
    ['No Jung was here before.', ['No^Jung'], `${N} was here before.`],
    ['Read by A. Reader. A nodule.', ['Ada A. Reader'], `Read by ${N}. A nodule.`],
    ['An effusion; told Mr An.', ['An^Min'], `An effusion; told Mr ${N}.`],
    ['De la Cruz, in the left lobe.', ['De la Cruz^Ana'], `De la ${N}, in the left lobe.`],
    ['CT of 12 mm at CT-2024-17.', ['CT-2024-17'], `CT of 12 mm at CT-${N}-17.`],
    ['李偉的結節', ['Li^Wei=李^偉'], `${N}的結節`],
    ['山田太郎様、結節。', ['山田^太郎'], `${N}様、結節。`],
    ['홍길동은 결절', ['홍^길동'], `${N}은 결절`],
  ])('%s', (text, names, expected) => {
    expect(withoutNames(text, names)).toBe(expected);
  });

  it('are gone after a title, beside the other parts, and alone with a capital letter; what is no name stays as it was', () => {
    const short = fc.stringMatching(/^[B-Z][aeghioquy]$/).filter((one) => !SHORT_WORDS.has(one.toLowerCase()));
    const long = fc.stringMatching(/^[B-Z][a-z]{4,9}$/);
    const said = fc.constantFrom('no nodule', 'in the left lobe', 'no effusion of 12 mm', 'as it was');
    fc.assert(
      fc.property(short, long, said, (family, given, words) => {
        fc.pre(!words.toLowerCase().split(' ').includes(given.toLowerCase()));
        for (const name of [
          `Dr ${family}`,
          `${family}, ${given}`,
          `${given} ${family}`,
          `${family} ${given}`,
          family,
        ]) {
          for (const written of [name, ...(name === family ? [] : [name.toUpperCase()])]) {
            const left = withoutNames(`Told ${written}; ${words}.`, [`${family}^${given}`]);
            expect(wordsOf(left).map((one) => one.toLowerCase())).not.toContain(family.toLowerCase());
            expect(left.endsWith(`; ${words}.`), left).toBe(true);
          }
        }
      }),
    );
  });

  it('take no word out of a text in small letters', () => {
    const small = fc.stringMatching(/^[a-z]{1,2}$/);
    fc.assert(
      fc.property(fc.array(small, { minLength: 1, maxLength: 8 }), small, (words, part) => {
        const text = words.join(' ');
        expect(withoutNames(text, [`${part.toUpperCase()}^${part}`])).toBe(text);
      }),
    );
  });
});
