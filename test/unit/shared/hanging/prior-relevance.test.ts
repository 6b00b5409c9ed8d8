import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchSeries, rankPriors, textLikeness } from '../../../../shared/hanging/prior-relevance.ts';
import type { SeriesFacts, StudyFacts } from '../../../../shared/hanging/prior-relevance.ts';
import { shippedPriorRules } from '../../../helpers/prior-rules.ts';

const rules = shippedPriorRules();

const study = (own: Partial<StudyFacts>): StudyFacts => ({
  studyId: 'current',
  patientKey: 'p',
  studyDate: '20240601',
  modalities: ['CT'],
  bodyParts: ['CHEST'],
  description: 'CT chest',
  lateralities: [],
  ...own,
});

describe('rankPriors', () => {
  it('puts same modality and region before a newer study of another kind', () => {
    const ranked = rankPriors(rules, study({}), [
      study({
        studyId: 'knee',
        studyDate: '20240530',
        modalities: ['MR'],
        bodyParts: ['KNEE'],
        description: 'MR knee',
      }),
      study({ studyId: 'chest', studyDate: '20220601' }),
    ]);
    expect(ranked.map((one) => one.study.studyId)).toEqual(['chest', 'knee']);
    expect(ranked[0]?.reasons).toEqual([
      'same body region (chest)',
      'same modality (CT)',
      'same procedure',
      'similar description',
      '2 years earlier',
    ]);
    expect(ranked[0]?.why).toBe('same region, CT, 2 years, same procedure');
  });

  it('never shows another patient, a later study, or the study itself', () => {
    const ranked = rankPriors(rules, study({}), [
      study({ studyId: 'other', patientKey: 'q', studyDate: '20230101' }),
      study({ studyId: 'later', studyDate: '20240602' }),
      study({}),
    ]);
    expect(ranked).toEqual([]);
  });

  it('prefers the newer of two that are alike', () => {
    const ranked = rankPriors(rules, study({}), [
      study({ studyId: 'old', studyDate: '20200601' }),
      study({ studyId: 'new', studyDate: '20240501' }),
    ]);
    expect(ranked.map((one) => one.study.studyId)).toEqual(['new', 'old']);
  });

  it('counts the other side against a study', () => {
    const left = study({ modalities: ['MG'], bodyParts: ['BREAST'], lateralities: ['L'] });
    const ranked = rankPriors(rules, left, [
      study({
        studyId: 'right',
        studyDate: '20240501',
        modalities: ['MG'],
        bodyParts: ['BREAST'],
        lateralities: ['R'],
      }),
      study({ studyId: 'left', studyDate: '20220501', modalities: ['MG'], bodyParts: ['BREAST'], lateralities: ['L'] }),
    ]);
    expect(ranked.map((one) => one.study.studyId)).toEqual(['left', 'right']);
    expect(ranked[1]?.reasons).toContain('the other side');
  });

  const order = (current: Partial<StudyFacts>, ...others: readonly Partial<StudyFacts>[]): string[] => {
    const unsaid = { bodyParts: [], modalities: [] };
    const named = others.map((own) =>
      study({ ...unsaid, studyDate: '20230601', studyId: own.description ?? '', ...own }),
    );
    return rankPriors(rules, study({ ...unsaid, ...current }), named).map((one) => one.study.studyId);
  };

  it('reads descriptions of other hospitals and languages', () => {
    expect(
      order(
        { description: 'TDM cérébrale sans injection', modalities: ['CT'] },
        { description: 'MRT Knie links', modalities: ['MR'] },
        { description: 'Thorax p.a. und seitlich', modalities: ['DX'] },
        { description: 'Schädel-CT nativ', modalities: ['CT'] },
      )[0],
    ).toBe('Schädel-CT nativ');
  });

  it('takes a neighbouring region before one far away', () => {
    const far = { description: 'CT Knie', modalities: ['CT'] };
    const near = { description: 'CT Becken', modalities: ['CT'] };
    expect(order({ description: 'CT Abdomen', modalities: ['CT'] }, far, near)).toEqual(['CT Becken', 'CT Knie']);
  });

  it('takes the same region of another modality before another region of the same', () => {
    const region = { description: 'MRI lumbar spine', modalities: ['MR'] };
    const modality = { description: 'CT chest', modalities: ['CT'] };
    expect(order({ description: 'CT L-spine', modalities: ['CT'] }, modality, region)).toEqual([
      'MRI lumbar spine',
      'CT chest',
    ]);
  });

  it('tells the sides of words, and the parts of one limb', () => {
    const knee = { description: 'MRT Knie links', modalities: ['MR'] };
    expect(
      order(
        knee,
        { description: 'MRI knee right', modalities: ['MR'] },
        { description: 'IRM pied gauche', modalities: ['MR'] },
        { description: 'IRM genou gauche', modalities: ['MR'], studyDate: '20190601' },
      )[0],
    ).toBe('IRM genou gauche');
  });

  it('knows a procedure by the code of the site, whatever it is called', () => {
    const [first] = rankPriors(rules, study({ description: 'protocol 12', bodyParts: [], procedureCodes: ['X7'] }), [
      study({ studyId: 'other', description: 'protocol 9', bodyParts: [], studyDate: '20240501' }),
      study({ studyId: 'coded', description: 'p12', bodyParts: [], studyDate: '20240501', procedureCodes: ['X7'] }),
    ]);
    expect(first?.study.studyId).toBe('coded');
    expect(first?.reasons).toContain('same procedure code');
  });

  it('takes related modalities for less than the same', () => {
    const ranked = rankPriors(rules, study({ modalities: ['DX'] }), [
      study({ studyId: 'cr', studyDate: '20230601', modalities: ['CR'] }),
      study({ studyId: 'dx', studyDate: '20230601', modalities: ['DX'] }),
    ]);
    expect(ranked.map((one) => one.study.studyId)).toEqual(['dx', 'cr']);
  });

  it('says how much earlier, also over 1900', () => {
    const ranked = rankPriors(rules, study({ studyDate: '19010410' }), [
      study({ studyId: 'a', studyDate: '19001231' }),
    ]);
    expect(ranked[0]?.reasons).toContain('3 months earlier');
  });

  it('stays between 0 and 1 with a reason for every point', () => {
    const any = fc.record({
      studyId: fc.uuid(),
      patientKey: fc.constant('p'),
      studyDate: fc.option(fc.constantFrom('19600101', '20240101', '20240601', 'x')),
      modalities: fc.array(fc.constantFrom('CT', 'MR', 'SR', 'DX', 'CR', 'PT')),
      bodyParts: fc.array(fc.constantFrom('CHEST', 'KNEE', 'ABDOMEN', 'WHOLEBODY')),
      description: fc.option(fc.string()),
      lateralities: fc.array(fc.constantFrom('L', 'R', 'U')),
    });
    fc.assert(
      fc.property(any, fc.array(any), (current, others) => {
        for (const { relevance, reasons } of rankPriors(rules, current, others)) {
          expect(relevance).toBeGreaterThanOrEqual(0);
          expect(relevance).toBeLessThanOrEqual(1);
          if (relevance > 0) expect(reasons.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});

describe('matchSeries', () => {
  const series = (own: Partial<SeriesFacts>): SeriesFacts => ({
    seriesId: 'x',
    modality: 'CT',
    description: null,
    protocol: null,
    bodyPart: null,
    laterality: null,
    viewPosition: null,
    orientation: [1, 0, 0, 0, 1, 0],
    sliceThickness: 2.5,
    images: 100,
    shown: true,
    ...own,
  });

  it('takes the same plane before the same words', () => {
    const current = series({ description: 'chest lung' });
    const coronal = series({ seriesId: 'cor', description: 'chest lung', orientation: [1, 0, 0, 0, 0, -1] });
    expect(matchSeries(current, [coronal, series({ seriesId: 'ax', description: 'other' })])?.seriesId).toBe('ax');
  });

  it('takes the words, then the thickness, among equal planes', () => {
    const current = series({ description: 'lung' });
    const lung = series({ seriesId: 'lung', description: 'lung' });
    const soft = series({ seriesId: 'soft', description: 'soft tissue' });
    expect(matchSeries(current, [soft, lung])?.seriesId).toBe('lung');
    const thin = series({ seriesId: 'thin', sliceThickness: 2.5 });
    const thick = series({ seriesId: 'thick', sliceThickness: 5 });
    expect(matchSeries(series({}), [thick, thin])?.seriesId).toBe('thin');
  });

  it('hangs the same view and side of a mammogram', () => {
    const view = (viewPosition: string, laterality: string) =>
      series({
        seriesId: `${laterality}${viewPosition}`,
        modality: 'MG',
        orientation: null,
        viewPosition,
        laterality,
        images: 1,
      });
    const prior = ['CC', 'MLO'].flatMap((v) => ['L', 'R'].map((side) => view(v, side)));
    expect(matchSeries(view('MLO', 'L'), prior)?.seriesId).toBe('LMLO');
  });

  it('hangs nothing rather than something of another kind', () => {
    expect(matchSeries(series({}), [series({ modality: 'MR' }), series({ modality: 'SR', shown: false })])).toBeNull();
  });
});

describe('textLikeness', () => {
  it('is the same both ways and 1 for the same words', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(textLikeness(a, b)).toBe(textLikeness(b, a));
      }),
    );
    expect(textLikeness('Thorax nativ', 'nativ THORAX')).toBe(1);
    expect(textLikeness(null, 'x')).toBe(0);
  });
});
