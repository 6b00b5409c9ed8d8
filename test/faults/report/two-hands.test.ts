import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { Report } from '../../../shared/model/report.ts';
import { codeRejected, codeThrown } from '../../helpers/app-errors.ts';
import { idOf } from '../../helpers/report-document.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { addObject, newDesk, openDesk, seeObject, STUDY, written } from '../../integration/report/reporting-fixture.ts';
import type { Desk } from '../../integration/report/reporting-fixture.ts';

const GOOD = { findings: 'Lungs are clear.', impression: 'Normal.' };
const sign = { acknowledged: [], zone: '+01:00' };

function draftOn(desk: Pick<Desk, 'reporting'>, texts: Readonly<Record<string, string>> = GOOD): Report {
  const report = desk.reporting.create({ studyId: STUDY, templateId: 'general' });
  desk.reporting.save({ reportId: report.reportId, revision: report.revision, content: written(report, texts) });
  return desk.reporting.get(report.reportId);
}

async function withDesk(work: (desk: Desk, dir: string) => Promise<void>): Promise<void> {
  const dir = await tempDir();
  const desk = await newDesk(dir, null);
  try {
    await work(desk, dir);
  } finally {
    await desk.access.close();
  }
}

describe('two windows on one report', () => {
  it('F57: the second is refused with a code, and neither text is lost', () =>
    withDesk(async ({ reporting }) => {
      const { reportId, revision, ...rest } = draftOn({ reporting });
      const report = { reportId, revision, ...rest };
      const [mine, theirs] = [written(report, { findings: 'mine' }), written(report, { findings: 'theirs' })];
      const first = reporting.save({ reportId, revision, content: mine });
      expect(codeThrown(() => reporting.save({ reportId, revision, content: theirs }))).toBe('reading/conflict');
      expect(reporting.get(reportId).content).toEqual(mine);
      // The second still has its words, and can write them over what it has now seen.
      const second = reporting.save({ reportId, revision: first.revision, content: theirs });
      expect([second.revision, reporting.get(reportId).content]).toEqual([first.revision + 1, theirs]);
    }));

  it('F57: a signature and a save that meet leave a signed report of one text, and a refusal', () =>
    withDesk(async ({ reporting }) => {
      const report = draftOn({ reporting });
      const { reportId, revision } = report;
      const signing = reporting.sign({ reportId, ...sign });
      // While the outputs are being stored the other window saves: what would be frozen was never checked.
      reporting.save({ reportId, revision, content: written(report, { findings: 'later' }) });
      expect(await codeRejected(signing)).toBe('reading/conflict');
      expect(reporting.get(reportId)).toMatchObject({ state: 'draft', signed: null });
      const done = await reporting.sign({ reportId, ...sign });
      expect(JSON.stringify(done.content)).toContain('later');
      const late = { reportId, revision: revision + 1, content: report.content };
      expect(codeThrown(() => reporting.save(late))).toBe('report/not-a-draft');
    }));

  it('F57: of two signatures at the same time one signs', () =>
    withDesk(async ({ reporting, store }) => {
      const { reportId } = draftOn({ reporting });
      const ends = await Promise.allSettled([
        reporting.sign({ reportId, ...sign }),
        reporting.sign({ reportId, ...sign }),
      ]);
      expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(await reporting.verify({ reportId })).toEqual({ ok: true });
      const signatures = store.index.prepare("SELECT count(*) FROM audit WHERE command = 'report.sign'").pluck().get();
      expect(signatures).toBe(1);
    }));
});

describe('a report of a study that changed', () => {
  it.each(['more', 'fewer', 'others'] as const)('F57: asks before it is signed over %s objects', (change) =>
    withDesk(async ({ reporting, store }) => {
      const { reportId } = draftOn({ reporting });
      if (change !== 'more') store.index.prepare('DELETE FROM object WHERE object_id = ?').run(idOf('object-3'));
      if (change !== 'fewer') {
        addObject(store.index, 4);
        seeObject(store, 4);
      }
      const { findings } = reporting.check({ reportId });
      const asked = findings.filter(({ tier }) => tier !== 'note');
      expect(asked.map(({ code }) => code)).toEqual(['check/study-changed']);
      expect(await codeRejected(reporting.sign({ reportId, ...sign }))).toBe('report/checks-stand');
      const done = await reporting.sign({ reportId, ...sign, acknowledged: ['check/study-changed'] });
      expect(done.signed?.objectsReceived).toBe({ more: 4, fewer: 2, others: 3 }[change]);
    }),
  );

  it('F57: says of a signed report that other objects are here than it was signed over, whether more or fewer', () =>
    withDesk(async ({ reporting, store }) => {
      const { reportId } = draftOn({ reporting });
      const signed = await reporting.sign({ reportId, ...sign });
      expect(signed.signed?.changed).toBeUndefined();
      addObject(store.index, 4);
      const changed = () => reporting.get(reportId).signed?.changed;
      expect(changed()).toEqual({ then: 3, now: 4 });
      store.index.prepare('DELETE FROM object WHERE object_id = ?').run(idOf('object-3'));
      expect(changed()).toEqual({ then: 3, now: 3 });
    }));
});

describe('a program that ended between the signature and its outputs', () => {
  it('F57: makes each output once when it is opened again', async () => {
    const dir = await tempDir();
    // The window that prints is gone: the job of the PDF is left waiting, as after a crash.
    const gone = { print: () => Promise.reject(new AppError('process/died', 'no window', { retry: 'later' })) };
    const first = await newDesk(dir, gone);
    const { reportId } = draftOn(first);
    await first.reporting.sign({ reportId, ...sign });
    await first.access.close();

    let prints = 0;
    const printer = {
      print: (html: string) => {
        prints += 1;
        return Promise.resolve(Buffer.from(`%PDF-1.7 ${html.length}`));
      },
    };
    const second = await openDesk(dir, printer);
    await expect.poll(() => second.reporting.pdf({ reportId }).ready, { timeout: 10_000 }).toBe(true);
    await second.access.close();
    const third = await openDesk(dir, printer);
    const file = path.join(await tempDir(), 'report.pdf');
    await third.reporting.export({ reportId, format: 'pdf', file });
    const rows = third.store.index
      .prepare<[string], string>('SELECT format FROM report_output WHERE report_id = ? ORDER BY format')
      .pluck()
      .all(reportId);
    expect([prints, rows]).toEqual([1, ['fhir', 'hl7', 'pdf', 'seen-map', 'sr', 'text']]);
    expect(await third.reporting.verify({ reportId })).toEqual({ ok: true });
    const blobs = await readdir(path.join(dir, 'blobs'), { recursive: true, withFileTypes: true });
    expect(blobs.filter((entry) => entry.isFile())).toHaveLength(rows.length);
    await third.access.close();
  });
});
