import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Station } from '../../../electron/station/station.ts';
import type { Response } from '../../../shared/contract/index.ts';
import type { PersonId, ReaderPseudonym, ReportId, StudyId } from '../../../shared/model/ids.ts';
import { answer, PASSPHRASE } from '../../faults/store/station-fixture.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { as, sign } from './practice.ts';

export const [ADA, BEN, CORA] = ['Ada Reader', 'Ben Follower', 'Cora Coordinator'];
export const PRIOR_UID = '1.2.826.78.1';
export const FOLLOW_UP_UID = '1.2.826.78.2';
export const SAID = 'No nodule of Mrs Vanterpool. The lungs are clear.';

export interface FollowedUp {
  readonly prior: StudyId;
  readonly followUp: StudyId;
  readonly reportId: ReportId;
  readonly people: Readonly<Record<'ada' | 'ben' | 'cora', PersonId>>;
}

/** A fresh station with a study that Ada has reported, and a later one of the same patient; Ben reads, Cora runs programmes. @param bens passphrase of Ben */
export async function followedUp(station: Station, bens = PASSPHRASE): Promise<FollowedUp> {
  await station.create(ADA ?? '', PASSPHRASE);
  station.access.confirmRecovery();
  const folder = mkdtempSync(path.join(tmpdir(), 'nightjar-followed-'));
  for (const [uid, day] of [
    [PRIOR_UID, '20260102'],
    [FOLLOW_UP_UID, '20260302'],
  ] as const) {
    for (const n of [1, 2]) writeFileSync(path.join(folder, `${uid}-${n}`), slice(uid, day, n));
  }
  const { jobs } = station.access.requireStore();
  await jobs.wait(station.rooms.startImport({ paths: [folder], site: 'North' }));
  rmSync(folder, { recursive: true });
  const { rows } = station.rooms.worklist.list('');
  const idOf = (uid: string): StudyId => {
    const row = rows.find(({ studyUid }) => studyUid === uid);
    if (row === undefined) throw new Error(`${uid} was not imported`);
    return row.studyId;
  };
  const [prior, followUp] = [idOf(PRIOR_UID), idOf(FOLLOW_UP_UID)];
  await sign(station, prior, SAID);
  const add = async (name: string, roles: readonly string[], passphrase = PASSPHRASE): Promise<PersonId> => {
    const added = await answer<Response<'people.add'>>(station, 'people.add', {
      ...{ name, roles, passphrase, proof: PASSPHRASE },
    });
    return added.person.personId;
  };
  const ben = await add(BEN ?? '', ['reader'], bens);
  const cora = await add(CORA ?? '', ['coordinator']);
  const { people } = await answer<Response<'access.state'>>(station, 'access.state', {});
  const ada = people.find(({ name }) => name === ADA)?.personId;
  const { reports } = await answer<Response<'report.priorTexts'>>(station, 'report.priorTexts', { studyId: followUp });
  const [report] = reports;
  if (ada === undefined || report === undefined) throw new Error('nothing was signed');
  return { prior, followUp, reportId: report.priorReportId as ReportId, people: { ada, ben, cora } };
}

function slice(uid: string, day: string, n: number): Uint8Array {
  return ctImage([
    element(0x00080018, 'UI', `${uid}.3.${n}`),
    element(0x00080020, 'DA', day),
    element(0x00080050, 'SH', `ACC-${day}`),
    element(0x00081030, 'LO', 'CT chest'),
    element(0x00100010, 'PN', 'VANTERPOOL^ELOISE'),
    element(0x00100020, 'LO', 'Q-771'),
    element(0x0020000d, 'UI', uid),
    element(0x0020000e, 'UI', `${uid}.2`),
    element(0x00200013, 'IS', `${n}`),
  ]);
}

/** As Cora: a programme for which Ada and Ben score the priors that they meet. */
export async function scorePriors(
  station: Station,
  { people }: FollowedUp,
  more: object = {},
): Promise<Response<'review.saveProgramme'>> {
  await as(station, people.cora);
  const { readers } = await answer<Response<'review.readers'>>(station, 'review.readers', {});
  const readerOf = (name: string | undefined): ReaderPseudonym | undefined =>
    readers.find((one) => one.name === name)?.reader;
  return answer<Response<'review.saveProgramme'>>(station, 'review.saveProgramme', {
    programmeId: null,
    content: {
      ...{ name: 'Priors as they are met', kind: 'prior-while-reading', authors: 'everyone', pairs: 'everyone' },
      reviewers: [ADA, BEN].map((name) => ({ reader: readerOf(name), modalities: [], regions: [], most: null })),
      ...{ reciprocal: false, windowDays: 90, targeted: { flags: [], share: 0 }, strata: ['author'] },
      ...{ allocation: 'equal', quotas: [], workloadDifference: 1, minimumN: 10, groupId: null, ...more },
    },
  });
}
