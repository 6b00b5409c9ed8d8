import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../../shared/model/report.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { codeRejected } from '../../helpers/app-errors.ts';
import { sampleReader } from '../../helpers/site-profile.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { administrator } from '../access/profile/profile-fixture.ts';
import { newDesk, STUDY, written } from './reporting-fixture.ts';
import type { Desk } from './reporting-fixture.ts';

const GOOD = { comparison: 'None.', findings: 'Clear.', impression: 'Normal.' };
const ALL = ['check/unread-series', 'check/unseen-images', 'check/incomplete-study'];
const bea = administrator();
let desk: Desk;
beforeEach(async () => {
  desk = await newDesk(await tempDir(), null);
});
afterEach(() => desk.access.close());

function draft(): Report {
  const report = desk.reporting.create({ studyId: STUDY, templateId: 'general' });
  desk.reporting.save({ reportId: report.reportId, revision: report.revision, content: written(report, GOOD) });
  return report;
}

function apply(text: string): void {
  const { profiles } = desk.sites;
  profiles.apply({ hash: profiles.preview(text).hash, trust: bea.fingerprint });
}

const sign = ({ reportId }: Report): Promise<Report> =>
  desk.reporting.sign({ reportId, acknowledged: ALL, zone: '+01:00' });

function audited(command: string): unknown[] {
  const sql = 'SELECT detail FROM audit WHERE command = ? ORDER BY seq';
  const rows = desk.store.index.prepare<[string], string>(sql).pluck().all(command);
  return rows.map((detail) => JSON.parse(detail) as unknown);
}

describe('a signature under a site profile', () => {
  it('is refused in words with what is still allowed, recorded, and the draft is kept', async () => {
    apply(bea.sign({ readers: [] }));
    desk.sites.profiles.statePlace('DE');
    const report = draft();
    const { findings } = desk.reporting.check(report);
    expect(findings.filter((one) => one.tier === 'refuse').map((one) => one.code)).toEqual([
      ...['permission/licence-missing', 'permission/privilege-missing'],
    ]);
    const error = await sign(report).catch((thrown: unknown) => thrown);
    if (!(error instanceof AppError)) throw new Error('it was signed');
    expect([error.code, error.context['allowed']]).toEqual(['report/not-permitted', 'view']);
    expect(error.message).toBe(
      'A licence for DE-BY is wanted; none is known. A privilege of hospital anna is wanted; none is known. ' +
        'Still allowed: reading the images; the draft is kept.',
    );
    expect(audited('report.signRefused')).toEqual([
      {
        ...{ as: 'final', allowed: 'view', profile: 'st-anna 1', place: 'DE' },
        codes: 'permission/licence-missing permission/privilege-missing',
      },
    ]);
    expect(desk.reporting.get(report.reportId).state).toBe('draft');
  });

  it('is made when all is there, and its record names the profile and the place', async () => {
    apply(bea.sign());
    desk.sites.profiles.statePlace('DE-BE');
    expect((await sign(draft())).state).toBe('final');
    expect(audited('report.sign')).toMatchObject([{ profile: 'st-anna 1', place: 'DE-BE' }]);
  });

  it('asks to acknowledge what ends within a week', async () => {
    const { credentials } = sampleReader();
    const tomorrow = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    const licences = credentials.licences.map((one) => ({ ...one, expires: tomorrow }));
    apply(bea.sign({ readers: [sampleReader({ credentials: { ...credentials, licences } })] }));
    desk.sites.profiles.statePlace('DE');
    const report = draft();
    expect(await codeRejected(sign(report))).toBe('report/checks-stand');
    const acknowledged = [...ALL, 'permission/licence-ends-7'];
    const signed = await desk.reporting.sign({ reportId: report.reportId, acknowledged, zone: '+01:00' });
    expect(signed.state).toBe('final');
  });

  it('holds an addendum to the same rules', async () => {
    apply(bea.sign());
    desk.sites.profiles.statePlace('DE');
    const { reportId } = await sign(draft());
    const addendum = await desk.reporting.amend({ reportId });
    desk.reporting.save({ ...addendum, content: written(addendum, { addendum: 'More.', impression: 'More.' }) });
    desk.sites.profiles.statePlace('US');
    expect(await codeRejected(sign(addendum))).toBe('report/not-permitted');
  });

  it('lets a report leave only as the site says', async () => {
    const leaving = { object: 'never', report: 'in-region', package: 'never', sync: 'never' } as const;
    apply(bea.sign({ leaving }));
    desk.sites.profiles.statePlace('DE');
    const { reportId } = await sign(draft());
    desk.sites.profiles.statePlace('US');
    const file = path.join(await tempDir(), 'report.txt');
    expect(await codeRejected(desk.reporting.export({ reportId, format: 'text', file }))).toBe(
      'residency/other-region',
    );
    expect(existsSync(file)).toBe(false);
    expect(audited('residency.refused')).toEqual([{ way: 'report', code: 'residency/other-region' }]);
    desk.sites.profiles.statePlace('FR');
    await desk.reporting.export({ reportId, format: 'text', file });
    expect(existsSync(file)).toBe(true);
  });
});
