import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Administration } from '../../../electron/station/access/administration.ts';
import { systemClock } from '../../../electron/station/kernel/clock.ts';
import { Handovers } from '../../../electron/station/reporting/handovers.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { Report } from '../../../shared/model/report.ts';
import { findingsAs } from '../../../shared/report/checks.ts';
import { PRELIMINARY_NOTICE } from '../../../shared/report/signed-document.ts';
import { codeRejected, codeThrown } from '../../helpers/app-errors.ts';
import { sampleReader } from '../../helpers/site-profile.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { administrator } from '../access/profile/profile-fixture.ts';
import { deskOn, newDesk, STUDY, written } from './reporting-fixture.ts';
import type { Desk } from './reporting-fixture.ts';

const ADA = 'correct horse battery staple';
const BEN = 'second passphrase';
const ALL = ['check/unread-series', 'check/unseen-images', 'check/incomplete-study'];
const bea = administrator();
let desk: Desk;
beforeEach(async () => {
  desk = await newDesk(await tempDir(), null);
});
afterEach(() => desk.access.close());

function applyProfile(names: readonly string[] = ['Ada Reader']): void {
  const { profiles } = desk.sites;
  const text = bea.sign({ readers: names.map((name) => sampleReader({ name })) });
  profiles.apply({ hash: profiles.preview(text).hash, trust: bea.fingerprint });
}

function draft({ reporting }: Desk = desk, impression = 'Normal.'): Report {
  const report = reporting.create({ studyId: STUDY, templateId: 'general' });
  save(desk, report, impression);
  return report;
}

function save({ reporting }: Desk, report: Report, impression: string): void {
  const content = written(report, { comparison: 'None.', findings: 'Clear.', impression });
  reporting.save({ reportId: report.reportId, revision: report.revision, content });
}

const sign = ({ reportId }: Report, as: 'final' | 'preliminary', { reporting }: Desk = desk): Promise<Report> =>
  reporting.sign({ reportId, acknowledged: ALL, zone: '+01:00', as });

async function output({ reportId }: Report, format: 'text' | 'hl7' | 'fhir'): Promise<string> {
  const file = path.join(await tempDir(), `report.${format}`);
  await desk.reporting.export({ reportId, format, file });
  return readFileSync(file, 'utf8');
}

function audited(command: string): unknown[] {
  const sql = 'SELECT detail FROM audit WHERE command = ? ORDER BY seq';
  const rows = desk.store.index.prepare<[string], string>(sql).pluck().all(command);
  return rows.map((detail) => JSON.parse(detail) as unknown);
}

