import { describe, expect, it } from 'vitest';
import type { OrderThen } from '../../../../../shared/model/site-difference.ts';
import type { FoundSeries, FoundStudy } from '../../../../../shared/model/source.ts';
import { orderDifferences, siteDifferences } from '../../../../../shared/rules/outbox/site-differences.ts';
import type { KnownStudy } from '../../../../../shared/rules/outbox/site-differences.ts';
import { momentOf, momentWords } from '../../../../../shared/rules/outbox/series-moment.ts';
import { notAskedReason, signReasonOf } from '../../../../../shared/rules/outbox/sign-reasons.ts';

const name = (alphabetic: string) => ({ alphabetic, ideographic: '', phonetic: '' });
const known: KnownStudy = {
  ...{ studyUid: '1.2', objects: 100, delivered: 0, seriesUids: new Set(['1.2.1', '1.2.9']) },
  patient: { patientId: '42', name: name('DOE^JANE'), birthDate: '19600101' },
};
const found: FoundStudy = {
  ...{ studyUid: '1.2', issuer: null, patientId: '42', birthDate: '19600101', sex: 'F', studyDate: null },
  ...{ patientName: name('DOE^JANE'), accession: null, description: null, referring: null, modalities: ['CT'] },
  ...{ series: 1, instances: 100, availability: null, studyTime: null },
};
const series = (more: Partial<FoundSeries>): FoundSeries => ({
  ...{ seriesUid: '1.2.1', modality: 'CT', number: 1, description: null, bodyPart: null, laterality: null },
  ...{ instances: 100, availability: null },
  ...more,
});
const reasons = (more: Partial<FoundStudy>, list: readonly FoundSeries[] = [series({})], merged = false) =>
  siteDifferences(known, { found: { ...found, ...more }, series: list }, () => merged).map(({ reason }) => reason);

describe('what a site says otherwise', () => {
  it('is nothing where it says the same, or does not say', () => {
    expect(reasons({})).toEqual([]);
    expect(reasons({ patientId: null, birthDate: '', patientName: name(''), instances: null })).toEqual([]);
    expect(reasons({ patientName: name('Doe^Jane^^^') })).toEqual([]);
    // Our own report, and its object.
    const own = series({ seriesUid: '1.2.9', modality: 'SR', instances: 1 });
    const said = { found: { ...found, instances: 101 }, series: [series({}), own] };
    expect(siteDifferences({ ...known, delivered: 1 }, said)).toEqual([]);
  });

  it('is not our own report that is just on its way, nor hidden by one that went elsewhere', () => {
    const mine: KnownStudy = { ...known, ownSeriesUids: new Set(['1.2.9']) };
    const own = series({ seriesUid: '1.2.9', modality: 'SR', instances: 1 });
    // It arrived, and its answer did not yet: nothing here counts it as delivered.
    const arrived = { found: { ...found, instances: 101 }, series: [series({}), own] };
    expect(siteDifferences(mine, arrived)).toEqual([]);
    // Delivered to another archive of the site: the one that is asked has an image more, and not the report.
    const grown = { found: { ...found, instances: 101 }, series: [series({ instances: 101 })] };
    expect(siteDifferences({ ...mine, delivered: 1 }, grown)).toMatchObject([
      { reason: 'new-images', signed: '100 images', now: '101 images: 1 image more' },
    ]);
    // Where the site does not count its series, the whole is all there is to go by.
    const uncounted = { found: { ...found, instances: 101 }, series: [series({ instances: null }), own] };
    expect(siteDifferences({ ...mine, delivered: 1 }, uncounted)).toEqual([]);
  });

  it('is another patient, a corrected one, or one that it merged', () => {
    expect(reasons({ patientId: '43' })).toEqual(['patient-changed']);
    expect(reasons({ patientId: '43' }, [], true)).toEqual(['patient-merged']);
    expect(reasons({ patientName: name('DOE^JANET') })).toEqual(['patient-corrected']);
    expect(reasons({ birthDate: '19600102' })).toEqual(['patient-corrected']);
    const [one] = siteDifferences(known, { found: { ...found, patientId: '43' }, series: [] });
    expect(one).toMatchObject({
      signed: 'DOE, JANE\nid 42\nborn 1960-01-01',
      now: 'DOE, JANE\nid 43\nborn 1960-01-01',
    });
  });

  it('is new images with their series, a report of somebody else, or that it is gone', () => {
    const more = series({ seriesUid: '1.2.2', description: 'late phase', instances: 40 });
    const [images] = siteDifferences(known, { found: { ...found, instances: 140 }, series: [series({}), more] });
    expect(images).toEqual({
      ...{ reason: 'new-images', signed: '100 images' },
      now: '140 images: 40 images more, in CT late phase (40)',
    });
    const report = series({ seriesUid: '9', modality: 'SR', description: 'Radiology Report', instances: 1 });
    const [other] = siteDifferences(known, { found, series: [series({}), report] });
    expect(other).toMatchObject({
      reason: 'other-report',
      now: 'a report of somebody else: SR Radiology Report (1); whose, its list does not say',
    });
    const [dated] = siteDifferences(known, { found, series: [{ ...report, begun: '20260301 140512.123' }] });
    expect(dated?.now).toContain('SR Radiology Report (1), of 2026-03-01 14:05 there; whose');
    expect([momentWords('20260301'), momentOf(null, '1200'), momentOf('20260301', ' 1200')]).toEqual([
      ...['2026-03-01', null, '20260301 1200'],
    ]);
    expect(siteDifferences(known, { found: null, series: [] })).toMatchObject([{ reason: 'study-gone' }]);
  });

  it('blocks a signature only where it is somebody else; the rest is asked, and what cannot be asked is a note', () => {
    const tiers = (reason: Parameters<typeof signReasonOf>[0]['reason']) =>
      signReasonOf({ reason, signed: '', now: 'x' }).map(({ tier, leaves }) => `${tier} ${leaves}`);
    expect(tiers('patient-changed')).toEqual(['refuse view']);
    for (const reason of ['patient-corrected', 'patient-merged', 'study-gone', 'new-images', 'other-report'] as const) {
      expect(tiers(reason), reason).toEqual(['warn final']);
    }
    expect(tiers('order-cancelled')).toEqual([]);
    expect(notAskedReason('source/timed-out')).toMatchObject({ tier: 'note', leaves: 'final' });
  });
});

describe('an order since the signature', () => {
  const then: OrderThen = {
    ...{
      orderId: 'o',
      cancelled: false,
      priority: 'routine',
      procedure: 'CT head',
      reason: 'fell',
      accessions: ['A', 'B'],
    },
  };
  it('is cancelled, asks for something else, or is the same', () => {
    const kinds = (a: OrderThen | null, b: OrderThen | null) => orderDifferences(a, b).map(({ reason }) => reason);
    expect(kinds(then, { ...then, accessions: ['B', 'A'] })).toEqual([]);
    expect(kinds(then, { ...then, cancelled: true })).toEqual(['order-cancelled']);
    expect(kinds({ ...then, cancelled: true }, { ...then, cancelled: true })).toEqual([]);
    for (const more of [{ priority: 'stat' }, { procedure: 'CT neck' }, { reason: 'stroke' }, { accessions: ['C'] }]) {
      expect(kinds(then, { ...then, ...more })).toEqual(['order-changed']);
    }
    expect(kinds(null, then)).toEqual([]);
    expect(kinds(null, { ...then, cancelled: true })).toEqual(['order-cancelled']);
    expect(kinds(then, null)).toEqual([]);
  });
});
