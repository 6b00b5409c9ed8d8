import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Response } from '../../../shared/contract/index.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { chestCad, NODULE } from '../../helpers/program-reports.ts';
import type { Found, OfStudy } from '../../helpers/program-reports.ts';
import { programText } from '../../helpers/program-text.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { answer, PASSPHRASE, stationOn } from '../../faults/store/station-fixture.ts';

const STUDY: OfStudy = {
  ...{ sopClass: '1.2.840.10008.5.1.4.1.1.2', sopUid: '1.2.826.1.1', seriesUid: '1.2.826.1', studyUid: '1.2.826' },
  ...{ patientName: 'DOE^JANE', patientId: 'P1', birthDate: '19700101', sex: 'F' },
  ...{ studyDate: '20240102', studyTime: '100000' },
};

it('drafts of programs are those of the case, in the order in which they came, and none for a case without', async () => {
  const station = stationOn(await tempDir());
  await answer(station, 'access.create', { name: 'Reader', passphrase: PASSPHRASE });
  await answer(station, 'access.confirmRecovery', {});
  const picture = ctImage([
    element(0x00080018, 'UI', STUDY.sopUid),
    element(0x00080020, 'DA', STUDY.studyDate),
    element(0x00100010, 'PN', STUDY.patientName),
    element(0x00100020, 'LO', STUDY.patientId),
    element(0x00100030, 'DA', STUDY.birthDate),
    element(0x00100040, 'CS', STUDY.sex),
    element(0x0020000d, 'UI', STUDY.studyUid),
    element(0x0020000e, 'UI', STUDY.seriesUid),
  ]);
  const image = { sopUid: STUDY.sopUid, sopClass: STUDY.sopClass, frame: null };
  const nodule: Found = { what: NODULE, intent: '111150', certainty: 78, image, shapes: [] };
  const { jobs } = station.access.requireStore();
  const bring = async (name: string, bytes: Uint8Array): Promise<void> => {
    const file = path.join(await tempDir(), name);
    writeFileSync(file, bytes);
    await jobs.wait(station.rooms.startImport({ paths: [file], site: 'North' }));
  };
  await bring('picture', picture);
  const studyId = station.rooms.worklist.list('').rows[0]?.studyId;
  const drafts = (): Promise<Response<'report.programDrafts'>> => answer(station, 'report.programDrafts', { studyId });
  expect(await drafts()).toEqual({ drafts: [], unreadable: 0 });
  await bring('words', programText(STUDY));
  await bring('cad', chestCad(STUDY, [nodule]));
  const both = await drafts();
  expect(both.drafts.map(({ program }) => program.name)).toEqual([expect.any(String), 'Lung Finder']);
  expect(both.drafts[0]?.sections.length).toBeGreaterThan(0);
});
