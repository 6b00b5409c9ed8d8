import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tellOfArrivals } from '../../../electron/station/report-changes.ts';
import { findStudy } from '../../../electron/station/archive/study-rows.ts';
import { Statements } from '../../../electron/station/kernel/statements.ts';
import { SeenMap } from '../../../electron/station/reading/seen-map.ts';
import type { AnyEvent } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { parseMessage } from '../../../shared/hl7/parse.ts';
import { ObjectId, StudyId } from '../../../shared/model/ids.ts';
import { verifyAudit } from '../../../electron/station/kernel/audit.ts';
import type { Report } from '../../../shared/model/report.ts';
import { idOf } from '../../helpers/report-document.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { addDestination, hl7At, outDesk, until } from '../transfer/outbox/outbox-fixture.ts';
import type { OutDesk } from '../transfer/outbox/outbox-fixture.ts';
import { scriptedMllp } from '../transfer/outbox/scripted-mllp.ts';
import type { ScriptedMllp } from '../transfer/outbox/scripted-mllp.ts';
import { STUDY, written } from './reporting-fixture.ts';

const ABDOMEN = StudyId.parse(idOf('abdomen'));
const PELVIS = StudyId.parse(idOf('pelvis'));
const ELSEWHERE = StudyId.parse(idOf('yesterday'));

let ris: ScriptedMllp;
let desk: OutDesk;
beforeEach(async () => {
  ris = await scriptedMllp();
  desk = await outDesk(await tempDir());
  addStudy(ABDOMEN, { n: 11, date: '20260301', accession: 'ACC7732', description: 'CT abdomen' });
  addStudy(PELVIS, { n: 12, date: '20260301', accession: 'ACC7733', description: 'CT pelvis' });
  addStudy(ELSEWHERE, { n: 13, date: '20260228', accession: 'ACC7700', description: 'CT chest' });
});
afterEach(async () => {
  await desk.close();
  await ris.stop();
});

/** One more study of the patient, with one picture. */
function addStudy(
  studyId: StudyId,
  said: { readonly n: number; readonly date: string; readonly accession: string; readonly description: string },
): void {
  const { index } = desk.store;
  const { n, date, accession, description } = said;
  index
    .prepare(
      `INSERT INTO study (study_id, patient_key, site_id, study_key_id, study_uid, study_date, accession, description, arrived_at)
       SELECT ?, patient_key, site_id, study_key_id, ?, ?, ?, ?, arrived_at FROM study WHERE study_id = ?`,
    )
    .run(studyId, `1.2.3.${n}`, date, accession, description, STUDY);
  index
    .prepare(
      `INSERT INTO series (series_id, study_id, series_uid, modality, number, description) VALUES (?, ?, ?, 'CT', 1, 'Axial')`,
    )
    .run(idOf(`series-${n}`), studyId, `1.2.3.${n}.5`);
  addPicture(`${n}`, n, 1);
}

function addPicture(name: string, n: number, instance: number): void {
  desk.store.index
    .prepare(
      `INSERT INTO object (object_id, series_id, sop_uid, sop_class, transfer_syntax, frames, sort_key, bytes, sha256,
         dataset_sha256, header_sha256, blob_id, image, arrived_at)
       VALUES (?, ?, ?, '1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.1.2.1', 1, ?, 1, ?, '', '', ?,
         (SELECT image FROM object LIMIT 1), '2026')`,
    )
    .run(
      ...[idOf(`object-${name}`), idOf(`series-${n}`), `1.2.3.${n}.5.${instance}`, instance],
      ...[idOf(`sha-${name}`), idOf(`blob-${name}`)],
    );
}

function see(n: number): void {
  const { index, journal, personId } = desk.store;
  const objectId = ObjectId.parse(idOf(`object-${n}`));
  new SeenMap({ index, journal, personId }).save([{ objectId, frame: 1, at: '2026-03-01T00:00:00.000Z' }]);
}

