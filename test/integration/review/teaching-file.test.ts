import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { readZip } from '../../../electron/station/access/audit/zip-read.ts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Attributes } from '../../../electron/station/dicom/parse/attributes.ts';
import { openDataSet } from '../../../electron/station/dicom/parse/parse-dicom.ts';
import type { TeachingWish, WrittenTeaching } from '../../../electron/station/review/teaching/teaching-room.ts';
import type { Station } from '../../../electron/station/station.ts';
import { ConferenceList } from '../../../shared/review/teaching/conference-list.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import { codeRejected, codeThrown } from '../../helpers/app-errors.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../helpers/dicom-builder.ts';
import { violations } from '../../helpers/judges.ts';
import { startOrthanc } from '../../bench/lib/orthanc.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { OwnDecoder } from '../../faults/decode/decoding.ts';
import { answer, PASSPHRASE, stationOn } from '../../faults/store/station-fixture.ts';

const UID = '1.2.826.0.1.41714171';
/** Text attributes of patient, visit, study, series, equipment and request, and some that no picture should have. */
const PLANTED: readonly (readonly [tag: number, vr: string])[] = [
  ...[0x00080050, 0x00081010, 0x00200010, 0x00181210, 0x00180024].map((tag) => [tag, 'SH'] as const),
  ...[0x00080080, 0x00081030, 0x0008103e, 0x00081040, 0x00081080, 0x00100020, 0x00101000].map(
    (t) => [t, 'LO'] as const,
  ),
  ...[0x00102110, 0x00102160, 0x00102180, 0x00181000, 0x00181020, 0x00181030, 0x00321032].map(
    (t) => [t, 'LO'] as const,
  ),
  ...[0x00321060, 0x00380010, 0x00380300, 0x00380500, 0x00400254, 0x00401001, 0x00402016].map(
    (t) => [t, 'LO'] as const,
  ),
  ...[0x00080090, 0x00081048, 0x00081050, 0x00081060, 0x00081070, 0x00100010, 0x00101001].map(
    (t) => [t, 'PN'] as const,
  ),
  ...[0x00101005, 0x00101060, 0x00321033, 0x00400006, 0x00402008].map((t) => [t, 'PN'] as const),
  ...[0x001021b0, 0x00104000, 0x00184000, 0x00204000, 0x00324000, 0x00384000, 0x00402400].map(
    (t) => [t, 'LT'] as const,
  ),
  ...[0x00080081, 0x00080092, 0x00082111, 0x00400280].map((t) => [t, 'ST'] as const),
  ...[0x00101040, 0x00102150, 0x00102152, 0x001021f0, 0x00321021, 0x00400242, 0x0040a07a, 0x00181008].map(
    (t) => [t, 'LO'] as const,
  ),
  ...[0x00091010, 0x00091011, 0x00191020, 0x00291030, 0x00e11010].map((t) => [t, 'LO'] as const),
];

/** A word for each attribute of each object, so that none hides behind another. */
const word = (object: number, at: number): string => `ZQ${object}X${String(at).padStart(2, '0')}VANTER`;

/** What stands in (0010,0020). */
const PATIENT_ID = word(
  1,
  PLANTED.findIndex(([tag]) => tag === 0x00100020),
);

function planted(object: number): BuiltElement[] {
  return PLANTED.map(([tag, vr], at) => {
    // One patient and one study have one name.
    const said = word(tag >>> 16 === 0x0010 ? 1 : object, at);
    return element(tag, vr, vr === 'PN' ? `${said}^${said}` : said);
  }).sort((one, other) => one.tag - other.tag);
}

function chest(object: number, own: readonly BuiltElement[] = []): Uint8Array {
  return ctImage([
    ...own,
    ...planted(object),
    element(0x00080008, 'CS', 'ORIGINAL\\PRIMARY\\AXIAL'),
    element(0x00080018, 'UI', `${UID}.3.${object}`),
    element(0x00081140, 'SQ', [
      [element(0x00081150, 'UI', '1.2.840.10008.5.1.4.1.1.2'), element(0x00081155, 'UI', `${UID}.9.${object}`)],
    ]),
    element(0x00180015, 'CS', 'CHEST'),
    element(0x0020000d, 'UI', `${UID}.1`),
    element(0x0020000e, 'UI', `${UID}.2`),
    element(0x00200013, 'IS', `${object}`),
    element(0x00200032, 'DS', `0\\0\\${object}`),
    element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
    element(0x00280030, 'DS', '1\\1'),
  ]);
}

