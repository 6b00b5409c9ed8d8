import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bodyRegions } from '../../../../shared/hanging/body-region.ts';
import { matchSeries, rankPriors, textLikeness } from '../../../../shared/hanging/prior-relevance.ts';
import type { SeriesFacts, StudyFacts } from '../../../../shared/hanging/prior-relevance.ts';

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
    const ranked = rankPriors(study({}), [
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
      'same modality (CT)',
      'same body region (chest)',
      'similar description',
      '2 years earlier',
    ]);
  });

  it('never shows another patient, a later study, or the study itself', () => {
    const ranked = rankPriors(study({}), [
      study({ studyId: 'other', patientKey: 'q', studyDate: '20230101' }),
      study({ studyId: 'later', studyDate: '20240602' }),
      study({}),
    ]);
    expect(ranked).toEqual([]);
  });

  it('prefers the newer of two that are alike', () => {
    const ranked = rankPriors(study({}), [
      study({ studyId: 'old', studyDate: '20200601' }),
      study({ studyId: 'new', studyDate: '20240501' }),
    ]);
    expect(ranked.map((one) => one.study.studyId)).toEqual(['new', 'old']);
  });

  it('counts the other side against a study', () => {
    const left = study({ modalities: ['MG'], bodyParts: ['BREAST'], lateralities: ['L'] });
    const ranked = rankPriors(left, [
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

  it('takes related modalities for less than the same', () => {
    const ranked = rankPriors(study({ modalities: ['DX'] }), [
      study({ studyId: 'cr', studyDate: '20230601', modalities: ['CR'] }),
      study({ studyId: 'dx', studyDate: '20230601', modalities: ['DX'] }),
    ]);
    expect(ranked.map((one) => one.study.studyId)).toEqual(['dx', 'cr']);
  });

  it('says how much earlier, also over 1900', () => {
    const ranked = rankPriors(study({ studyDate: '19010410' }), [study({ studyId: 'a', studyDate: '19001231' })]);
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
        for (const { relevance, reasons } of rankPriors(current, others)) {
          expect(relevance).toBeGreaterThanOrEqual(0);
          expect(relevance).toBeLessThanOrEqual(1);
          if (relevance > 0) expect(reasons.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});

describe('bodyRegions', () => {
  it.each([
    ['CT CAP', ['chest', 'abdomen', 'pelvis']],
    ['Schädel nativ', ['head']],
    ['XR C Spine Comp Min 4 Views', ['spine']],
    ['THORACOABDOMINAL', ['chest']],
    ['', []],
    ['series 3', []],
  ])('finds in %j %j', (text, regions) => {
    expect([...bodyRegions([text])]).toEqual(regions);
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
