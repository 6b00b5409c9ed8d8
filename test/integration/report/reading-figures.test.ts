import { expect, it } from 'vitest';
import { figuresOf } from '../../../electron/station/reporting/figures.ts';
import { PersonId, StudyId } from '../../../shared/model/ids.ts';
import { idOf } from '../../helpers/report-document.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { answer, PASSPHRASE, stationOn } from '../../faults/store/station-fixture.ts';
import { newDesk, STUDY, written } from './reporting-fixture.ts';
import type { Desk } from './reporting-fixture.ts';

const PRIOR = StudyId.parse(idOf('prior'));
const OTHER = StudyId.parse(idOf('other'));
const GOOD = { comparison: 'None.', findings: 'Clear.', impression: 'Normal.' };

/** One more study, of the same patient or of another one. */
function addStudy({ store: { index } }: Desk, studyId: StudyId, patient: string): void {
  index
    .prepare(
      `INSERT OR IGNORE INTO patient SELECT ?, issuer, ?, name_alphabetic, '', '', '', birth_date, sex, 0 FROM patient
       WHERE patient_key = ?`,
    )
    .run(idOf(patient), patient, idOf('patient'));
  index
    .prepare(
      `INSERT INTO study (study_id, patient_key, site_id, study_key_id, study_uid, study_date, arrived_at)
       SELECT ?, ?, site_id, study_key_id, ?, '20250301', arrived_at FROM study WHERE study_id = ?`,
    )
    .run(studyId, idOf(patient), `1.2.3.${studyId}`, STUDY);
}

it('a prior beside a case is no other case; one of another patient, opened before the signature, is', async () => {
  const desk = await newDesk(await tempDir(), null);
  const { store, reporting } = desk;
  addStudy(desk, PRIOR, 'patient');
  addStudy(desk, OTHER, 'somebody else');
  const personId = PersonId.parse(store.personId);
  const open = (subject: StudyId): void =>
    store.commands.run({ name: 'study.open', personId, subject, detail: {} }, () => undefined);
  const left = (): number => {
    const clock = { nowIso: () => new Date(Date.now() + 1000).toISOString(), monotonic: () => 0 };
    const { interruptions } = figuresOf({ index: store.index, clock, personId, studies: () => [] }, 7);
    return interruptions.reduce((sum, { count }) => sum + count, 0);
  };
  const sign = async (): Promise<void> => {
    const report = reporting.create({ studyId: STUDY, templateId: 'general' });
    reporting.save({ reportId: report.reportId, revision: report.revision, content: written(report, GOOD) });
    const acknowledged = reporting.check(report).findings.map(({ code }) => code);
    await reporting.sign({ reportId: report.reportId, acknowledged, zone: '+00:00' });
  };
  open(STUDY);
  open(PRIOR);
  await sign();
  expect(left()).toBe(0);
  open(STUDY);
  open(PRIOR);
  open(OTHER);
  await sign();
  expect(left()).toBe(1);
  // Given up for now, by closing it or by putting it on hold: it was not left for the next one.
  for (const command of ['study.close', 'hold.begin']) {
    open(STUDY);
    store.commands.run({ name: command, personId, subject: STUDY, detail: {} }, () => undefined);
    open(OTHER);
    await sign();
    expect(left(), command).toBe(1);
  }
  await desk.access.close();
});

it('the trail says that a case was closed, and not of one that waits or was left for another', async () => {
  const station = stationOn(await tempDir());
  await answer(station, 'access.create', { name: 'Reader', passphrase: PASSPHRASE });
  const { index } = station.access.requireStore();
  const [one, two] = ['one', 'two'].map((name) => addRow(index, name));
  const keep = (onDesk: StudyId | null | undefined, aside: readonly (StudyId | undefined)[] = []): Promise<unknown> => {
    const waiting = aside.map((studyId) => ({ studyId, at: '2026-03-01T00:00:00.000Z', interruptedBy: null }));
    return answer(station, 'reading.keepCases', { onDesk, aside: waiting });
  };
  const closed = (): readonly string[] =>
    index.prepare<[], string>("SELECT subject FROM audit WHERE command = 'study.close' ORDER BY seq").pluck().all();
  await keep(one);
  await keep(null, [one]);
  await keep(one);
  await keep(two);
  expect(closed()).toEqual([]);
  await keep(null);
  await keep(null);
  expect(closed()).toEqual([two]);
});

/** A study as a row. */
function addRow(index: Desk['store']['index'], name: string): StudyId {
  const studyId = StudyId.parse(idOf(name));
  index.prepare('INSERT OR IGNORE INTO site VALUES (?, ?, ?)').run(idOf('site'), 'St. Anna', '2026');
  index
    .prepare(
      `INSERT INTO patient (patient_key, issuer, patient_id, name_alphabetic, name_ideographic, name_phonetic, name_search)
       VALUES (?, 'St. Anna', ?, 'Doe^Jane', '', '', 'doe jane')`,
    )
    .run(idOf(`patient-${name}`), name);
  index
    .prepare(
      `INSERT INTO study (study_id, patient_key, site_id, study_key_id, study_uid, study_date, arrived_at)
       VALUES (?, ?, ?, ?, ?, '20260301', '2026')`,
    )
    .run(studyId, idOf(`patient-${name}`), idOf('site'), idOf('key'), `1.2.3.${name.length}.${name.charCodeAt(0)}`);
  return studyId;
}
