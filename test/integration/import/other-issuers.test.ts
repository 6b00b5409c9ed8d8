import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { Archive } from '../../../electron/station/archive/archive.ts';
import { OtherIssuers } from '../../../electron/station/archive/other-issuers.ts';
import { systemClock } from '../../../electron/station/kernel/clock.ts';
import type { PatientKey, StudyId } from '../../../shared/model/ids.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { shippedPriorRules } from '../../helpers/prior-rules.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { importBench } from './import-fixture.ts';

const image = (study: string, date: string, patientId: string, birthDate = '19700101'): Uint8Array =>
  ctImage([
    element(0x00080018, 'UI', `${study}.1.1`),
    element(0x00080020, 'DA', date),
    element(0x00100020, 'LO', patientId),
    element(0x00100030, 'DA', birthDate),
    element(0x0020000d, 'UI', study),
    element(0x0020000e, 'UI', `${study}.1`),
  ]);

it('F30: priors of another issuer are off without an agreement, offered with one, linked by the reader alone, and taken back', async () => {
  const bench = await importBench();
  const { store } = bench;
  const send = async (bytes: Uint8Array, site: string): Promise<void> => {
    const dir = await tempDir();
    await writeFile(path.join(dir, 'one.dcm'), bytes);
    await bench.import([dir], site);
  };
  await send(image('1.51', '20240102', 'P1'), 'North');
  await send(image('1.52', '20230102', 'S7'), 'South');
  await send(image('1.53', '20220102', 'E7'), 'East');
  await send(image('1.54', '20210102', 'S8', '19700102'), 'South');
  const idOf = (studyUid: string): StudyId => {
    const row = bench.worklist.list('').rows.find((one) => one.studyUid === studyUid);
    if (!row) throw new Error('no such study');
    return row.studyId;
  };
  const current = idOf('1.51');
  let agreed: ReadonlySet<string> = new Set();
  const others = new OtherIssuers({
    ...{ db: store.index, commands: store.commands, clock: systemClock, personId: store.personId },
    ...{ personName: 'Ada Reader', agreed: (site) => (site === 'North' ? agreed : new Set()) },
  });
  const archive = new Archive({
    ...{ db: store.index, blobs: store.blobs, priorRules: shippedPriorRules() },
    linked: (study) => others.linked(study),
  });
  const patients = (): unknown => store.index.prepare('SELECT * FROM patient ORDER BY patient_key').all();
  const before = patients();

  expect(others.candidates(current)).toEqual([]);
  expect(archive.priors(current)).toEqual([]);
  agreed = new Set(['south']);
  const [candidate, ...more] = others.candidates(current);
  expect(more).toEqual([]);
  expect(candidate).toMatchObject({ issuer: 'South', site: 'South', studies: 1, newest: '20230102', answered: null });
  // An offer shows nothing.
  expect(archive.priors(current)).toEqual([]);
  const other = candidate?.patientKey as PatientKey;

  expect(others.answer(current, other, 'same')[0]?.answered).toMatchObject({ answer: 'same', byName: 'Ada Reader' });
  const [prior] = archive.priors(current);
  expect(prior).toMatchObject({ studyUid: '1.52', site: 'South' });
  expect(prior?.linked).toMatch(/^other issuer, linked by Ada Reader at \d{4}-\d\d-\d\d \d\d:\d\d UTC$/);
  expect(prior?.reasons).toContain(prior?.linked);
  // The other site did not agree to be shown these.
  expect(archive.priors(idOf('1.52'))).toEqual([]);
  // An agreement that ended shows nothing more.
  agreed = new Set();
  expect(archive.priors(current)).toEqual([]);
  agreed = new Set(['south']);
  others.answer(current, other, 'different');
  expect(archive.priors(current)).toEqual([]);
  others.answer(current, other, null);
  expect(others.candidates(current)[0]?.answered).toBeNull();
  const east = bench.worklist.list('').rows.find((row) => row.studyUid === '1.53')?.patient.patientKey as PatientKey;
  expect(() => others.answer(current, east, 'same')).toThrow('no agreement');
  expect(patients()).toEqual(before);
  const trail = store.index
    .prepare("SELECT detail FROM audit WHERE command = 'study.samePerson' ORDER BY seq")
    .pluck()
    .all();
  expect(trail.map((detail) => (JSON.parse(String(detail)) as { answer: string }).answer)).toEqual([
    'same',
    'different',
    'taken back',
  ]);
});
