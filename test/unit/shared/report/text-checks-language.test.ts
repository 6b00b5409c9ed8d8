import { describe, expect, it } from 'vitest';
import { tellsOfLess, tellsOfNoGrowth } from '../../../../shared/report/language/change.ts';
import { areOtherLevels, levelsOf } from '../../../../shared/report/language/levels.ts';
import { sentencesOf } from '../../../../shared/report/language/sentences.ts';
import { sideWords } from '../../../../shared/report/language/sides.ts';
import { wordsOf } from '../../../../shared/report/language/words.ts';
import { ruleBook } from '../../../helpers/report-document.ts';
import { textChecks } from '../../../../shared/report/text-checks/index.ts';

const { lexicon } = ruleBook();

interface Facts {
  readonly sex?: 'F' | 'M';
  readonly ageYears?: number;
  readonly clinical?: string;
  readonly imaged?: 'left' | 'right';
  readonly asked?: string;
}

/** What two sections give, of a patient of whom little is known. */
function found(findings: string, impression: string, facts: Facts = {}) {
  const subject = {
    sections: [
      { sectionId: 'clinical', title: 'Clinical', text: facts.clinical ?? '' },
      { sectionId: 'findings', title: 'Findings', text: findings },
      { sectionId: 'impression', title: 'Impression', text: impression },
    ],
    patient: { sex: facts.sex ?? null, ageYears: facts.ageYears ?? null },
    identity: { names: [], patientId: 'NJ100200', accessions: [] },
    dates: { study: null, priors: [], birth: null },
    imaged: facts.imaged ?? null,
    ordered: null,
    asked: facts.asked ?? null,
    measurements: [],
    anatomy: [],
    told: new Set<string>(),
  };
  return textChecks(subject, lexicon);
}

