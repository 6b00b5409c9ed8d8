import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openObject } from '../../../electron/station/dicom/read/open-object.ts';
import { readMeasurements } from '../../../electron/station/dicom/read/sr-measurements.ts';
import { frameValues } from '../../../electron/station/dicom/decode/frame-values.ts';
import { measurementsFile } from '../../../electron/station/reporting/reporting.ts';
import type { Station } from '../../../electron/station/station.ts';
import type { ObjectId, StudyId } from '../../../shared/model/ids.ts';
import { SEGMENTATION_CLASS } from '../../../shared/model/segmentation.ts';
import { paragraphsOf } from '../../../shared/report/plain-text.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { violations } from '../../helpers/judges.ts';
import { openTestStation } from '../../faults/ingest/programs/open-station.ts';

let folder: string;
let station: Station;
let studyId: StudyId;
let objectId: ObjectId;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'nightjar-made-'));
  const source = path.join(folder, 'files');
  mkdirSync(source);
  // A birth date that no object of ours may have, and a name in two scripts: the study stays one.
  for (const n of [1, 2]) {
    const own = [
      element(0x00080005, 'CS', 'ISO_IR 192'),
      element(0x00080018, 'UI', `1.2.3.4.5.${n}`),
      element(0x00100010, 'PN', 'Doe^Jane=山田^花子'),
      element(0x00100030, 'DA', '1965'),
      element(0x00281050, 'DS', '40'),
      element(0x00281051, 'DS', '400'),
      element(0x00180050, 'DS', '2'),
      element(0x00200032, 'DS', `0\\0\\${2 * n}`),
      element(0x00200037, 'DS', '1\\0\\0\\0\\1\\0'),
      element(0x00200052, 'UI', '1.2.3.4.9'),
      element(0x00280030, 'DS', '0.5\\0.5'),
    ];
    writeFileSync(path.join(source, `${n}.dcm`), ctImage(own));
  }
  station = await openTestStation(path.join(folder, 'store'));
  const { jobs } = station.access.requireStore();
  await jobs.wait(station.rooms.startImport({ paths: [source], site: 'North' }));
  const [row] = station.rooms.worklist.list('').rows;
  if (row === undefined) throw new Error('no study');
  studyId = row.studyId;
  objectId = station.rooms.archive.objectBySop('1.2.3.4.5.2').objectId;
}, 60_000);
afterAll(async () => {
  await station.close();
  rmSync(folder, { recursive: true, force: true });
});

const mark = (note: string, marked = true) =>
  station.rooms.keyObjects.mark({ studyId, objectId, frame: 1, title: 'teaching', note, marked });

/** What the archive has of a class, read in a parser process as anybody's is. */
async function contents(sopClass: string) {
  const { archive } = station.rooms;
  const objects = archive
    .openStudy(studyId)
    .series.flatMap(({ images }) => images)
    .filter((image) => image.sopClass === sopClass);
  return Promise.all(
    objects.map(async (image) => (await station.parsers.readContent(await archive.readFile(image.objectId))).content),
  );
}

const TAKEN_BACK = 'Key images taken back by the reader who had marked them';
const KEY_OBJECT = '1.2.840.10008.5.1.4.1.1.88.59';
const GREY_STATE = '1.2.840.10008.5.1.4.1.1.11.1';

