import path from 'node:path';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Station } from '../../../electron/station/station.ts';
import type { Response } from '../../../shared/contract/index.ts';
import type { PersonId, ReviewId, StudyId } from '../../../shared/model/ids.ts';
import type { Report } from '../../../shared/model/report.ts';
import type { StudyForReading } from '../../../shared/model/study.ts';
import type { ReviewView } from '../../../shared/model/review/review-view.ts';
import type { BlindRead } from '../../../shared/model/review/finding.ts';
import { paragraphsOf } from '../../../shared/report/plain-text.ts';
import { codeThrown } from '../../helpers/app-errors.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { answer, PASSPHRASE, stationOn } from '../../faults/store/station-fixture.ts';

/** Everything that tells whose case it is, or what its reader said before it may be known. */
const HIDDEN = [
  'VANTERPOOL',
  'Vanterpool',
  'Q-771',
  'ACC-9931',
  'North General',
  'Ada Reader',
  'Dr Penhaligon',
  'cavitating',
];
const UIDS = ['1.2.826.77.1', '1.2.826.77.2', '1.2.826.77.3'];
const READ: BlindRead = {
  findings: [
    {
      ...{ findingId: 'f1', what: 'Nodule', code: null, where: 'upper lobe', side: 'right', sizes: [12, 8] },
      ...{ measurementId: null, certainty: 'probable', image: null },
    },
  ],
  text: 'Otherwise clear.',
};

function slice(n: number): Uint8Array {
  return ctImage([
    element(0x00080018, 'UI', `1.2.826.77.3.${n}`),
    element(0x00080050, 'SH', 'ACC-9931'),
    element(0x00080080, 'LO', 'North General'),
    element(0x00080090, 'PN', 'Dr Penhaligon'),
    element(0x00100010, 'PN', 'VANTERPOOL^ELOISE'),
    element(0x00100020, 'LO', 'Q-771'),
    element(0x0020000d, 'UI', '1.2.826.77.1'),
    element(0x0020000e, 'UI', '1.2.826.77.2'),
    element(0x00200013, 'IS', `${n}`),
  ]);
}

/** One study that Ada has read and signed, and Ben and Cora beside her. */
async function practice(): Promise<{
  station: Station;
  studyId: StudyId;
  people: Record<'ada' | 'ben' | 'cora', PersonId>;
}> {
  const station = stationOn(await tempDir());
  await station.create('Ada Reader', PASSPHRASE);
  station.access.confirmRecovery();
  const files = await tempDir();
  for (const n of [1, 2]) writeFileSync(path.join(files, `${n}.dcm`), slice(n));
  const { jobs } = station.access.requireStore();
  await jobs.wait(station.rooms.startImport({ paths: [files], site: 'North' }));
  const [row] = station.rooms.worklist.list('').rows;
  if (row === undefined) throw new Error('nothing was imported');
  const { studyId } = row;
  await sign(station, studyId, 'A cavitating nodule of Mrs Vanterpool, right upper lobe, 20 mm.');
  const { people } = await answer<Response<'access.state'>>(station, 'access.state', {});
  const ada = people[0]?.personId;
  const add = async (name: string, roles: readonly string[]): Promise<PersonId> => {
    const added = await answer<Response<'people.add'>>(station, 'people.add', {
      ...{ name, roles, passphrase: PASSPHRASE, proof: PASSPHRASE },
    });
    return added.person.personId;
  };
  const ben = await add('Ben Reviewer', ['reviewer']);
  const cora = await add('Cora Coordinator', ['coordinator']);
  if (ada === undefined) throw new Error('nobody is here');
  return { station, studyId, people: { ada, ben, cora } };
}

async function sign(station: Station, studyId: StudyId, text: string): Promise<void> {
  const report = await answer<Report>(station, 'report.create', { studyId, templateId: 'general' });
  const sections = report.content.sections.map((section) =>
    ['findings', 'impression'].includes(section.sectionId) ? { ...section, paragraphs: paragraphsOf(text) } : section,
  );
  const { reportId, revision } = report;
  await answer(station, 'report.save', { reportId, revision, content: { ...report.content, sections } });
  const { findings } = await answer<Response<'report.check'>>(station, 'report.check', { reportId });
  const acknowledged = findings.map(({ code }) => code);
  await answer(station, 'report.sign', { reportId, acknowledged, zone: '+00:00' });
}

