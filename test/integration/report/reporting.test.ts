import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, afterAll, describe, expect, it } from 'vitest';
import { mkdtemp, rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { AppError } from '../../../shared/errors/app-error.ts';
import { SeenMap } from '../../../electron/station/reading/seen-map.ts';
import type { SeenTimes } from '../../../shared/model/seen.ts';
import { sha256Hex } from '../../../electron/station/kernel/sha256.ts';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import { measurementWords } from '../../../shared/report/measurement-words.ts';
import type { Report } from '../../../shared/model/report.ts';
import { idOf, NASTY } from '../../helpers/report-document.ts';
import { ObjectId } from '../../../shared/model/ids.ts';
import { codeRejected, codeThrown } from '../../helpers/app-errors.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import {
  addMeasurement,
  addObject,
  newDesk,
  openDesk,
  seeObject,
  STUDY,
  STUDY_UID,
  written,
} from './reporting-fixture.ts';
import type { Desk } from './reporting-fixture.ts';
import { KeyImages } from '../../../electron/station/reading/key-images.ts';
import { systemClock } from '../../../electron/station/kernel/clock.ts';
import { wedge } from '../../helpers/key-pictures.ts';

/** Stands in for the shell's hidden window, which only Electron has. */
const printer = { print: (html: string) => Promise.resolve(Buffer.from(`%PDF-1.7 ${html}`)) };

let dir = '';
let desk: Desk;
// One store for all: making one costs a deliberately slow passphrase.
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'nightjar-reporting-'));
  desk = await newDesk(dir, printer, undefined, {
    keyImages: (studyId) => marks().of(studyId),
    pictures: wedge(),
  });
});

/** Of whoever is at the desk. */
function marks(): KeyImages {
  const { index, journal, personId } = desk.store;
  return new KeyImages({ index, journal, personId, clock: systemClock });
}
afterAll(async () => {
  await desk.access.close();
  await rm(dir, { recursive: true, force: true });
});

function draft(texts: Readonly<Record<string, string>>): Report {
  const { reporting } = desk;
  const report = reporting.create({ studyId: STUDY, templateId: 'general' });
  reporting.save({ reportId: report.reportId, revision: report.revision, content: written(report, texts) });
  return reporting.get(report.reportId);
}

async function signed(texts: Readonly<Record<string, string>>): Promise<Report> {
  const { reportId } = draft(texts);
  return desk.reporting.sign({ reportId, acknowledged: [], zone: '+01:00' });
}

/** Names of the stored blobs. */
async function blobFiles(store: string): Promise<string[]> {
  const found = await readdir(path.join(store, 'blobs'), { recursive: true, withFileTypes: true });
  return found.flatMap((entry) => (entry.isFile() ? [entry.name] : [])).sort();
}

const GOOD = { findings: 'Lungs are clear.', impression: 'Normal.' };

describe('a draft', () => {
  it('offers the template of the study first', () => {
    const { templates } = desk.reporting.templates({ studyId: desk.reporting.studyOf(STUDY_UID) });
    expect(templates[0]?.templateId).toBe('ct-chest');
    expect(templates.length).toBeGreaterThanOrEqual(16);
  });

  it('begins with technique and comparison filled in', () => {
    const report = desk.reporting.create({ studyId: STUDY, templateId: 'ct-chest' });
    const text = (id: string): string | undefined =>
      report.content.sections.find((s) => s.sectionId === id)?.paragraphs[0]?.[0]?.text;
    expect(text('technique')).toBe('CT chest: 3 axial images, 2.5 mm slices (Axial).');
    expect(text('comparison')).toBe('None available.');
    expect(report.revision).toBe(1);
  });

  it('refuses a save made from an older revision and keeps the newer text', () => {
    const report = draft(GOOD);
    const other = written(report, { impression: 'Other window.' });
    expect(codeThrown(() => desk.reporting.save({ reportId: report.reportId, revision: 1, content: other }))).toBe(
      'reading/conflict',
    );
    expect(desk.reporting.get(report.reportId).content).toEqual(report.content);
  });

  it('refuses sections and fields that its template does not have', () => {
    const report = draft(GOOD);
    const base = { reportId: report.reportId, revision: report.revision };
    const sections = report.content.sections;
    expect(codeThrown(() => desk.reporting.save({ ...base, content: { sections: sections.slice(1) } }))).toBe(
      'report/unknown-section',
    );
    const extra = sections.map((s) => ({ ...s, fields: { ...s.fields, nothing: 'x' } }));
    expect(codeThrown(() => desk.reporting.save({ ...base, content: { sections: extra } }))).toBe(
      'report/unknown-field',
    );
  });

  it('is gone after it was discarded, and cannot be discarded twice', () => {
    const report = draft(GOOD);
    desk.reporting.discard({ reportId: report.reportId });
    expect(desk.reporting.forStudy({ studyId: STUDY }).reports.map((r) => r.reportId)).not.toContain(report.reportId);
    expect(codeThrown(() => desk.reporting.discard({ reportId: report.reportId }))).toBe('report/unknown');
  });
});

