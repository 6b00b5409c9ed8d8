import { describe, expect, it } from 'vitest';
import { ProgrammeId } from '../../../../shared/model/ids.ts';
import { Programme } from '../../../../shared/model/review/programme.ts';
import type { SourceReport } from '../../../../shared/model/review/source-report.ts';
import { whyNotMet } from '../../../../shared/review/prior/why-not-met.ts';
import type { MetBefore, MetRule } from '../../../../shared/review/prior/why-not-met.ts';
import { idText, pseudonym, sourceReportId } from './made-up.ts';

const [ada, ben, cora] = [pseudonym(1), pseudonym(2), pseudonym(3)];
const AS_OF = '2026-11-20T12:00:00Z';

const report = (said: Partial<SourceReport> = {}): SourceReport => ({
  ...{ sourceReportId: sourceReportId(1), origin: 'station', author: ada, site: 'North', modality: 'CT' },
  ...{ region: 'chest', shift: 'day', signedAt: '2026-11-10T08:00:00Z', flags: [], accession: null, studyId: null },
  ...{ reportId: null, pixels: true, seenMap: false, ...said },
});

const programme = (said: Partial<Programme> = {}, most: number | null = null): Programme =>
  Programme.parse({
    ...{ format: 1, programmeId: ProgrammeId.parse(idText(1)), version: 1, name: 'Priors' },
    kind: 'prior-while-reading',
    reviewers: [ben, ada].map((reader) => ({ reader, modalities: [], regions: [], most })),
    ...{ authors: 'everyone', pairs: 'everyone', reciprocal: false, windowDays: 30 },
    ...{ targeted: { flags: [], share: 0 }, strata: ['author'], allocation: 'equal', quotas: [] },
    ...{ workloadDifference: 1, minimumN: 10, groupId: null, ...said },
  });

const rule = (said: Partial<MetRule> = {}): MetRule => ({
  ...{ programme: programme(), earlier: [], met: [], asOf: AS_OF, ...said },
});

const metBy = (reviewer: MetBefore['reviewer'], at: string, said: Partial<SourceReport> = {}): MetBefore => ({
  ...{ reviewer, at, report: report(said) },
});

describe('why a report that was met is not given', () => {
  it('gives it to whoever is in the programme and reads others', () => {
    expect(whyNotMet(rule(), ben, report())).toBeNull();
  });

  it('tells an author that it is theirs, and nothing else: not that it is old, nor that somebody had it', () => {
    const had = { earlier: [{ sourceReportId: sourceReportId(1), reviewer: ben, author: ada }] };
    expect(whyNotMet(rule(had), ada, report())).toBe('own-case');
    expect(whyNotMet(rule(), ada, report({ signedAt: '2020-01-01T00:00:00Z' }))).toBe('own-case');
  });

  it('says when it is too old or not signed yet', () => {
    expect(whyNotMet(rule(), ben, report({ signedAt: '2026-10-21T11:59:59Z' }))).toBe('outside-window');
    expect(whyNotMet(rule(), ben, report({ signedAt: '2026-10-21T12:00:00Z' }))).toBeNull();
    expect(whyNotMet(rule(), ben, report({ signedAt: '2026-11-20T12:00:00.001Z' }))).toBe('outside-window');
  });

  it('says the same of a reading of it by somebody else, of its author having read one of theirs, and of what is not theirs to read', () => {
    const earlier = [{ sourceReportId: sourceReportId(1), reviewer: cora, author: ada }];
    const theyReadMine = [{ sourceReportId: sourceReportId(2), reviewer: ada, author: ben }];
    const beyond = programme({ reviewers: [{ reader: ben, modalities: ['MR'], regions: [], most: null }] });
    const pairs = programme({ pairs: [{ reviewer: ben, authors: [cora] }] });
    const all = [
      whyNotMet(rule({ earlier }), ben, report()),
      whyNotMet(rule({ earlier: theyReadMine }), ben, report()),
      whyNotMet(rule({ programme: beyond }), ben, report()),
      whyNotMet(rule({ programme: pairs }), ben, report()),
      whyNotMet(rule({ programme: programme({ authors: [cora] }) }), ben, report()),
      whyNotMet(rule(), cora, report()),
    ];
    expect(new Set(all)).toEqual(new Set(['not-given']));
    const both = rule({ programme: programme({ reciprocal: true }), earlier: theyReadMine });
    expect(whyNotMet(both, ben, report())).toBeNull();
  });

  it('counts what a reader met in the days of the programme against their most', () => {
    const most = programme({}, 1);
    const [lately, before] = [metBy(ben, '2026-11-01T00:00:00Z'), metBy(ben, '2026-10-01T00:00:00Z')];
    expect(whyNotMet(rule({ programme: most, met: [lately] }), ben, report())).toBe('quota-full');
    expect(whyNotMet(rule({ programme: most, met: [before] }), ben, report())).toBeNull();
    const other = metBy(ada, '2026-11-01T00:00:00Z', { author: cora });
    expect(whyNotMet(rule({ programme: most, met: [other] }), ben, report())).toBeNull();
  });

  it('counts what everybody met against a quota, value by value where it says each', () => {
    const any = { author: null, modality: null, region: null, shift: null };
    const each = programme({ quotas: [{ ...any, each: ['modality'], least: 0, most: 1 }] });
    const met = [metBy(ada, '2026-11-01T00:00:00Z', { author: cora })];
    expect(whyNotMet(rule({ programme: each, met }), ben, report())).toBe('quota-full');
    expect(whyNotMet(rule({ programme: each, met }), ben, report({ modality: 'MR' }))).toBeNull();
    const ofMr = programme({ quotas: [{ ...any, modality: 'MR', each: [], least: 0, most: 0 }] });
    expect(whyNotMet(rule({ programme: ofMr, met }), ben, report())).toBeNull();
    expect(whyNotMet(rule({ programme: ofMr, met }), ben, report({ modality: 'MR' }))).toBe('quota-full');
  });
});
