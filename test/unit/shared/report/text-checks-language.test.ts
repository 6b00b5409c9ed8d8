import { describe, expect, it } from 'vitest';
import { tellsOfLess } from '../../../../shared/report/language/change.ts';
import { areOtherLevels, levelsOf } from '../../../../shared/report/language/levels.ts';
import { sideWords } from '../../../../shared/report/language/sides.ts';
import { wordsOf } from '../../../../shared/report/language/words.ts';
import { ruleBook } from '../../../helpers/report-document.ts';
import { textChecks } from '../../../../shared/report/text-checks/index.ts';

const { lexicon } = ruleBook();

/** Codes that two sections alone give. */
function codes(findings: string, impression: string): string[] {
  const subject = {
    sections: [
      { sectionId: 'findings', title: 'Findings', text: findings },
      { sectionId: 'impression', title: 'Impression', text: impression },
    ],
    patient: { sex: null, ageYears: null },
    identity: { names: [], patientId: null, accessions: [] },
    dates: { study: null, priors: [], birth: null },
    imaged: null,
    ordered: null,
    asked: null,
    measurements: [],
    anatomy: [],
    told: new Set<string>(),
  };
  return textChecks(subject, lexicon).map(({ code }) => code);
}

describe('levels of the spine', () => {
  it.each([
    ['C5/6: protrusion', ['C5/C6']],
    ['L4-5 and L5-S1', ['L4/L5', 'L5/S1']],
    ['L4/L5, root L5', ['L4/L5', 'L5']],
    ['at T8', ['T8']],
    ['L2 - 5 mm of slip', ['L2']],
  ])('are read in "%s"', (text, levels) => {
    expect(levelsOf(text)).toEqual(levels);
  });

  it('exclude each other unless one is in or beside the other', () => {
    expect(areOtherLevels(['C3/C4'], ['C5/C6'])).toBe(true);
    expect(areOtherLevels(['C5/C6'], ['C6/C7'])).toBe(true);
    expect(areOtherLevels(['C6'], ['C5/C6'])).toBe(false);
    expect(areOtherLevels([], ['C5/C6'])).toBe(false);
  });
});

describe('two numbers of one thing', () => {
  it.each([
    ['has gone from 74 mm to 31 mm', true],
    ['from 22 to 9 mm', true],
    ['now 3 mm (was 11 mm)', true],
    ['9 x 7 mm, previously 1.4 cm', true],
    ['remnant of 7 mm (25 mm)', true],
    ['25 mm (7 mm)', false],
    ['14 mm (was 12 mm)', false],
    ['T1 9 mm (was 14 mm), T2 20 mm (was 17 mm)', false],
    ['from 12 to 19 mm', false],
    ['9 mm', false],
  ])('"%s" tells that it is smaller: %s', (text, expected) => {
    expect(tellsOfLess(text)).toBe(expected);
  });
});

describe('sides that one noun follows', () => {
  it.each([
    ['severe right and mild left stenosis', ['right', 'left']],
    ['left and right kidneys', ['left', 'right']],
    ['RK 8 cm, LK 9 cm', ['right', 'left']],
    ['turned right and down', []],
  ])('"%s"', (text, sides) => {
    expect(sideWords(wordsOf(text)).map(({ side }) => side)).toEqual(sides);
  });

  it('belong to it both', () => {
    const findings = 'C5/6: severe right and mild left foraminal stenosis. C6/7: moderate left foraminal stenosis.';
    expect(codes(findings, 'Severe right C5/6 foraminal stenosis, fits the C6 symptoms.')).toEqual([]);
    expect(codes('Severe left C5/6 foraminal stenosis.', 'Severe right C5/6 foraminal stenosis.')).toEqual([
      'check/laterality',
    ]);
  });
});

describe('a denial', () => {
  it.each([
    ['of another level', 'C3/4: no stenosis. C5/6: severe narrowing.', 'Stenosis at C5/6.', []],
    ['of that level', 'C5/6: no stenosis.', 'Severe stenosis at C5/6.', ['check/impression']],
    ['of a kind that no word is known for', 'Polypoid lesion of 22 mm.', 'No xyloid lesion.', []],
    [
      'of what the findings name as consistent with it',
      'Appendix of 12 mm with fat stranding, consistent with acute appendicitis.',
      'No appendicitis.',
      ['check/impression'],
    ],
    [
      'of what the findings leave open',
      'Appendix of 7 mm, appendicitis cannot be excluded.',
      'No convincing appendicitis.',
      [],
    ],
  ])('%s', (_, findings, impression, expected) => {
    expect([...new Set(codes(findings, impression))]).toEqual(expected);
  });
});

describe('what the impression need not mention', () => {
  it.each([
    ['what a dense breast may hide', 'The breasts are dense, which may obscure small masses.', 'BI-RADS 1.', true],
    ['what has shrunk', 'A mass has shrunk from 74 mm to 31 mm.', 'Good response.', true],
    ['what has grown', 'A mass has grown from 31 mm to 74 mm.', 'Good effect.', false],
    ['a nodule with a benign name', 'Left adrenal nodule of 14 mm, an adenoma.', 'Emphysema.', true],
    ['a nodule without one', 'Left adrenal nodule of 14 mm.', 'Emphysema.', false],
    ['what was to be treated', 'Occlusion of the renal artery, crossed.', 'Successful stenting.', true],
    ['what the treatment did', 'Small pneumothorax after the last pass.', 'Successful biopsy.', false],
    ['a tumour by its stage', 'Semi-annular tumour at 7 cm.', 'mrT3b N1b, margin clear.', true],
    ['a mass by its score', 'Spiculated mass of 11 mm.', 'R5, biopsy.', true],
    ['gas that was expected', 'Free gas, as expected on the first day.', 'Usual appearance.', true],
    ['gas that was not', 'Free gas below the diaphragm.', 'Usual appearance.', false],
    ['small vessels', 'Small vessel ischaemic change on both sides.', 'No tumour.', true],
    ['an infarct', 'Infarct in the cerebellum.', 'No tumour.', false],
    ['an appendix that is not compressible', 'Non-compressible tubular structure.', 'Appendicitis.', true],
    ['a vein that is not compressible', 'The peroneal vein is non-compressible.', 'Oedema.', false],
    ['a duct that is cut off', 'Abrupt cut-off of the distal duct.', 'Jaundice explained.', true],
    ['an artery that is cut off', 'Abrupt cut-off of the artery.', 'Ischaemia explained.', false],
  ])('%s', (_, findings, impression, isLeft) => {
    expect(codes(findings, impression).includes('check/impression-missing')).toBe(!isLeft);
  });
});

describe('what has to be told', () => {
  it('is not a shift that is less than before', () => {
    expect(codes('Midline shift now 3 mm (was 11 mm).', '')).toEqual([]);
    expect(codes('Midline shift now 11 mm (was 3 mm).', '')).toEqual(['check/critical']);
  });
});

describe('a weight', () => {
  it('is no size of a lesion, and one of a fetus', () => {
    expect(codes('Haemangioma of 18 kg in the liver.', '')).toEqual(['check/unit']);
    expect(codes('Estimated body weight of 2.5 kg.', '')).toEqual([]);
  });
});