describe('signing', () => {
  it('refuses with the codes that stand in the way', async () => {
    const { reportId } = draft({ findings: 'Mass in the left kidney.' });
    const refusal = await desk.reporting
      .sign({ reportId, acknowledged: [], zone: '+01:00' })
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(AppError);
    expect(refusal).toMatchObject({ code: 'report/checks-stand', context: { codes: ['check/empty-section'] } });
    expect(desk.reporting.get(reportId).state).toBe('draft');
  });

  it('takes an acknowledged finding and freezes that it was acknowledged', async () => {
    const { reportId } = draft({ findings: 'Mass in the left kidney.', impression: 'Mass in the right kidney.' });
    expect(await codeRejected(desk.reporting.sign({ reportId, acknowledged: [], zone: '+01:00' }))).toBe(
      'report/checks-stand',
    );
    const report = await desk.reporting.sign({ reportId, acknowledged: ['check/laterality'], zone: '+01:00' });
    expect(report.state).toBe('final');
    const frozen = desk.store.index
      .prepare<[string], string>('SELECT signed FROM report WHERE report_id = ?')
      .pluck()
      .get(reportId);
    expect(frozen).toContain('"acknowledged":["check/laterality"]');
    expect(report.signed?.hash).toBe(sha256Hex(frozen ?? ''));
  });

  it('freezes text, name, zone and counts, and refuses every later change', async () => {
    const report = await signed({ ...GOOD, findings: NASTY });
    expect(report.signed).toMatchObject({
      byName: 'Ada Reader',
      zone: '+01:00',
      objectsReceived: 3,
      objectsExpected: null,
    });
    const { reportId } = report;
    expect(codeThrown(() => desk.reporting.save({ reportId, revision: 0, content: report.content }))).toBe(
      'report/not-a-draft',
    );
    expect(codeThrown(() => desk.reporting.discard({ reportId }))).toBe('report/not-a-draft');
    expect(await codeRejected(desk.reporting.sign({ reportId, acknowledged: [], zone: '+01:00' }))).toBe(
      'report/not-a-draft',
    );
    expect(desk.store.journal.prepare('SELECT 1 FROM draft WHERE report_id = ?').get(reportId)).toBeUndefined();
  });

  it('names the measurements of the text and warns when one changed since', async () => {
    const measurement = addMeasurement(desk.store);
    const report = draft(GOOD);
    const { measurementId } = measurement;
    const chip = { kind: 'measurement' as const, measurementId, label: 'M1', text: measurementWords(measurement) };
    const content = {
      sections: report.content.sections.map((s) => (s.sectionId === 'findings' ? { ...s, paragraphs: [[chip]] } : s)),
    };
    const { reportId } = report;
    desk.reporting.save({ reportId, revision: report.revision, content });
    // No profile covers the site of the fixture: that is said, and asks for nothing.
    expect(desk.reporting.check({ reportId }).findings).toMatchObject([
      { code: 'permission/nothing-wanted', tier: 'note' },
    ]);
    addMeasurement(desk.store, {
      result: { values: [{ name: 'length', value: 20, unit: 'mm' }], basis: 'pixel spacing', warnings: [] },
    });
    expect(desk.reporting.check({ reportId }).findings[0]?.code).toBe('check/measurement-changed');
    addMeasurement(desk.store);
    await desk.reporting.sign({ reportId, acknowledged: [], zone: '+01:00' });
    const out = path.join(await tempDir(), 'report.dcm');
    await desk.reporting.export({ reportId, format: 'sr', file: out });
    expect(await readdir(path.dirname(out))).toEqual(['report-measurements.dcm', 'report.dcm']);
  });

  it('records each step in one audit trail', async () => {
    const { reportId } = await signed(GOOD);
    const steps = desk.store.index
      .prepare<[string], string>('SELECT command FROM audit WHERE subject = ? ORDER BY seq')
      .pluck()
      .all(reportId);
    expect(steps.slice(0, 2)).toEqual(['report.create', 'report.sign']);
    expect(verifyAudit(desk.store.index).ok).toBe(true);
  });
});