describe('key images', () => {
  it('are marked, changed and taken away, each with who did', () => {
    expect(mark('first').keyImages).toMatchObject([{ objectId, note: 'first', title: 'teaching', mine: true }]);
    expect(mark('second').keyImages.map(({ note }) => note)).toEqual(['second']);
    expect(mark('second', false).keyImages).toEqual([]);
    const frame = { studyId, objectId, frame: 2, title: 'teaching', note: '', marked: true } as const;
    expect(() => station.rooms.keyObjects.keyImages.mark(frame)).toThrow(/fewer frames/);
  });

  it('become one object of their study when a report is signed, the same one however often it is written', async () => {
    mark('look here');
    const { reporting, keyObjects } = station.rooms;
    const { reportId, content, revision } = reporting.create({ studyId, templateId: 'general' });
    const sections = content.sections.map((one) => ({ ...one, paragraphs: paragraphsOf('Nothing new.') }));
    reporting.save({ reportId, revision, content: { sections } });
    const acknowledged = reporting.check({ reportId }).findings.map(({ code }) => code);
    await reporting.sign({ reportId, acknowledged, zone: '+01:00' });
    const { jobs } = station.access.requireStore();
    const job = jobs.list().find(({ kind }) => kind === 'key-objects');
    if (job === undefined) throw new Error('no job');
    await jobs.wait(job.jobId);
    const [again] = await keyObjects.write(studyId);
    const all = await contents(KEY_OBJECT);
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({
      keyObject: {
        title: { value: '113004' },
        note: 'look here',
        references: [{ sopUid: '1.2.3.4.5.2', seriesUid: '1.2.3.4.5', frame: null }],
      },
    });
    expect(again).toBeDefined();
    expect(station.rooms.worklist.list('').rows).toHaveLength(1);
  });

  it('become another object when they change', async () => {
    const { takenBack } = mark('look there');
    expect(takenBack).toHaveLength(1);
    await station.rooms.keyObjects.write(studyId);
    const notes = (await contents(KEY_OBJECT)).map((one) => (one.kind === 'key-images' ? one.keyObject.note : ''));
    // What was taken back is not shown any more.
    expect(notes.sort()).toEqual([TAKEN_BACK, 'look there']);
  });

  it('are taken back by a note that rejects what was written of them, once, and are another object when they come again', async () => {
    const { keyObjects, archive } = station.rooms;
    const [written] = keyObjects.selections(studyId);
    expect(mark('look there', false).takenBack).toHaveLength(1);
    await keyObjects.write(studyId);
    await keyObjects.write(studyId);
    const all = archive.openStudy(studyId).series.flatMap(({ images }) => images);
    expect(all.map((one) => one.sopUid)).not.toContain(written?.sopUid);
    const notes = await contents(KEY_OBJECT);
    const named = notes.filter((one) => one.kind === 'key-images' && one.keyObject.note === TAKEN_BACK);
    expect(named).toHaveLength(2);
    expect(named.flatMap((one) => (one.kind === 'key-images' ? one.keyObject.others : []))).toContain(written?.sopUid);
    // The site took nothing back of what it sent.
    expect(station.rooms.worklist.list('').rows[0]?.rejected ?? []).toEqual([]);
    expect(mark('look there').takenBack).toEqual([]);
    const [again] = keyObjects.selections(studyId);
    expect(again?.sopUid).not.toBe(written?.sopUid);
    for (const image of all.filter((one) => one.sopClass === KEY_OBJECT)) {
      const target = path.join(folder, `${image.objectId}.dcm`);
      writeFileSync(target, await archive.readFile(image.objectId));
      expect(violations(target, /KeyObject/)).toEqual([]);
    }
    mark('look there', false);
  });
});

describe('what was made of a study', () => {
  it('is written to a folder as files that name nobody, judged as any other object', async () => {
    const { reading, keyObjects, exportMade } = station.rooms;
    const fresh = reading.newMeasurement({ studyId });
    const code = (value: string, meaning: string) => ({ value, scheme: 'SCT', meaning });
    const said = {
      ...{
        finding: code('27925004', 'Nodule'),
        findingSite: code('39607008', 'Lung'),
        laterality: code('7771000', 'Left'),
      },
      evaluations: [{ name: code('246112005', 'Severity'), value: code('255604002', 'Mild') }],
    };
    reading.saveMeasurement({
      measurement: {
        ...{ ...fresh, studyId, objectId, frame: 1, tool: 'length', world: null, text: '', deleted: false },
        ...said,
        points: [
          [0, 0],
          [1, 1],
        ],
        result: { values: [{ name: 'length', value: 10.04, unit: 'cm' }], basis: 'ultrasound region', warnings: [] },
        by: station.access.requireStore().personId,
        at: '2026-11-21T20:00:00.000Z',
      },
    });
    mark('for the board');
    const to = path.join(folder, 'out');
    mkdirSync(to);
    const names: string[] = [];
    for (const kind of ['measurements', 'key-images'] as const) {
      const { files } = await exportMade(studyId, kind, { folder: to, replace: false });
      names.push(...files.map(({ file }) => path.basename(file)));
      for (const { file } of files) {
        expect(violations(file, kind === 'measurements' ? /ComprehensiveSR/ : /KeyObject/)).toEqual([]);
      }
    }
    expect(names).toEqual(['measurements-1.dcm', 'key-images-1.dcm']);
    const written = openObject(readFileSync(path.join(to, 'measurements-1.dcm')));
    const [measured] = readMeasurements(written);
    expect(measured).toMatchObject({
      tool: 'length',
      trackingUid: fresh.trackingUid,
      image: { sopUid: '1.2.3.4.5.2' },
      ...said,
    });
    expect(measured?.result.values).toEqual([{ name: 'length', value: 10.04, unit: 'cm' }]);
    const again = await keyObjects.measurements(studyId);
    expect(readFileSync(path.join(to, 'measurements-1.dcm')).equals(Buffer.from(again?.bytes ?? []))).toBe(true);
    await expect(exportMade(studyId, 'measurements', { folder: to, replace: false })).rejects.toMatchObject({
      code: 'disk/exists',
    });
  });
});

