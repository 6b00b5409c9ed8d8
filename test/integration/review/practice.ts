import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { StationOptions } from '../../../electron/station/station-parts.ts';
import type { Station } from '../../../electron/station/station.ts';
import type { Response } from '../../../shared/contract/index.ts';
import type { PersonId, ProgrammeId, ReviewId, StudyId } from '../../../shared/model/ids.ts';
import type { Report } from '../../../shared/model/report.ts';
import type { BlindRead } from '../../../shared/model/review/finding.ts';
import type { ReviewView } from '../../../shared/model/review/review-view.ts';
import { paragraphsOf } from '../../../shared/report/plain-text.ts';
import { answer, PASSPHRASE, stationOn } from '../../faults/store/station-fixture.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { tempDir } from '../../helpers/temp-dir.ts';

/** Everything that tells whose case it is, or what its reader said before it may be known. */
export const HIDDEN = [
  'VANTERPOOL',
  'Vanterpool',
  'Q-771',
  'ACC-9931',
  'North General',
  'Ada Reader',
  'Dr Penhaligon',
  'cavitating',
];
export const UIDS = ['1.2.826.77.1', '1.2.826.77.2', '1.2.826.77.3'];
export const READ: BlindRead = {
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

/**
 * One study that Ada has read and signed, and Ben and Cora beside her.
 * @param read what Ada does before she signs
 */
export async function practice(
  read: (station: Station, studyId: StudyId) => Promise<void> = () => Promise.resolve(),
  more: Partial<StationOptions> = {},
): Promise<{
  station: Station;
  studyId: StudyId;
  people: Record<'ada' | 'ben' | 'cora', PersonId>;
}> {
  const station = stationOn(await tempDir(), more);
  return { station, ...(await practiceOn(station, read)) };
}

/** The same on a fresh station. */
export async function practiceOn(
  station: Station,
  read: (station: Station, studyId: StudyId) => Promise<void> = () => Promise.resolve(),
): Promise<{ studyId: StudyId; people: Record<'ada' | 'ben' | 'cora', PersonId> }> {
  await station.create('Ada Reader', PASSPHRASE);
  station.access.confirmRecovery();
  const files = mkdtempSync(path.join(tmpdir(), 'nightjar-practice-'));
  for (const n of [1, 2]) writeFileSync(path.join(files, `${n}.dcm`), slice(n));
  const { jobs } = station.access.requireStore();
  await jobs.wait(station.rooms.startImport({ paths: [files], site: 'North' }));
  rmSync(files, { recursive: true });
  const [row] = station.rooms.worklist.list('').rows;
  if (row === undefined) throw new Error('nothing was imported');
  const { studyId } = row;
  await read(station, studyId);
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
  return { studyId, people: { ada, ben, cora } };
}

export async function sign(station: Station, studyId: StudyId, text: string): Promise<void> {
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

export async function as(station: Station, personId: PersonId): Promise<void> {
  await answer(station, 'access.lock', {});
  await answer(station, 'access.unlock', { personId, passphrase: PASSPHRASE });
}

export async function refusal(station: Station, name: string, request: unknown): Promise<string> {
  const envelope = await station.call(name, request, 'a page');
  return envelope.ok ? 'answered' : envelope.error.code;
}

/** A programme in which one person reads. @param more what it says otherwise */
export async function programmeFor(station: Station, reader: string, more: object = {}): Promise<ProgrammeId> {
  const { readers } = await answer<Response<'review.readers'>>(station, 'review.readers', {});
  const found = readers.find(({ name }) => name === reader);
  const { programmeId } = await answer<Response<'review.saveProgramme'>>(station, 'review.saveProgramme', {
    programmeId: null,
    content: {
      ...{ name: 'Chest', kind: 'radpeer', authors: 'everyone', pairs: 'everyone', reciprocal: false, windowDays: 30 },
      reviewers: [{ reader: found?.reader, modalities: [], regions: [], most: null }],
      ...{ targeted: { flags: [], share: 0 }, strata: ['author'], allocation: 'equal', quotas: [] },
      ...{ workloadDifference: 1, minimumN: 10, groupId: null, ...more },
    },
  });
  return programmeId;
}

/** Draws one case for Ben. @param more what its programme says otherwise */
export async function drawn(
  station: Station,
  more: object = {},
): Promise<{ reviewId: ReviewId; draw: Response<'review.draw'>['draw'] }> {
  const programmeId = await programmeFor(station, 'Ben Reviewer', more);
  const { draw, reviewIds } = await answer<Response<'review.draw'>>(station, 'review.draw', {
    ...{ programmeId, seed: '00000000000000a7', count: 3 },
  });
  const [reviewId] = reviewIds;
  if (reviewId === undefined) throw new Error('nothing was drawn');
  return { reviewId, draw };
}

/** Opens a case and waits until its copy is whole. */
export async function opened(station: Station, reviewId: ReviewId): Promise<StudyId> {
  const ready = new Promise<void>((resolve) => {
    station.events.on((event) => {
      // A move of it is told as well.
      if (event.name === 'review.changed' && station.rooms.review.see(reviewId).copy !== null) resolve();
    });
  });
  const first = await answer<ReviewView>(station, 'review.open', { reviewId });
  if (first.copy === null) await ready;
  const { copy } = await answer<ReviewView>(station, 'review.open', { reviewId });
  if (copy === null) throw new Error('there is no copy');
  return copy.studyId;
}