describe('outputs', () => {
  it('are written where the reader said, with the hash that was recorded', async () => {
    const { reportId } = await signed(GOOD);
    const folder = await tempDir();
    for (const format of ['sr', 'text', 'fhir', 'hl7', 'pdf'] as const) {
      const file = path.join(folder, `report.${format}`);
      const written = await desk.reporting.export({ reportId, format, file });
      expect(sha256Hex(readFileSync(file))).toBe(written.sha256);
    }
    expect(readFileSync(path.join(folder, 'report.pdf'), 'latin1')).toMatch(/^%PDF-/);
    const exports = desk.store.index
      .prepare<[string], number>("SELECT count(*) FROM audit WHERE command = 'report.export' AND subject = ?")
      .pluck()
      .get(reportId);
    expect(exports).toBe(5);
  });

  it('are never written into the store, and a draft has none', async () => {
    const { reportId } = await signed(GOOD);
    const inside = path.join(dir, 'blobs', 'report.txt');
    expect(await codeRejected(desk.reporting.export({ reportId, format: 'text', file: inside }))).toBe('request/bad');
    const open = draft(GOOD).reportId;
    const file = path.join(await tempDir(), 'x.txt');
    expect(await codeRejected(desk.reporting.export({ reportId: open, format: 'text', file }))).toBe(
      'report/not-signed',
    );
  });

  it('leave nothing behind when the folder is not there', async () => {
    const { reportId } = await signed(GOOD);
    const file = path.join(await tempDir(), 'no-such-folder', 'x.txt');
    expect(await codeRejected(desk.reporting.export({ reportId, format: 'text', file }))).toBe('disk/not-found');
  });
});

describe('an addendum', () => {
  it('is a new report that names its predecessor and leaves it as it was', async () => {
    const first = await signed(GOOD);
    const open = await desk.reporting.amend({ reportId: first.reportId });
    expect(open).toMatchObject({ state: 'draft', predecessor: first.reportId, templateId: 'addendum' });
    expect((await desk.reporting.amend({ reportId: first.reportId })).reportId).toBe(open.reportId);
    const { reportId } = open;
    expect(await codeRejected(desk.reporting.sign({ reportId, acknowledged: [], zone: '+01:00' }))).toBe(
      'report/checks-stand',
    );
    desk.reporting.save({
      reportId,
      revision: open.revision,
      content: written(open, { addendum: 'Rib fracture on the left.' }),
    });
    const second = await desk.reporting.sign({ reportId, acknowledged: [], zone: '+01:00' });
    expect(second.state).toBe('addendum');
    expect(desk.reporting.get(first.reportId)).toEqual(first);
    const file = path.join(await tempDir(), 'addendum.txt');
    await desk.reporting.export({ reportId, format: 'text', file });
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('Rib fracture on the left.');
    expect(text).toContain('Lungs are clear.');
    expect(text).toContain(first.signed?.hash ?? 'no hash');
  });
});

describe('verify', () => {
  it('finds a signed report whole, and tells a changed text, hash, output row or missing output', async () => {
    const { reportId } = await signed(GOOD);
    const { index } = desk.store;
    const ok = async (): Promise<boolean> => (await desk.reporting.verify({ reportId })).ok;
    expect(await ok()).toBe(true);
    const row = index
      .prepare<[string], { signed: string; signed_hash: string }>(
        'SELECT signed, signed_hash FROM report WHERE report_id = ?',
      )
      .get(reportId);
    const set = (signedJson: string, hash: string): void => {
      index
        .prepare('UPDATE report SET signed = ?, signed_hash = ? WHERE report_id = ?')
        .run(signedJson, hash, reportId);
    };
    const changed = (row?.signed ?? '').replace('Normal.', 'Cancer.');
    set(changed, row?.signed_hash ?? '');
    expect(await ok()).toBe(false);
    // Even who hashes again cannot change what the audit trail says.
    set(changed, sha256Hex(changed));
    expect(await ok()).toBe(false);
    const file = path.join(await tempDir(), 'x.txt');
    expect(await codeRejected(desk.reporting.export({ reportId, format: 'text', file }))).toBe('report/tampered');
    expect(await codeRejected(desk.reporting.amend({ reportId }))).toBe('report/tampered');
    set('{}', row?.signed_hash ?? '');
    expect(await ok()).toBe(false);
    set(row?.signed ?? '', row?.signed_hash ?? '');
    expect(await ok()).toBe(true);
    index.prepare("DELETE FROM report_output WHERE report_id = ? AND format = 'hl7'").run(reportId);
    expect(await ok()).toBe(false);
  });
});