describe('a view that was kept', () => {
  it('is a presentation state of its study, and what is made here never counts as received', async () => {
    const before = station.rooms.worklist.list('').rows[0];
    await station.rooms.keyObjects.keepView({
      ...{ studyId, objectId, frame: 1, description: 'Liver', invert: true, rotation: 90, flip: true },
      voi: { kind: 'window', center: 60, width: 160, fn: 'LINEAR' },
      area: { left: -0.5, top: 1.25, right: 1.5, bottom: -0.5 },
      measurements: true,
    });
    const [kept] = await contents(GREY_STATE);
    expect(kept).toMatchObject({
      kind: 'presentation',
      title: 'Liver',
      state: {
        images: [{ sopUid: '1.2.3.4.5.2', frame: null, seriesUid: '1.2.3.4.5' }],
        voi: [{ of: [], show: { center: 60, width: 160, fn: 'LINEAR' } }],
        ...{ shape: 'INVERSE', rotation: 270, flip: true },
        areas: [{ left: -0.5, top: 1.25, right: 1.5, bottom: -0.5 }],
      },
    });
    const after = station.rooms.worklist.list('').rows[0];
    expect(before?.received).toBe(2);
    expect(after?.received).toBe(2);
  });
});

describe('regions that were kept as a segmentation', () => {
  const region = (tool: 'rectangle' | 'threshold' | 'length', points: [number, number][], own: object = {}) => {
    const { reading } = station.rooms;
    const fresh = reading.newMeasurement({ studyId });
    reading.saveMeasurement({
      measurement: {
        ...{ ...fresh, studyId, objectId, frame: 1, tool, points, world: null, text: '', deleted: false },
        result: { values: [], basis: '', warnings: [] },
        by: station.access.requireStore().personId,
        at: '2026-11-22T20:00:00.000Z',
        ...own,
      },
    });
    return fresh;
  };
  const MASS = {
    category: { value: '49755003', scheme: 'SCT', meaning: 'Morphologically Abnormal Structure' },
    type: { value: '4147007', scheme: 'SCT', meaning: 'Mass' },
  };
  const left: [number, number][] = [
    [-0.4, -0.4],
    [0.4, 1.4],
  ];

  it('are one bit a pixel on their picture, pass the judge, and leave by export as they were stored', async () => {
    const { segmentations, exportMade, exportObject } = station.rooms;
    const first = region('rectangle', left);
    const second = region('rectangle', [
      [-0.4, -0.4],
      [1.4, 0.4],
    ]);
    const segments = [
      { label: 'Left', ...MASS, measurementIds: [first.measurementId] },
      { label: 'Both', ...MASS, measurementIds: [first.measurementId, second.measurementId] },
    ];
    const kept = await segmentations.keep({ studyId, label: 'Nodules', segments });
    const [content] = await contents(SEGMENTATION_CLASS);
    expect(content).toMatchObject({
      kind: 'segmentation',
      segmentation: {
        ...{ kind: 'BINARY', rows: 2, columns: 2, label: 'NODULES' },
        segments: [
          { number: 1, label: 'Left', algorithm: 'MANUAL', type: MASS.type, trackingUid: first.trackingUid },
          { number: 2, label: 'Both', trackingUid: null },
        ],
        frames: [1, 2].map((segment) => ({ segment, sources: [{ sopUid: '1.2.3.4.5.2', frame: null }] })),
      },
    });
    const masks = await Promise.all(
      [1, 2].map(async (frame) => [...frameValues(await station.frames.stored(kept.objectId, frame))]),
    );
    expect(masks).toEqual([
      [1, 0, 1, 0],
      [1, 1, 1, 0],
    ]);
    const to = path.join(folder, 'segmentations');
    mkdirSync(to);
    const { files } = await exportMade(studyId, 'segmentations', { folder: to, replace: false });
    expect(files.map(({ file, sopUid }) => [path.basename(file), sopUid])).toEqual([
      ['segmentations-1.dcm', kept.sopUid],
    ]);
    const [file = ''] = files.map((one) => one.file);
    expect(violations(file, /Segmentation/)).toEqual([]);
    const alone = path.join(to, 'alone.dcm');
    await exportObject(kept.objectId, alone, { replace: false });
    const stored = Buffer.from(await station.rooms.archive.readFile(kept.objectId));
    expect([readFileSync(file).equals(stored), readFileSync(alone).equals(stored)]).toEqual([true, true]);
  });

  it('are refused where they are no regions, or hold no pixel', async () => {
    const line = region('length', left);
    const nothing = region('threshold', [...left, [1.4, 1.4]], { range: { min: 1e6, max: 2e6 } });
    for (const { measurementId } of [line, nothing]) {
      const segments = [{ label: 'X', ...MASS, measurementIds: [measurementId] }];
      await expect(station.rooms.segmentations.keep({ studyId, label: 'X', segments })).rejects.toMatchObject({
        code: 'reading/no-segment',
      });
    }
  });
});