async function stationWith(files: (folder: string) => void): Promise<{ station: Station; studyId: StudyId }> {
  const station = stationOn(await tempDir());
  await station.create('Ada Reader', PASSPHRASE);
  station.access.confirmRecovery();
  const folder = await tempDir();
  files(folder);
  await station.access.requireStore().jobs.wait(station.rooms.startImport({ paths: [folder], site: 'North General' }));
  const [row] = station.rooms.worklist.list('').rows;
  if (row === undefined) throw new Error('nothing was imported');
  return { station, studyId: row.studyId };
}

const planteds = (folder: string): void => {
  for (const object of [1, 2, 3]) writeFileSync(path.join(folder, `${object}.dcm`), chest(object));
};

async function mark(station: Station, studyId: StudyId, note: string): Promise<void> {
  const { index } = station.access.requireStore();
  const objectId = index
    .prepare('SELECT object_id FROM object ORDER BY instance_number LIMIT 1 OFFSET 1')
    .pluck()
    .get();
  await answer(station, 'reading.markImage', { studyId, objectId, frame: 1, title: 'of-interest', note, marked: true });
}

async function written(
  station: Station,
  what: TeachingWish['what'],
  more: Partial<TeachingWish> = {},
): Promise<WrittenTeaching & { readonly bytes: ReadonlyMap<string, Buffer> }> {
  const out = more.out ?? path.join(await tempDir(), 'teaching');
  const made = await station.rooms.teaching.write({ what, out, masks: [], looked: false, zone: '+00:00', ...more });
  const names = existsSync(out) && !out.endsWith('.zip') ? readdirSync(out) : [];
  return { ...made, bytes: new Map(names.map((name) => [name, readFileSync(path.join(out, name))])) };
}

const read = (bytes: Uint8Array): Attributes => new Attributes(openDataSet(bytes, {}, new Set()).dataSet);