async function as(station: Station, personId: PersonId): Promise<void> {
  await answer(station, 'access.lock', {});
  await answer(station, 'access.unlock', { personId, passphrase: PASSPHRASE });
}

async function refusal(station: Station, name: string, request: unknown): Promise<string> {
  const envelope = await station.call(name, request, 'a page');
  return envelope.ok ? 'answered' : envelope.error.code;
}

/** Draws one case for Ben. */
async function drawn(station: Station): Promise<{ reviewId: ReviewId; draw: Response<'review.draw'>['draw'] }> {
  const { readers } = await answer<Response<'review.readers'>>(station, 'review.readers', {});
  const ben = readers.find(({ name }) => name === 'Ben Reviewer');
  const programme = await answer<Response<'review.saveProgramme'>>(station, 'review.saveProgramme', {
    programmeId: null,
    content: {
      ...{ name: 'Chest', kind: 'radpeer', authors: 'everyone', pairs: 'everyone', reciprocal: false, windowDays: 30 },
      reviewers: [{ reader: ben?.reader, modalities: [], regions: [], most: null }],
      ...{ targeted: { flags: [], share: 0 }, strata: ['author'], allocation: 'equal', quotas: [] },
      ...{ workloadDifference: 1, minimumN: 10, groupId: null },
    },
  });
  const { draw, reviewIds } = await answer<Response<'review.draw'>>(station, 'review.draw', {
    ...{ programmeId: programme.programmeId, seed: '00000000000000a7', count: 3 },
  });
  const [reviewId] = reviewIds;
  if (reviewId === undefined) throw new Error('nothing was drawn');
  return { reviewId, draw };
}

/** Opens a case and waits until its copy is whole. */
async function opened(station: Station, reviewId: ReviewId): Promise<StudyId> {
  const ready = new Promise<void>((resolve) => {
    station.events.on((event) => {
      if (event.name === 'review.changed') resolve();
    });
  });
  const first = await answer<ReviewView>(station, 'review.open', { reviewId });
  if (first.copy === null) await ready;
  const { copy } = await answer<ReviewView>(station, 'review.open', { reviewId });
  if (copy === null) throw new Error('there is no copy');
  return copy.studyId;
}