describe('the seen map of a signed report', () => {
  const shownOf = async (reportId: Report['reportId']) =>
    (await desk.reporting.seenMap({ reportId })).map?.series.flatMap(({ objects }) =>
      objects.map(({ shown }) => shown),
    );

  it('is frozen with the version: who, each image, how long; later looks change the next version alone', async () => {
    const first = await signed(GOOD);
    const { map } = await desk.reporting.seenMap(first);
    expect(map).toMatchObject({ reportId: first.reportId, by: { name: 'Ada Reader' }, at: first.signed?.at });
    const before = await shownOf(first.reportId);
    expect(before?.map((shown) => shown.map(({ frame, glassMs }) => [frame, glassMs]))).toEqual([[[1, 0]], [[1, 0]], [[1, 0]]]); // prettier-ignore
    const [object] = map?.series[0]?.objects ?? [];
    if (!object) throw new Error('the map has no image');
    const times = { frame: 1, glass: [[0, 900]], full: [[0, 400]], parts: [255, 0] } satisfies Omit<
      SeenTimes,
      'objectId'
    >;
    const looks = { batch: randomUUID(), of: [{ objectId: object.objectId, ...times }] };
    new SeenMap(desk.store).save([], looks);
    expect(await shownOf(first.reportId)).toEqual(before);
    const second = await signed(GOOD);
    expect((await shownOf(second.reportId))?.[0]).toEqual([
      { frame: 1, at: '2026-03-01T00:00:00.000Z', glassMs: 900, fullMs: 400, parts: [255, 0] },
    ]);
    expect(await codeRejected(desk.reporting.seenMap(draft(GOOD)))).toBe('report/not-signed');
  });

  it('is told where it was taken away', async () => {
    const { reportId } = await signed(GOOD);
    const { index } = desk.store;
    index.prepare("DELETE FROM report_output WHERE report_id = ? AND format = 'seen-map'").run(reportId);
    expect(await codeRejected(desk.reporting.seenMap({ reportId }))).toBe('report/tampered');
  });
});

describe('a template that is edited later', () => {
  it('changes neither a draft that was begun with it nor a signed report', async () => {
    const folder = await tempDir();
    const first = await newDesk(folder, null);
    const { reportId } = first.reporting.create({ studyId: STUDY, templateId: 'general' });
    const open = first.reporting.create({ studyId: STUDY, templateId: 'general' });
    const { content } = first.reporting.get(reportId);
    first.reporting.save({ reportId, revision: 1, content: written(open, GOOD) });
    const report = await first.reporting.sign({ reportId, acknowledged: [], zone: '+01:00' });
    expect(content.sections.length).toBe(report.template.sections.length);
    await first.access.close();

    const edited = { ...report.template, version: 2, sections: report.template.sections.slice(0, 1) };
    const again = await openDesk(folder, null, [edited]);
    expect(again.reporting.get(reportId)).toEqual(report);
    expect(again.reporting.get(open.reportId).template).toEqual(report.template);
    expect(again.reporting.templates({ studyId: STUDY }).templates).toEqual([edited]);
    await again.access.close();
  });
});