describe('a preliminary report', () => {
  it('is what a reader may sign who sits where no final one may be signed, marked in every output', async () => {
    applyProfile();
    desk.sites.profiles.statePlace('US');
    const report = draft();
    const { findings } = desk.reporting.check(report);
    expect(findings.find((one) => one.tier === 'refuse')).toMatchObject({
      ...{ code: 'permission/place-elsewhere', leaves: 'preliminary' },
    });
    expect(findingsAs(findings, 'preliminary').filter((one) => one.tier === 'refuse')).toEqual([]);
    const error = await sign(report, 'final').catch((thrown: unknown) => thrown);
    if (!(error instanceof AppError)) throw new Error('it was signed');
    expect([error.code, error.context['allowed']]).toEqual(['report/not-permitted', 'preliminary']);
    const signed = await sign(report, 'preliminary');
    expect(signed.state).toBe('preliminary');
    expect(await desk.reporting.verify(report)).toEqual({ ok: true });
    expect(audited('report.sign')).toMatchObject([
      { state: 'preliminary', place: 'US', notFinal: 'permission/place-elsewhere', before: null },
    ]);
    const text = await output(signed, 'text');
    expect(text).toContain(PRELIMINARY_NOTICE);
    expect(text).toContain('Preliminary report by Ada Reader');
    expect(text).not.toContain('Signed by');
    expect(await output(signed, 'hl7')).toMatch(/\rOBR\|(?:[^|\r]*\|){24}P\|/);
    expect(JSON.parse(await output(signed, 'fhir'))).toMatchObject({ status: 'preliminary' });
  });

  it('is refused where the site lets the reader look only, and the try is recorded', async () => {
    applyProfile(['Somebody Else']);
    desk.sites.profiles.statePlace('DE');
    const report = draft();
    expect(await codeRejected(sign(report, 'preliminary'))).toBe('report/not-permitted');
    expect(audited('report.signRefused')).toMatchObject([{ as: 'preliminary', allowed: 'view' }]);
    expect(desk.reporting.get(report.reportId).state).toBe('draft');
  });

  it('stays as it is; a final report takes its place, names it and says where it differs', async () => {
    applyProfile();
    desk.sites.profiles.statePlace('US');
    const first = await sign(draft(), 'preliminary');
    expect(await codeRejected(desk.reporting.amend(first))).toBe('report/not-final');
    desk.sites.profiles.statePlace('DE');
    const next = await desk.reporting.finalise(first);
    expect(next).toMatchObject({ state: 'draft', predecessor: first.reportId, content: first.content });
    expect((await desk.reporting.finalise(first)).reportId).toBe(next.reportId);
    save(desk, next, 'Rib fracture.');
    const final = await sign(next, 'final');
    expect(final).toMatchObject({ state: 'final', predecessor: first.reportId });
    expect(desk.reporting.get(first.reportId)).toEqual(first);
    const text = await output(final, 'text');
    expect(text).not.toContain(PRELIMINARY_NOTICE);
    expect(text).not.toContain('Normal.');
    expect(text).toContain('Takes the place of the preliminary report by Ada Reader');
    expect(text).toContain('Changed from it: Impression.');
    expect(text).toContain(first.signed?.hash ?? 'no hash');
    const fillerOf = (message: string): string | undefined => /\rORC\|RE\|\|([^|]+)/.exec(message)?.[1];
    const [before, after] = [await output(first, 'hl7'), await output(final, 'hl7')];
    expect(fillerOf(after)).toBe(fillerOf(before));
    expect(after.split('|')[9]).not.toBe(before.split('|')[9]);
    expect(audited('report.sign')).toMatchObject([{}, { state: 'final', before: first.signed?.hash }]);
    expect(await codeRejected(desk.reporting.finalise(first))).toBe('report/superseded');
  });

  it('carries no preliminary text into an addendum to the final report', async () => {
    const first = await sign(draft(desk, 'Wet words.'), 'preliminary');
    const next = await desk.reporting.finalise(first);
    save(desk, next, 'Dry words.');
    const final = await sign(next, 'final');
    const addendum = await desk.reporting.amend(final);
    const content = written(addendum, { addendum: 'More.' });
    desk.reporting.save({ reportId: addendum.reportId, revision: addendum.revision, content });
    expect(await codeRejected(sign(addendum, 'preliminary'))).toBe('report/not-preliminary');
    const text = await output(await sign(addendum, 'final'), 'text');
    expect(text).toContain('Dry words.');
    expect(text).not.toContain('Wet words.');
  });

  it('is taken up by one only: of two who write its final report, the second is refused and keeps the text', async () => {
    const people = new Administration(desk.access);
    const { person: ben } = await people.add({ name: 'Ben', roles: ['reader'], passphrase: BEN, proof: ADA });
    const first = await sign(draft(), 'preliminary');
    const adas = await desk.reporting.finalise(first);
    await desk.access.unlock(ben.personId, BEN);
    const bens = deskOn(desk.access, null);
    const { reportId } = await bens.reporting.finalise(first);
    expect(reportId).not.toBe(adas.reportId);
    await bens.reporting.sign({ reportId, acknowledged: [...ALL, 'check/unread'], zone: '+00:00' });
    await desk.access.unlock(null, ADA);
    desk = deskOn(desk.access, null);
    expect(await codeRejected(sign(adas, 'final'))).toBe('report/superseded');
    expect(desk.reporting.get(adas.reportId).state).toBe('draft');
  });

  it('that another made final is graded by them, in a line that the first reader finds and nobody else', async () => {
    const people = new Administration(desk.access);
    const { person: ben } = await people.add({ name: 'Ben', roles: ['reader'], passphrase: BEN, proof: ADA });
    const first = await sign(draft(), 'preliminary');
    await desk.access.unlock(ben.personId, BEN);
    const bens = deskOn(desk.access, null);
    const next = await bens.reporting.finalise(first);
    save(bens, next, 'Rib fracture.');
    await bens.reporting.sign({ reportId: next.reportId, acknowledged: [...ALL, 'check/unread'], zone: '+00:00' });
    const book = ({ store }: Desk): Handovers => new Handovers({ ...store, clock: systemClock });
    const grade = { reportId: next.reportId, grade: 'major', note: ' The seventh rib. ' } as const;
    expect(book(bens).list()).toMatchObject([
      { changed: ['Impression'], grade: null, preliminary: { name: 'Ada Reader' } },
    ]);
    book(bens).grade({ ...grade, grade: 'minor' });
    expect(book(bens).grade(grade).grade).toMatchObject({ grade: 'major', note: 'The seventh rib.' });
    const { person: cleo } = await (async () => {
      await desk.access.unlock(null, ADA);
      return new Administration(desk.access).add({
        name: 'Cleo',
        roles: ['reader'],
        passphrase: 'third passphrase',
        proof: ADA,
      });
    })();
    desk = deskOn(desk.access, null);
    const adas = book(desk);
    expect(adas.list()).toMatchObject([{ final: { name: 'Ben' }, grade: { grade: 'major', by: ben.personId } }]);
    expect(codeThrown(() => adas.grade(grade))).toBe('handover/not-yours');
    expect(codeThrown(() => adas.grade({ ...grade, reportId: first.reportId }))).toBe('handover/none');
    // Both sayings are on record, without their words.
    expect(audited('handover.grade')).toMatchObject([{ grade: 'minor' }, { grade: 'major' }]);
    expect(JSON.stringify(audited('handover.grade'))).not.toContain('rib');
    await desk.access.unlock(cleo.personId, 'third passphrase');
    expect(book(deskOn(desk.access, null)).list()).toEqual([]);
  });

  it('is held against the checks as the site of its study wants them', () => {
    const tierOf = (code: string): string | undefined =>
      desk.reporting.check(report).findings.find((one) => one.code === code)?.tier;
    const report = draft(desk, 'Normal [ ].');
    expect(tierOf('check/placeholder')).toBe('acknowledge');
    const { profiles } = desk.sites;
    const checks = [{ code: 'check/placeholder', tier: 'refuse' as const }];
    const text = bea.sign({ readers: [sampleReader({ name: 'Ada Reader' })], checks });
    profiles.apply({ hash: profiles.preview(text).hash, trust: bea.fingerprint });
    expect(tierOf('check/placeholder')).toBe('refuse');
  });
});