function codes(findings: string, impression: string, facts: Facts = {}): string[] {
  return found(findings, impression, facts).map(({ code }) => code);
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

describe('sentences', () => {
  it.each([
    ['Nodule 7 mm (7.1; 6.9). No new.', 2],
    ['Nodule; cyst.', 2],
    ['Sulcus on the left? No. Contusion more.', 3],
    ['Image no. 3 shows it.', 1],
    ['Open (a; b', 2],
  ])('"%s" are %i', (text, count) => {
    expect(sentencesOf(text)).toHaveLength(count);
  });
});

describe('sizes of before', () => {
  it.each([
    ['31 x 24 mm, previously 30 x 25 mm', true],
    ['7.2 mm (7.1; 6.9)', true],
    ['26 mm (26)', true],
    ['18 mm (12)', false],
    ['9 mm', false],
  ])('"%s" tell of no growth: %s', (text, expected) => {
    expect(tellsOfNoGrowth(text)).toBe(expected);
  });
});

describe('what has to be told and was known', () => {
  const ich = 'Left parietal intraparenchymal haemorrhage of 31 mm.';
  it.each<[string, string, string, string, boolean]>([
    ['by the request', ich, 'As above.', 'Known ICH, 24 h stability of the parietal lobe.', true],
    ['by the impression', ich, 'Stable left parietal haematoma. No new haemorrhage.', '', true],
    ['and has grown', ich, 'Larger left parietal haematoma, known.', 'Known ICH of the parietal lobe.', false],
    ['and was only asked for', ich, 'Haematoma.', 'Post fall, rule out subdural haematoma.', false],
    ['in a patient who is stable', 'Haemodynamically stable, subdural haematoma of 9 mm.', 'See above.', '', false],
    ['acute on chronic', 'Acute on chronic subdural haematoma of 12 mm.', 'See above.', '', false],
    ['chronic', 'Chronic subdural haematoma of 12 mm.', 'See above.', '', true],
    ['of another organ', 'Ectopic thyroid tissue at the tongue base.', '', '', true],
    ['of the umbilical cord', 'Compression of the cord by the umbilical loop.', '', '', true],
  ])('%s', (_, findings, impression, clinical, isKnown) => {
    expect(codes(findings, impression, { clinical }).includes('check/critical')).toBe(!isKnown);
  });
});

describe('names that only sound like a part of the other sex', () => {
  it.each<[string, 'F' | 'M', boolean]>([
    ['Fetal right PCA.', 'M', true],
    ['Fetal lobulation of the left kidney.', 'M', true],
    ['HER2 positive gastric carcinoma.', 'M', true],
    ['Delay of the bundle of His.', 'F', true],
    ['Transition zone in the mid ileum.', 'F', true],
    ['Lesion of the PZ, PI-RADS 4.', 'F', false],
    ['Fetal heart rate 140.', 'M', false],
    ['The uterus is normal.', 'M', false],
    ['Her pain is better.', 'M', false],
  ])('"%s" %s', (findings, sex, isFitting) => {
    expect(codes(findings, '', { sex }).includes('check/sex')).toBe(!isFitting);
  });

  it('nor an age that is not the patient’s', () => {
    expect(codes('Gestational age 22+4.', '', { sex: 'F', ageYears: 31 })).toEqual([]);
    expect(codes('20 years old hip replacement.', '', { ageYears: 70 })).toEqual([]);
    expect(codes('A 20 years old man.', '', { ageYears: 70 })).toEqual(['check/age']);
  });
});

describe('the side that was imaged', () => {
  const hip = { imaged: 'right', asked: 'MRI hip' } as const;
  it('is not that of another region', () => {
    expect(codes('Stress fracture of the neck. Left ovarian cyst of 3 cm.', 'Stress fracture.', hip)).toEqual([]);
    expect(codes('Stress fracture of the left femoral neck.', 'Stress fracture.', hip)).toEqual([
      'check/laterality-study',
    ]);
  });

  it('is no part of the name of a vessel', () => {
    const findings = 'RCA: arises from the left sinus, interarterial.';
    expect(codes(findings, 'Anomalous RCA from the left coronary sinus.')).toEqual([]);
  });
});

describe('a name for what the findings describe', () => {
  const missing = (findings: string, impression: string) =>
    found(findings, impression).filter(({ code }) => code === 'check/impression-missing');

  it.each([
    ['an injury for its fractures', 'Radial head fracture. Coronoid fracture of 7 mm.', 'Terrible triad, reduced.'],
    [
      'a pregnancy for its ring',
      'Right adnexa: ring-like mass of 19 mm.',
      'Right tubal ectopic pregnancy. Told at once.',
    ],
    ['a defect of a duct, which is no embolus', 'Filling defect of 19 mm in the renal pelvis.', 'Suspected carcinoma.'],
  ])('%s', (_, findings, impression) => {
    expect(missing(findings, impression)).toEqual([]);
  });

  it.each([
    [
      'in words of its own leaves a note',
      'Enhancing mass of 9 mm, ice cream cone.',
      'Vestibular schwannoma, Koos II.',
      true,
    ],
    ['that is only advice does not', 'Enhancing mass of 9 mm, ice cream cone.', 'ENT referral.', undefined],
    ['of another part does not', 'Mass of 38 mm in the left kidney.', 'Sigmoid colonic volvulus.', undefined],
    ['does not stand for what has a name', 'Saddle embolus. Lungs clear.', 'Vestibular schwannoma.', undefined],
  ])('%s', (_, findings, impression, isWeak) => {
    expect(missing(findings, impression).map((one) => one.isWeak)).toEqual([isWeak]);
  });
});

describe('the number of somebody else', () => {
  it.each([
    ['Sciatica, ID NJ887123.', ['check/other-patient']],
    ['Sciatica, ID NJ100200.', []],
    ['Sepsis, ID consult 2024.', []],
  ])('"%s"', (clinical, expected) => {
    expect(codes('', '', { clinical })).toEqual(expected);
  });
});