describe('a second start', () => {
  it('freezes the key images of its study as they stood, and shows them on its page; marks for teaching stay here', async () => {
    const window = { kind: 'window' as const, center: -600, width: 1500, fn: 'LINEAR' as const };
    const look = { voi: window, invert: true, rotation: 90 as const, flip: false };
    const mark = { studyId: STUDY, frame: 1, marked: true };
    const [first, second] = [ObjectId.parse(idOf('object-1')), ObjectId.parse(idOf('object-2'))];
    marks().mark({ ...mark, objectId: first, title: 'of-interest', note: '', look });
    // Other words for the same mark leave it as it stood.
    marks().mark({ ...mark, objectId: first, title: 'surgery', note: 'Nodule <b>' });
    marks().mark({ ...mark, objectId: second, title: 'teaching', note: '' });
    const { reportId } = await signed({ findings: 'Nodule.', impression: 'Nodule.' });
    for (const objectId of [first, second])
      marks().mark({ ...mark, objectId, title: 'of-interest', note: '', marked: false });
    const file = path.join(await tempDir(), 'x.pdf');
    await desk.reporting.export({ reportId, format: 'pdf', file });
    const page = readFileSync(file, 'utf8');
    expect(page.match(/<figure/g)).toHaveLength(1);
    expect(page).toContain('series 1 (Axial), image without a number');
    expect(page).toContain('For Surgery: Nodule &lt;b&gt;');
    expect(page).toContain('Window -600 / 1500, inverted');
    expect(page).toContain('data:image/png;base64,');
    expect(await desk.reporting.verify({ reportId })).toMatchObject({ ok: true });
  });

  it('finds drafts and signed reports again, and refuses a PDF where no window can make one', async () => {
    const folder = await tempDir();
    const first = await newDesk(folder, null);
    const created = first.reporting.create({ studyId: STUDY, templateId: 'general' });
    first.reporting.save({ reportId: created.reportId, revision: 1, content: written(created, GOOD) });
    const report = await first.reporting.sign({ reportId: created.reportId, acknowledged: [], zone: '-05:00' });
    const open = first.reporting.create({ studyId: STUDY, templateId: 'ct-chest' });
    await first.access.close();

    const again = await openDesk(folder, null);
    expect(again.reporting.forStudy({ studyId: STUDY }).reports).toEqual([report, open]);
    expect(await again.reporting.verify({ reportId: report.reportId })).toEqual({ ok: true });
    const file = path.join(await tempDir(), 'x.pdf');
    expect(await codeRejected(again.reporting.export({ reportId: report.reportId, format: 'pdf', file }))).toBe(
      'report/pdf-needs-runtime',
    );
    await again.access.close();

    const window = await openDesk(folder, printer);
    expect(window.reporting.pdf({ reportId: report.reportId }).jobId).not.toBeNull();
    await window.reporting.export({ reportId: report.reportId, format: 'pdf', file });
    expect(window.reporting.pdf({ reportId: report.reportId })).toEqual({ jobId: null, ready: true });
    expect(await window.reporting.verify({ reportId: report.reportId })).toEqual({ ok: true });
    await window.access.close();
  });

  it('refuses to sign before the recovery key was confirmed', async () => {
    const { reportId } = draft(GOOD);
    desk.store.index.prepare("DELETE FROM meta WHERE key = 'recovery-confirmed'").run();
    expect(await codeRejected(desk.reporting.sign({ reportId, acknowledged: [], zone: '+01:00' }))).toBe(
      'access/recovery-not-shown',
    );
    desk.access.confirmRecovery();
    expect((await desk.reporting.sign({ reportId, acknowledged: [], zone: '+01:00' })).state).toBe('final');
  });

  it('refuses a signature while the study changes under it, and leaves no output behind', async () => {
    const folder = await tempDir();
    const own = await newDesk(folder, null);
    const { reportId, ...open } = own.reporting.create({ studyId: STUDY, templateId: 'general' });
    own.reporting.save({ reportId, revision: 1, content: written({ reportId, ...open }, GOOD) });
    const signing = own.reporting.sign({ reportId, acknowledged: [], zone: '+01:00' });
    addObject(own.store.index, 99);
    expect(await codeRejected(signing)).toBe('reading/conflict');
    expect(await blobFiles(folder)).toEqual([]);
    // The picture that came is asked about like any other.
    expect(await codeRejected(own.reporting.sign({ reportId, acknowledged: [], zone: '+01:00' }))).toBe(
      'report/checks-stand',
    );
    seeObject(own.store, 99);
    const acknowledged = ['check/study-changed'];
    const report = await own.reporting.sign({ reportId, acknowledged, zone: '+01:00' });
    expect(report.signed?.objectsReceived).toBe(4);
    expect(await blobFiles(folder)).toHaveLength(5);
    await own.access.close();
  });
});