function codeOf(act: () => unknown): string {
  try {
    act();
    return 'done';
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
}

const stateOf = (studyId: StudyId): unknown => {
  const row = findStudy(new Statements(desk.store.index), studyId);
  return [row?.reportState, row?.reportedWith];
};

it('a pan-scan is read once, signed once and goes to each accession; one that is refused is flagged and holds no other back', async () => {
  const { reporting, store } = desk;
  addDestination(desk, hl7At(ris));
  const { reportId, ...draft } = reporting.create({ studyId: STUDY, templateId: 'general' });
  const { studies } = reporting.together.of({ reportId });
  expect(studies.map(({ accession, reason }) => `${accession}: ${reason}`)).toEqual([
    'ACC7732: the same day and site',
    'ACC7733: the same day and site',
  ]);
  expect(codeOf(() => reporting.together.set({ reportId, studyIds: [ELSEWHERE] }))).toBe('report/not-together');
  reporting.together.set({ reportId, studyIds: [PELVIS, ABDOMEN] });
  expect(reporting.get(reportId).together).toEqual(['ACC7731', 'ACC7732', 'ACC7733']);
  expect(stateOf(PELVIS)).toEqual(['draft', ['ACC7731', 'ACC7732']]);
  const content = written(
    { ...draft, reportId },
    { comparison: 'None.', findings: 'No injury.', impression: 'No injury of chest, abdomen or pelvis.' },
  );
  reporting.save({ reportId, revision: reporting.get(reportId).revision, content });
  // What nobody looked at is asked about, by its accession.
  see(11);
  const unread = (): readonly string[] =>
    reporting.check({ reportId }).findings.flatMap((one) => (one.tier === 'acknowledge' ? [one.message] : []));
  expect(unread()).toEqual(['ACC7733: Never on screen: series 1, Axial (1 image).']);
  see(12);
  expect(unread()).toEqual([]);
  // The site knows no abdomen.
  ris.turn = ({ text, answer }) => answer(text.includes('ACC7732') ? 'AE' : 'AA');
  const report = await reporting.sign({ reportId, acknowledged: [], zone: '+01:00' });
  expect(report.together).toEqual(['ACC7731', 'ACC7732', 'ACC7733']);
  desk.outgoing.outbox.start();
  const rows = await until(
    desk,
    (all) => all.length === 3 && all.every(({ state }) => ['delivered', 'refused'].includes(state)),
  );
  expect(rows.map(({ accession, state }) => `${accession} ${state}`)).toEqual([
    'ACC7731 delivered',
    'ACC7732 refused',
    'ACC7733 delivered',
  ]);
  // Each study shows where all of them are.
  expect(desk.outgoing.outbox.list(PELVIS)).toHaveLength(3);
  const messages = ris.got.map(({ text }) => parts(text));
  expect(new Set(messages.map(({ control }) => control)).size).toBe(3);
  expect(new Set(messages.map(({ filler }) => filler)).size).toBe(3);
  expect(messages.map(({ accession }) => accession)).toEqual(['ACC7731', 'ACC7732', 'ACC7733']);
  expect(new Set(messages.map(({ texts }) => texts)).size).toBe(1);
  expect(stateOf(PELVIS)).toEqual(['final', ['ACC7731', 'ACC7732']]);
  // Whoever opens another of them reads the same report, and goes on from it.
  const there = reporting.forStudy({ studyId: PELVIS }).reports;
  expect(there.map((one) => [one.reportId, one.state, one.together])).toEqual([
    [reportId, 'final', ['ACC7731', 'ACC7732', 'ACC7733']],
  ]);
  expect(reporting.together.studiesOf(reportId)).toEqual([STUDY, ABDOMEN, PELVIS]);

  // A second report of one of them is asked about.
  const again = reporting.create({ studyId: PELVIS, templateId: 'general' });
  expect(reporting.check({ reportId: again.reportId }).findings.map(({ code }) => code)).toContain(
    'check/reported-with',
  );
  reporting.discard({ reportId: again.reportId });

  // The addendum goes to each of them, and waits where what it belongs to was refused.
  ris.turn = ({ answer }) => answer('AA');
  const added = await reporting.amend({ reportId });
  expect(codeOf(() => reporting.together.set({ reportId: added.reportId, studyIds: [] }))).toBe(
    'report/together-fixed',
  );
  reporting.save({
    ...{ reportId: added.reportId, revision: added.revision },
    content: written(added, { addendum: 'Told by telephone.' }),
  });
  await reporting.sign({ reportId: added.reportId, acknowledged: [], zone: '+01:00' });
  const later = await until(
    desk,
    (all) => all.length === 6 && all.filter(({ state }) => state === 'delivered').length === 4,
  );
  expect(
    later.filter(({ state }) => state !== 'delivered').map(({ accession, state }) => `${accession} ${state}`),
  ).toEqual(['ACC7732 refused', 'ACC7732 waiting']);
  // Put right at the site: everything is there, in order.
  const refused = later.find(({ state }) => state === 'refused');
  if (refused === undefined) throw new Error('nothing was refused');
  desk.outgoing.outbox.retry(refused.outgoingId);
  await until(desk, (all) => all.length === 6 && all.every(({ state }) => state === 'delivered'));
  expect(ris.got.slice(-2).map(({ text }) => `${parts(text).accession} ${parts(text).status}`)).toEqual([
    'ACC7732 F',
    'ACC7732 C',
  ]);

  // Withdrawn, it is withdrawn of each.
  await reporting.withdraw({ reportId, reason: 'Another patient', zone: '+01:00' });
  await until(desk, (all) => all.length === 9 && all.every(({ state }) => state === 'delivered'));
  expect(
    ris.got
      .slice(-3)
      .map(({ text }) => parts(text).accession)
      .sort(),
  ).toEqual(['ACC7731', 'ACC7732', 'ACC7733']);
  expect(stateOf(PELVIS)).toEqual(['withdrawn', ['ACC7731', 'ACC7732']]);
  expect(await reporting.verify({ reportId })).toMatchObject({ ok: true });
  expect(verifyAudit(store.index).ok).toBe(true);
});

it('names every accession in the text, in FHIR and in the structured report', async () => {
  const { reporting } = desk;
  const { reportId, ...draft } = reporting.create({ studyId: STUDY, templateId: 'general' });
  reporting.together.set({ reportId, studyIds: [ABDOMEN] });
  see(11);
  const content = written({ ...draft, reportId }, { comparison: 'None.', findings: 'Clear.', impression: 'Normal.' });
  reporting.save({ reportId, revision: reporting.get(reportId).revision, content });
  await reporting.sign({ reportId, acknowledged: [], zone: '+01:00' });
  const dir = await tempDir();
  const exported = async (format: 'text' | 'fhir' | 'sr'): Promise<Buffer> => {
    const file = path.join(dir, format);
    await reporting.export({ reportId, format, file });
    return readFileSync(file);
  };
  const text = (await exported('text')).toString('utf8');
  expect(text).toContain('Accessions: ACC7731, ACC7732\n');
  expect(text).toContain('Study: ACC7732, CT abdomen, 1 object\n');
  const fhir = JSON.parse((await exported('fhir')).toString('utf8')) as {
    readonly basedOn: readonly { readonly identifier: { readonly value: string } }[];
    readonly imagingStudy: readonly { readonly identifier: { readonly value: string } }[];
  };
  expect(fhir.basedOn.map(({ identifier }) => identifier.value)).toEqual(['ACC7731', 'ACC7732']);
  expect(fhir.imagingStudy.map(({ identifier }) => identifier.value)).toEqual(['urn:oid:1.2.3.4', 'urn:oid:1.2.3.11']);
  const sr = (await exported('sr')).toString('latin1');
  for (const said of ['ACC7731', 'ACC7732', '1.2.3.11.5.1']) expect(sr).toContain(said);
});

/** Of an ORU message. */
function parts(message: string) {
  const lines = message.split('\r').map((line) => line.split('|'));
  const of = (name: string): readonly string[] => lines.find(([first]) => first === name) ?? [];
  parseMessage(message);
  return {
    ...{ control: of('MSH')[9], filler: of('OBR')[3], accession: of('OBR')[18], status: of('OBR')[25] },
    texts: lines.flatMap((line) => (line[0] === 'OBX' ? [line[5]] : [])).join(),
  };
}

it('the technique that the machine filled in speaks of every accession, and of fewer once they are fewer; written over, it stays', () => {
  const { reporting } = desk;
  const { reportId } = reporting.create({ studyId: STUDY, templateId: 'general' });
  const technique = (): readonly string[] =>
    (reporting.get(reportId).content.sections.find(({ sectionId }) => sectionId === 'technique')?.paragraphs ?? []).map(
      (paragraph) => paragraph.map(({ text }) => text).join(''),
    );
  const [own = ''] = technique();
  reporting.together.set({ reportId, studyIds: [PELVIS, ABDOMEN] });
  expect(technique()).toEqual([
    own,
    'CT abdomen: 1 axial image, 2.5 mm slices (Axial).',
    'CT pelvis: 1 axial image, 2.5 mm slices (Axial).',
  ]);
  expect(reporting.get(reportId).revision).toBe(2);
  reporting.together.set({ reportId, studyIds: [PELVIS] });
  expect(technique()).toEqual([own, 'CT pelvis: 1 axial image, 2.5 mm slices (Axial).']);
  const draft = reporting.get(reportId);
  reporting.save({ ...draft, content: written(draft, { technique: 'As ordered.' }) });
  reporting.together.set({ reportId, studyIds: [] });
  expect(technique()).toEqual(['As ordered.']);
});

it('the list marks the accession of which more images came after the report was signed, until an addendum is', async () => {
  const { reporting, store } = desk;
  const rowOf = (studyId: StudyId) => findStudy(new Statements(store.index), studyId);
  const begun = reporting.create({ studyId: STUDY, templateId: 'general' });
  const { reportId } = begun;
  reporting.together.set({ reportId, studyIds: [PELVIS] });
  const draft = reporting.get(reportId);
  reporting.save({ ...draft, content: written(draft, { findings: 'No injury.', impression: 'No injury.' }) });
  const sign = (of: Pick<Report, 'reportId'>): Promise<Report> =>
    reporting.sign({
      ...{ reportId: of.reportId, zone: '+01:00' },
      acknowledged: reporting.check({ reportId: of.reportId }).findings.map(({ code }) => code),
    });
  await sign({ reportId });
  expect([STUDY, PELVIS, ABDOMEN].map((one) => rowOf(one)?.imagesSince)).toEqual([undefined, undefined, undefined]);
  addPicture('late', 12, 2);
  expect([STUDY, PELVIS].map((one) => rowOf(one)?.imagesSince)).toEqual([undefined, 1]);
  // The report says whose images they are, at whichever of its studies it is read.
  for (const studyId of [STUDY, PELVIS]) {
    const [there] = reporting.forStudy({ studyId }).reports;
    expect(there?.signed?.changed).toMatchObject({ of: ['ACC7733'] });
  }
  const addendum = await reporting.amend({ reportId });
  reporting.save({ ...addendum, content: written(addendum, { addendum: 'Late image: no injury.' }) });
  expect(rowOf(PELVIS)?.imagesSince).toBe(1);
  await sign(addendum);
  expect(rowOf(PELVIS)?.imagesSince).toBeUndefined();
});

it('whoever reads one accession of a signed report hears that images of another one came; nobody else does', async () => {
  const { reporting, store } = desk;
  const heard: AnyEvent[] = [];
  const arrived = tellOfArrivals(store.index, (event) => heard.push(event));
  const come = (...studyIds: StudyId[]): AnyEvent[] => {
    arrived({ name: 'worklist.changed', payload: { studyIds } });
    return heard.splice(0);
  };
  const { reportId } = reporting.create({ studyId: STUDY, templateId: 'general' });
  reporting.together.set({ reportId, studyIds: [PELVIS] });
  // A draft is asked about before its signature.
  expect(come(PELVIS)).toEqual([{ name: 'worklist.changed', payload: { studyIds: [PELVIS] } }]);
  const draft = reporting.get(reportId);
  reporting.save({ ...draft, content: written(draft, { findings: 'No injury.', impression: 'No injury.' }) });
  const acknowledged = reporting.check({ reportId }).findings.map(({ code }) => code);
  await reporting.sign({ reportId, acknowledged, zone: '+01:00' });
  expect(come(PELVIS)).toEqual([
    { name: 'report.changed', payload: { studyId: STUDY, reportId } },
    { name: 'report.changed', payload: { studyId: PELVIS, reportId } },
    { name: 'worklist.changed', payload: { studyIds: [PELVIS, STUDY] } },
  ]);
  expect(come(ABDOMEN)).toEqual([{ name: 'worklist.changed', payload: { studyIds: [ABDOMEN] } }]);
  const other: AnyEvent = { name: 'outbox.changed', payload: { studyIds: [PELVIS] } };
  arrived(other);
  expect(heard).toEqual([other]);
});
