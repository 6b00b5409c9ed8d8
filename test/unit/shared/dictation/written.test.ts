import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writtenText } from '../../../../shared/dictation/written.ts';

/** Said, and what stands in the report. */
const VECTORS: readonly (readonly [said: string, written: string])[] = [
  ['three point five centimeters', '3.5 cm'],
  ['there is a three point five centimeter mass period', 'There is a 3.5 cm mass.'],
  ['the lungs are clear period no effusion period', 'The lungs are clear. No effusion.'],
  ['three by four by five point two centimeters', '3 × 4 × 5.2 cm'],
  ['six to eight millimetres', '6 to 8 mm'],
  ['six millimeter nodule comma solid comma in the right upper lobe', '6 mm nodule, solid, in the right upper lobe'],
  ['one of the nodules', 'One of the nodules'],
  ['two nodules in segment four a', 'Two nodules in segment 4 a'],
  ['series three image one hundred and twenty', 'Series 3 image 120'],
  ['attenuation of minus twenty five hounsfield units', 'Attenuation of minus 25 HU'],
  ['ejection fraction fifty five percent', 'Ejection fraction 55%'],
  ['flexed by ninety degrees', 'Flexed by 90°'],
  ['dose length product of four hundred and twelve milligray centimeters', 'Dose length product of 412 mGy·cm'],
  ['dated two thousand twenty six', 'Dated 2026'],
  ['twenty five milliliters', '25 mL'],
  ['point five cubic centimeters', '0.5 cm³'],
  ['peak velocity one hundred and thirty five centimeters per second', 'Peak velocity 135 cm/s'],
  ['the colon is unremarkable period', 'The colon is unremarkable.'],
  ['impression colon sign normal', 'Impression: normal'],
  ['over a period of three months', 'Over a period of three months'],
  ['last menstrual period unknown', 'Last menstrual period unknown'],
  ['normal period new paragraph the liver is enlarged period', 'Normal.\nThe liver is enlarged.'],
  ['nodules open bracket four hyphen six millimeters close bracket', 'Nodules (4-6 mm)'],
  ['calcified slash hyalinised', 'Calcified/hyalinised'],
  ['four five', 'Four five'],
  ['a 2.5 cm cyst', 'A 2.5 cm cyst'],
  ['', ''],
];

describe('what was said, as it is written', () => {
  it.each(VECTORS)('“%s” is “%s”', (said, written) => {
    expect(writtenText(said, '')).toBe(written);
  });

  it('goes on in a sentence that stands there, and begins a new one after its end', () => {
    expect(writtenText('in the left lobe', 'A nodule ')).toBe('in the left lobe');
    expect(writtenText('in the left lobe', 'A nodule. ')).toBe('In the left lobe');
  });

  it('never loses a figure: every decimal that is said stands there with its unit', () => {
    const names = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
    const figure = fc.integer({ min: 0, max: 9 });
    fc.assert(
      fc.property(figure, fc.array(figure, { minLength: 1, maxLength: 3 }), (whole, decimals) => {
        const said = `${names[whole] ?? ''} point ${decimals.map((one) => names[one] ?? '').join(' ')} millimeters`;
        expect(writtenText(said, '')).toBe(`${whole}.${decimals.join('')} mm`);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), (value) => {
        expect(writtenText(`${inWords(value)} millimeters`, '')).toBe(`${value} mm`);
      }),
    );
  });
});

function inWords(value: number): string {
  const ones = [
    ...['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'],
    ...['thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen'],
  ];
  const tens = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
  const rest = value % 100;
  const small = rest < 20 ? (ones[rest] ?? '') : `${tens[Math.floor(rest / 10)] ?? ''} ${ones[rest % 10] ?? ''}`.trim();
  const hundreds = value < 100 ? '' : `${ones[Math.floor(value / 100)] ?? ''} hundred`;
  return [hundreds, small].filter(Boolean).join(value > 100 && rest > 0 ? ' and ' : '');
}