describe('a teaching file of a study', () => {
  it('holds none of the strings that stood in its objects, its notes or on the station', async () => {
    const { station, studyId } = await stationWith(planteds);
    await mark(station, studyId, `Seen by Ada Reader in ${PATIENT_ID}: a nodule.`);
    const { conferenceId } = station.rooms.teaching.save({
      ...{ conferenceId: null, revision: 0, title: `Rounds of ${PATIENT_ID}` },
      cases: [
        {
          ...{ studyId, reviewId: null, question: `What has ${PATIENT_ID}?`, learningPoint: 'Look twice.' },
          ...{ presenterNotes: 'Ask <Ada> first.', minutes: 7 },
        },
      ],
    });
    // Names of the study are taken out of free text: those that the index has of it.
    const made = await written(station, { conferenceId });
    expect([...made.bytes.keys()].sort()).toEqual([
      ...['case-01-for-teaching.dcm', 'case-01-image-0001.dcm', 'case-01-image-0002.dcm', 'case-01-image-0003.dcm'],
      ...['hand-out.txt', 'list.json', 'presenter-notes.html'],
    ]);
    const canaries = [1, 2, 3].flatMap((object) => PLANTED.map((_, at) => word(object, at)));
    expect(PLANTED.length).toBeGreaterThan(59);
    for (const [name, bytes] of made.bytes) {
      const text = bytes.toString('latin1');
      expect(
        [...canaries, UID, 'North General', 'Ada'].filter((one) => text.includes(one)),
        name,
      ).toEqual([]);
    }
    const page = made.bytes.get('presenter-notes.html')?.toString('utf8') ?? '';
    expect(page).toContain('Look twice.');
    expect(page).toContain('7 min');
    expect(page).not.toMatch(/Ada|<Ada>|privileged/i);
    expect(ConferenceList.parse(JSON.parse(made.bytes.get('list.json')?.toString('utf8') ?? '')).cases).toHaveLength(1);
    expect(made.cases[0]?.leftOut).toEqual([]);
  });

  it('names the marked picture in a selection "For Teaching" by its new UID, of the same study, by nobody', async () => {
    const { station, studyId } = await stationWith(planteds);
    await mark(station, studyId, 'Ada says: a nodule.');
    const { bytes, cases } = await written(station, { studyId });
    const selection = read(bytes.get('case-01-for-teaching.dcm') ?? Buffer.alloc(0));
    const picture = read(bytes.get('case-01-image-0002.dcm') ?? Buffer.alloc(0));
    expect(selection.uid('studyUid')).toBe(picture.uid('studyUid'));
    expect(selection.text('patientId')).toBe(cases[0]?.pseudonym);
    expect(picture.text('patientId')).toBe(cases[0]?.pseudonym);
    const text = (bytes.get('case-01-for-teaching.dcm') ?? Buffer.alloc(0)).toString('latin1');
    expect(text).toContain('113004');
    expect(text).toContain(picture.uid('sopInstance') ?? 'none');
    expect(text).not.toContain('Ada');
    expect(text).toContain('[name] says: a nodule.');
  });

  it.skipIf(!hasPeer('dciodvfy'))('has a selection in which dciodvfy and dcmdump find nothing wrong', async () => {
    const { station, studyId } = await stationWith(planteds);
    await mark(station, studyId, 'A nodule.');
    const { out } = await written(station, { studyId });
    const file = path.join(out, 'case-01-for-teaching.dcm');
    expect(violations(file, /KeyObjectSelection/)).toEqual([]);
    const dump = execFileSync('dcmdump', [file], { encoding: 'utf8' });
    expect(dump).toMatch(/\(0008,0100\) SH \[113004\]/);
    expect(dump).toMatch(/\(0012,0062\) CS \[YES\]/);
  });

  it.skipIf(!hasPeer('Orthanc'))('is taken by Orthanc, pictures and selection', async () => {
    const orthanc = await startOrthanc({ durable: false });
    onTestFinished(() => orthanc.stop());
    const { station, studyId } = await stationWith(planteds);
    await mark(station, studyId, 'A nodule.');
    const { bytes } = await written(station, { studyId });
    const answers = [];
    for (const [name, body] of bytes) {
      if (!name.endsWith('.dcm')) continue;
      const answered = await fetch(`${orthanc.url}/instances`, { method: 'POST', body: new Uint8Array(body) });
      answers.push(answered.status);
    }
    expect(answers).toEqual([200, 200, 200, 200]);
  });

  it('is a ZIP where its name ends so, is never written over, and not into the store', async () => {
    const { station, studyId } = await stationWith(planteds);
    const out = path.join(await tempDir(), 'cases.zip');
    const { files } = await written(station, { studyId }, { out });
    expect([...((await readZip(readFileSync(out)))?.keys() ?? [])].sort()).toEqual([...files].sort());
    expect(await codeRejected(written(station, { studyId }, { out }))).toBe('disk/exists');
    const inside = path.join(station.access.requireStore().dir, 'teaching.zip');
    expect(await codeRejected(written(station, { studyId }, { out: inside }))).toBe('request/bad');
    const within = path.join(station.access.requireStore().dir, 'teaching');
    expect(await codeRejected(written(station, { studyId }, { out: within }))).toBe('request/bad');
    expect(existsSync(within)).toBe(false);
  });

  it('has a list that keeps its order and is not written over by whoever had an older one', async () => {
    const { station, studyId } = await stationWith(planteds);
    const { teaching } = station.rooms;
    const words = { reviewId: null, question: '', learningPoint: '', presenterNotes: '', minutes: 5 };
    const first = teaching.save({ conferenceId: null, revision: 0, title: 'Rounds', cases: [] });
    const next = { ...first, cases: [{ ...words, studyId }] };
    expect(teaching.save(next)).toMatchObject({ revision: 2, cases: [{ studyId, label: expect.any(String) }] });
    expect(codeThrown(() => teaching.save({ ...first, cases: [] }))).toBe('review/conference-changed');
    expect(teaching.conferences()).toMatchObject([{ revision: 2, cases: [{ minutes: 5 }] }]);
  });

  it('is on record before it is there, once for each study', async () => {
    const { station, studyId } = await stationWith(planteds);
    await written(station, { studyId });
    const { index } = station.access.requireStore();
    const rows = index.prepare("SELECT subject FROM audit WHERE command = 'archive.exportTeaching'").pluck().all();
    expect(rows).toEqual([studyId]);
  });

  it('is written as a job for a window, with what was blacked and that somebody has looked on record', async () => {
    const { station, studyId } = await stationWith(planteds);
    const one = { studyId, reviewId: null, question: '', learningPoint: '', presenterNotes: '', minutes: 10 };
    const { conferenceId } = station.rooms.teaching.save({
      ...{ conferenceId: null, revision: 0, title: 'Rounds', cases: [one] },
    });
    const file = path.join(await tempDir(), 'rounds');
    const masks = [{ x: 0, y: 0, width: 1, height: 1 }];
    const jobId = station.rooms.reviewTeach.start({ conferenceId, masks, looked: true, file });
    expect(station.rooms.reviewTeach.result(jobId)).toBeNull();
    const { jobs, index } = station.access.requireStore();
    await jobs.wait(jobId);
    const taught = station.rooms.reviewTeach.result(jobId);
    expect(taught).toMatchObject({ file: `${file}.zip`, cases: [{ pictures: expect.any(Number) as number }] });
    expect((await readZip(readFileSync(`${file}.zip`)))?.has('presenter-notes.html')).toBe(true);
    const details = index.prepare("SELECT detail FROM audit WHERE command = 'archive.exportTeaching'").pluck().all();
    expect(details).toEqual([expect.stringMatching(/"looked":true.*"masks":1|"masks":1.*"looked":true/)]);
  });

  it('is refused for a head, and nothing is written', async () => {
    const head = (folder: string): void =>
      writeFileSync(
        path.join(folder, 'head.dcm'),
        ctImage([element(0x00180015, 'CS', 'HEAD'), element(0x00200032, 'DS', '0\\0\\0')]),
      );
    const { station, studyId } = await stationWith(head);
    const out = path.join(await tempDir(), 'cases.zip');
    expect(await codeRejected(written(station, { studyId }, { out, looked: true }))).toBe('review/nothing-to-teach');
    expect(existsSync(out)).toBe(false);
    const one = { studyId, reviewId: null, question: '', learningPoint: '', presenterNotes: '', minutes: 10 };
    const { conferenceId } = station.rooms.teaching.save({
      ...{ conferenceId: null, revision: 0, title: 'Rounds', cases: [one] },
    });
    const jobId = station.rooms.reviewTeach.start({ conferenceId, masks: [], looked: true, file: out });
    await station.access.requireStore().jobs.wait(jobId);
    // For a window: why, case by case.
    expect(station.rooms.reviewTeach.result(jobId)).toMatchObject({
      ...{ file: null, cases: [{ pictures: 0, leftOut: [{ modality: 'CT', why: 'deidentify/face head', count: 1 }] }] },
    });
    expect(existsSync(out)).toBe(false);
  });
});