describe('a second reading', () => {
  it('is drawn, read blind, locked, held against the report, scored and told to its reader', async () => {
    const { station, studyId, people } = await practice();
    await as(station, people.cora);
    const { reviewId, draw } = await drawn(station);
    expect(draw).toMatchObject({ candidates: 1, end: 'nothing-left', picks: [{ rank: 1, of: 1 }] });
    expect(await answer(station, 'review.redraw', { drawId: draw.drawId })).toEqual({ isSame: true });

    await as(station, people.ben);
    const { cases } = await answer<Response<'review.list'>>(station, 'review.list', {});
    expect(cases).toMatchObject([{ reviewId, role: 'reviewer', state: 'drawn', modality: 'CT', pixels: true }]);
    expect((await answer<Response<'worklist.list'>>(station, 'worklist.list', { search: '' })).rows).toEqual([]);
    expect(await refusal(station, 'study.open', { studyId })).toBe('review/blind');
    expect(await refusal(station, 'study.preview', { studyId })).toBe('review/blind');

    const copyId = await opened(station, reviewId);
    const copy = await answer<StudyForReading>(station, 'study.open', { studyId: copyId });
    expect(copy.series.flatMap(({ images }) => images)).toHaveLength(2);
    expect((await answer<Response<'worklist.list'>>(station, 'worklist.list', { search: '' })).rows).toEqual([]);
    const told = JSON.stringify([copy, cases, await answer(station, 'review.see', { reviewId })]);
    for (const hidden of [...HIDDEN, ...UIDS]) expect(told).not.toContain(hidden);

    expect(await refusal(station, 'review.lock', { reviewId })).toBe('review/nothing-read');
    await answer(station, 'review.saveRead', { reviewId, read: READ });
    const locked = await answer<ReviewView>(station, 'review.lock', { reviewId });
    expect(locked).toMatchObject({ row: { state: 'locked' }, read: READ, report: null });
    expect(locked.lockedHash).toMatch(/^[0-9a-f]{64}$/);
    expect(await refusal(station, 'review.saveRead', { reviewId, read: READ })).toBe('review/wrong-state');

    const revealed = await answer<ReviewView>(station, 'review.move', { reviewId, move: { kind: 'reveal' } });
    const text = JSON.stringify(revealed.report);
    expect(text).toContain('cavitating nodule of Mrs [name], right upper lobe');
    for (const hidden of ['Vanterpool', 'Ada Reader', 'North General']) expect(text).not.toContain(hidden);
    expect(revealed.compared?.map(({ kind }) => kind)).toContain('measurement');
    const scoring = {
      ...{ score: '2b', legacy4: false, comment: '', errorClass: 'perception', factors: [], learningPoint: '' },
      ...{ greatCall: false, patientAffected: false },
    };
    const score = (more: object) => ({ reviewId, move: { kind: 'score', scoring: { ...scoring, ...more } } });
    expect(await refusal(station, 'review.move', score({}))).toBe('review/comment-missing');
    expect(await refusal(station, 'review.move', score({ score: '1b' }))).toBe('request/bad');
    await answer(station, 'review.move', score({ score: '2a' }));
    expect(await refusal(station, 'review.move', { reviewId, move: { kind: 'agree' } })).toBe('review/wrong-role');

    await as(station, people.ada);
    expect((await answer<Response<'review.list'>>(station, 'review.list', {})).cases).toEqual([]);
    await as(station, people.cora);
    expect(await answer(station, 'review.move', { reviewId, move: { kind: 'agree' } })).toMatchObject({ score: '2a' });
    await as(station, people.ada);
    const [own] = (await answer<Response<'review.list'>>(station, 'review.list', {})).cases;
    expect(own).toMatchObject({ role: 'original', state: 'agreed' });
    await as(station, people.cora);
    const { programmeId } = draw;
    const figures = await answer(station, 'review.figures', { programmeId, event: 'any' });
    // One case is too few for any figure but how many there were.
    expect(figures).toMatchObject({ total: null, funnel: null, volume: { drawn: 1, settled: 1, early: 0 } });
    expect(codeThrown(() => station.rooms.review.registry(programmeId, new Map()))).toBe('review/bad-programme');
    const file = path.join(await tempDir(), 'trail.json');
    await station.rooms.audit.exportTrail({ file, format: 'json', replace: false });
    const trail = readFileSync(file, 'utf8');
    expect(trail).toContain('"withheld":"peer-review"');
    for (const told of ['review.', reviewId]) expect(trail).not.toContain(told);
    await as(station, people.ada);
    const reply = { kind: 'reply', reply: { agrees: true, text: 'I see it now.' } };
    expect(await answer(station, 'review.move', { reviewId, move: reply })).toMatchObject({ scoring: { score: '2a' } });
    expect(await refusal(station, 'review.saveProgramme', {})).toBe('access/not-allowed');
  });

  it('keeps the copy out of everything but reading, and names of readers out of its rows', async () => {
    const { station, people } = await practice();
    await as(station, people.cora);
    const { reviewId } = await drawn(station);
    const { index } = station.access.requireStore();
    const rows = [
      'review',
      'review_draw',
      'review_source',
      'review_reader',
      'review_event',
      'review_programme',
    ].flatMap((table) => index.prepare(`SELECT * FROM ${table}`).all());
    for (const name of ['Ada', 'Ben', people.ada, people.ben]) {
      expect(JSON.stringify(rows.map((row) => ({ ...(row as object), made_by: null })))).not.toContain(name);
    }
    await as(station, people.ben);
    const copyId = await opened(station, reviewId);
    await as(station, people.ada);
    expect(await refusal(station, 'study.open', { studyId: copyId })).toBe('review/copy');
    expect(await refusal(station, 'report.create', { studyId: copyId, templateId: 'general' })).not.toBe('answered');
    expect((await answer<Response<'worklist.list'>>(station, 'worklist.list', { search: '' })).total).toBe(1);
    expect(station.rooms.worklist.everyStudy()).not.toContain(copyId);
  });
});