describe('a volume that was grown from a press', () => {
  const draw = { objectId: '' as ObjectId, frame: 1, tool: 'threshold-volume' as const, range: { min: 3, max: 4 } };
  const points: [number, number][] = [[0.2, 0.9]];
  const exported = async (name: string) => {
    const to = path.join(folder, name);
    mkdirSync(to);
    const { files } = await station.rooms.exportMade(studyId, 'measurements', { folder: to, replace: false });
    return readMeasurements(openObject(readFileSync(files[0]?.file ?? '')));
  };
  /** The lower row of two by two pixels, corners counted from the middle of the first one. */
  const outline = [
    [-0.5, 0.5],
    [1.5, 0.5],
    [1.5, 1.5],
    [-0.5, 1.5],
    [-0.5, 0.5],
  ];

  it('leaves with its outline on every picture, from the desk and signed; as its press alone once the numbers differ', async () => {
    const { reading, reporting, measure } = station.rooms;
    const fresh = reading.newMeasurement({ studyId });
    const result = await measure({ ...draw, objectId, points });
    expect(result.values.slice(2)).toEqual([
      { name: 'voxels', value: 4, unit: '1' },
      { name: 'slices', value: 2, unit: '1' },
    ]);
    const by = station.access.requireStore().personId;
    const own = { ...fresh, studyId, world: null, text: '', deleted: false, by, at: '2026-11-23T02:00:00.000Z' };
    const measurement = { ...own, ...draw, objectId, points, result };
    reading.saveMeasurement({ measurement });
    const [volume] = (await exported('grown')).filter(({ trackingUid }) => trackingUid === fresh.trackingUid);
    const regions = [1, 2].map((n) => ({ image: { sopUid: `1.2.3.4.5.${n}`, frame: null }, outline }));
    const isWhole = { tool: 'threshold-volume', points, image: { sopUid: '1.2.3.4.5.2' }, regions, result };
    expect(volume).toMatchObject(isWhole);

    const { reportId, content, revision } = reporting.create({ studyId, templateId: 'general' });
    const inline = reporting.measurementInline(studyId, fresh.measurementId);
    const sections = content.sections.map((one) => ({ ...one, paragraphs: [[inline]] }));
    reporting.save({ reportId, revision, content: { sections } });
    const acknowledged = reporting.check({ reportId }).findings.map(({ code }) => code);
    const { signed } = await reporting.sign({ reportId, acknowledged, zone: '+01:00' });
    // Its outlines are in what was signed, not in what the window is told of it.
    expect(signed?.measurements.map(({ grown }) => grown)).toEqual([undefined]);
    const file = path.join(folder, 'signed.dcm');
    await reporting.export({ reportId, format: 'sr', file }, { replace: false });
    expect(readMeasurements(openObject(readFileSync(measurementsFile(file))))).toMatchObject([isWhole]);

    const [first, ...others] = result.values;
    if (first === undefined) throw new Error('no volume');
    const changed = { ...result, values: [{ ...first, value: first.value * 2 }, ...others] };
    reading.saveMeasurement({ measurement: { ...measurement, result: changed } });
    const [alone] = (await exported('changed')).filter(({ trackingUid }) => trackingUid === fresh.trackingUid);
    expect(alone).toMatchObject({ tool: 'threshold-volume', points, regions: [], result: changed });
    expect(readFileSync(path.join(folder, 'changed', 'measurements-1.dcm')).includes('now gives other values')).toBe(
      true,
    );
  });
});