describe.skipIf(!hasTestdata)('ultrasound in a teaching file', () => {
  const cine = 'us/us-cine-30f-ybr-regions.dcm';
  const still = 'us/US1_UNC';
  const of =
    (file: string) =>
    (folder: string): void =>
      copyFileSync(testdata(file), path.join(folder, '1.dcm'));

  it('stays in where the device says nothing of its regions, until somebody has looked', async () => {
    const { station, studyId } = await stationWith(of(still));
    expect(await codeRejected(written(station, { studyId }))).toBe('review/nothing-to-teach');
    const { cases, bytes } = await written(station, { studyId }, { looked: true });
    expect(cases[0]?.pictures).toBe(1);
    const picture = read(bytes.get('case-01-image-0001.dcm') ?? Buffer.alloc(0));
    expect(picture.text('burnedIn')).toBe('NO');
  });

  it('is black wherever a mask lies, in every frame, and goes where no text is left', async () => {
    const { station, studyId } = await stationWith(of(cine));
    const whole = { x: 0, y: 0, width: 320, height: 240 };
    const masks = [
      { ...whole, height: 60 },
      { ...whole, y: 180, height: 60 },
    ];
    const { bytes, cases } = await written(station, { studyId }, { masks });
    expect(cases[0]?.leftOut).toEqual([]);
    const file = bytes.get('case-01-image-0001.dcm') ?? Buffer.alloc(0);
    const { header, data } = await new OwnDecoder().frame(file, 30, 'display');
    expect([header.columns, header.rows, header.samples]).toEqual([320, 240, 3]);
    const shown = Array.from({ length: 240 }, (_, y) => data.subarray(y * 960, (y + 1) * 960).some((one) => one > 0));
    expect(shown.slice(0, 60).some(Boolean) || shown.slice(180).some(Boolean)).toBe(false);
    expect(shown.slice(60, 180).some(Boolean)).toBe(true);
  });
});
