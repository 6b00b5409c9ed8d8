import { describe, expect, it } from 'vitest';
import { defaultHanging } from '../../../../shared/hanging/default-hanging.ts';
import type { HangingPlan } from '../../../../shared/hanging/default-hanging.ts';
import { axial, objectId, seriesOf, studyOf, volume } from './studies.ts';

const hungSeries = (plan: HangingPlan): (string | null)[] => plan.viewports.map((one) => one?.seriesUid ?? null);
const view = (name: string, viewPosition: string, laterality: string) =>
  seriesOf(name, 'MG', [axial(name, 0, { modality: 'MG', viewPosition, laterality })]);

describe('the built-in hanging', () => {
  it('puts a CT beside the series of its prior that is most like it', () => {
    const current = studyOf(1, [
      volume('scout', 'CT', 2, 0, 2, { imageType: ['ORIGINAL', 'PRIMARY', 'LOCALIZER'] }),
      volume('chest', 'CT', 60),
    ]);
    const prior = studyOf(2, [volume('bone', 'CT', 4), volume('chest', 'CT', 40), volume('pet', 'PT', 40)]);
    const plan = defaultHanging(current, prior);
    expect([plan.rows, plan.columns]).toEqual([1, 2]);
    expect(hungSeries(plan)).toEqual(['2.25.7.chest', '2.25.7.chest']);
    expect(plan.viewports.map((one) => one?.role)).toEqual(['current', 'prior']);
    expect(plan.viewports[1]?.studyId).toBe(prior.study.studyId);
  });

  it('compares no scout, and with none', () => {
    const [pilot, brain] = [volume('T/S/C RF FAST PILOT', 'MR', 3), volume('t2', 'MR', 24)];
    expect(hungSeries(defaultHanging(studyOf(1, [brain]), studyOf(2, [pilot])))).toEqual(['2.25.7.t2']);
    expect(hungSeries(defaultHanging(studyOf(1, [pilot]), studyOf(2, [pilot, brain])))).toHaveLength(1);
  });

  it('shows a CT alone when the prior has nothing comparable', () => {
    const plan = defaultHanging(studyOf(1, [volume('chest', 'CT', 60)]), studyOf(2, [volume('liver', 'US', 3)]));
    expect([plan.rows, plan.columns, hungSeries(plan)]).toEqual([1, 1, ['2.25.7.chest']]);
  });

  it('hangs the main series of an MR without prior two by two, in their order', () => {
    const series = ['t1', 't2', 'flair', 'dwi', 'adc'].map((name, i) => ({ ...volume(name, 'MR', 20), number: i + 1 }));
    const plan = defaultHanging(studyOf(1, series), null);
    expect([plan.rows, plan.columns]).toEqual([2, 2]);
    expect(hungSeries(plan)).toEqual(['2.25.7.t1', '2.25.7.t2', '2.25.7.flair', '2.25.7.dwi']);
  });

  it('hangs mammograms by view, right beside left, with the same views of the prior below', () => {
    const current = studyOf(1, [
      view('lmlo', 'MLO', 'L'),
      view('lcc', 'CC', 'L'),
      view('rmlo', 'MLO', 'R'),
      view('rcc', 'CC', 'R'),
    ]);
    const prior = studyOf(2, [view('old', 'CC', 'R')]);
    const plan = defaultHanging(current, prior);
    expect([plan.rows, plan.columns]).toEqual([2, 4]);
    expect(plan.viewports.map((one) => one?.objectId ?? null)).toEqual([
      objectId('rcc'),
      objectId('lcc'),
      objectId('rmlo'),
      objectId('lmlo'),
      objectId('old'),
      null,
      null,
      null,
    ]);
  });

  it('hangs no parametric map before the pictures it was made from', () => {
    const map = volume('map', 'CT', 60, 0, 2, { sopClass: '1.2.840.10008.5.1.4.1.1.30' });
    expect(hungSeries(defaultHanging(studyOf(1, [map, volume('ct', 'CT', 30)]), null))).toEqual(['2.25.7.ct']);
    expect(hungSeries(defaultHanging(studyOf(1, [map]), null))).toEqual(['2.25.7.map']);
  });

  it('hangs one above the other on a portrait screen', () => {
    const [current, prior] = [studyOf(1, [volume('chest', 'CT', 60)]), studyOf(2, [volume('chest', 'CT', 40)])];
    const plan = defaultHanging(current, prior, 'portrait');
    expect([plan.rows, plan.columns]).toEqual([2, 1]);
    expect(plan.viewports.map((one) => one?.role)).toEqual(['current', 'prior']);
  });

  it('hangs mammograms on a portrait screen two by two, each pair above its prior', () => {
    const four = ['lmlo', 'lcc', 'rmlo', 'rcc'].map((name) =>
      view(name, name.slice(1).toUpperCase(), name.slice(0, 1).toUpperCase()),
    );
    const alone = defaultHanging(studyOf(1, four), null, 'portrait');
    expect([alone.rows, alone.columns]).toEqual([2, 2]);
    const compared = defaultHanging(studyOf(1, four), studyOf(2, [view('old', 'MLO', 'L')]), 'portrait');
    expect([compared.rows, compared.columns]).toEqual([4, 2]);
    expect(compared.viewports.map((one) => one?.objectId ?? null)).toEqual([
      objectId('rcc'),
      objectId('lcc'),
      null,
      null,
      objectId('rmlo'),
      objectId('lmlo'),
      null,
      objectId('old'),
    ]);
  });

  it('hangs a PET beside the CT of its study', () => {
    const plan = defaultHanging(studyOf(1, [volume('pet', 'PT', 30), volume('ct', 'CT', 30)]), null);
    expect(hungSeries(plan)).toEqual(['2.25.7.ct', '2.25.7.pet']);
  });

  it('says in its place that a study has no pictures', () => {
    const report = seriesOf('sr', 'SR', [
      axial('sr', 0, { modality: 'SR', frames: 0, picture: { shown: false, why: 'report' } }),
    ]);
    const plan = defaultHanging(studyOf(1, [report]), null);
    expect([plan.name, hungSeries(plan)]).toEqual(['No pictures', ['2.25.7.sr']]);
  });
});
