import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Station } from '../../../electron/station/station.ts';
import { StudyId } from '../../../shared/model/ids.ts';
import type { ObjectId } from '../../../shared/model/ids.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';

import { importStep } from '../../faults/ingest/programs/fault-steps.ts';
import { openTestStation } from '../../faults/ingest/programs/open-station.ts';

const SIDE = 64;
const SERIES = '1.2.3.4.5';

/** A radiograph that says nothing of its size. */
function radiograph(own: Parameters<typeof ctImage>[0] = []): Uint8Array {
  return ctImage([
    ...own,
    element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.1.1'),
    element(0x00080060, 'CS', 'DX'),
    element(0x00280010, 'US', SIDE),
    element(0x00280011, 'US', SIDE),
    element(0x7fe00010, 'OW', new Uint8Array(SIDE * SIDE * 2)),
  ]);
}

let dir: string;
let station: Station;
let studyId: StudyId;
let objectId: ObjectId;

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'nightjar-calibration-'));
  const source = path.join(dir, 'in');
  mkdirSync(source);
  writeFileSync(path.join(source, 'one.dcm'), radiograph());
  station = await openTestStation(path.join(dir, 'store'));
  await importStep(station, source)();
  studyId = StudyId.parse(station.rooms.worklist.list('').rows[0]?.studyId);
  const [object] = [...station.rooms.archive.objectsWithPixels()];
  if (!object) throw new Error('nothing was imported');
  objectId = object.objectId;
});

afterAll(async () => {
  await station.close();
  rmSync(dir, { recursive: true, force: true });
});

const line = (known: number) => ({
  studyId,
  seriesUid: SERIES,
  line: { objectId, frame: 1, points: [[0, 0], [0, 50]] as [[number, number], [number, number]], known }, // prettier-ignore
});
const rod = () => station.rooms.measure({ objectId, frame: 1, tool: 'length', points: [[10, 10], [30, 10]] }); // prettier-ignore

describe('a series that a reader calibrated', () => {
  it('measures by the known length, whoever asks: the command line, the window, and what was drawn before', async () => {
    const { reading } = station.rooms;
    const fresh = reading.newMeasurement({ studyId });
    reading.saveMeasurement({
      measurement: {
        ...fresh,
        ...{ studyId, objectId, frame: 1, tool: 'length', world: null, text: '', deleted: false },
        points: [[10, 10], [30, 10]], // prettier-ignore
        result: await rod(),
        by: station.access.requireStore().personId,
        at: '2026-01-01T00:00:00.000Z',
      },
    });
    expect((await rod()).values[0]).toMatchObject({ value: 20, unit: 'px' });
    const answer = await station.rooms.calibrate(line(100));
    expect(answer.calibration).toMatchObject({ seriesUid: SERIES, known: 100, factor: 2, unit: 'px' });
    const expected = {
      values: [{ name: 'length', value: 40, unit: 'mm' }],
      basis: 'FIDUCIAL by Test reader',
      warnings: [],
    };
    expect(await rod()).toEqual(expected);
    expect(answer.measurements.map(({ result }) => result)).toEqual([expected]);
    const opened = station.rooms.archive.openStudy(studyId);
    expect(opened.series[0]?.images[0]?.spacing.reader).toMatchObject({ factor: 2, by: 'Test reader' });
  });

  it('stays so over a restart, and the stored file is untouched', async () => {
    const before = await station.rooms.archive.readFile(objectId);
    await station.close();
    station = await openTestStation(path.join(dir, 'store'));
    expect((await rod()).basis).toBe('FIDUCIAL by Test reader');
    expect(Buffer.from(await station.rooms.archive.readFile(objectId)).equals(Buffer.from(before))).toBe(true);
  });

  it('measures by its header again when that is taken back, and both acts stand in the trail', async () => {
    const answered = await station.call('reading.calibrate', { studyId, seriesUid: SERIES, line: null });
    expect(answered).toMatchObject({ ok: true, value: { calibration: null } });
    expect((await rod()).values[0]).toMatchObject({ value: 20, unit: 'px' });
    expect(station.rooms.reading.load({ studyId }).measurements[0]?.result.basis).toBe('px');
    const trail = station.access
      .requireStore()
      .index.prepare<[], string>(`SELECT detail FROM audit WHERE command = 'reading.calibrate'`)
      .pluck()
      .all();
    expect(trail.map((text): unknown => JSON.parse(text))).toEqual([{ series: SERIES, withdrawn: true }]);
  });

  it('measures anew what another study of the patient drew on it as a prior, though other pictures are gone', async () => {
    const { reading, archive } = station.rooms;
    // The folder names the site: another one would have other patients.
    const source = path.join(dir, 'next', 'in');
    mkdirSync(source, { recursive: true });
    const uids = [element(0x00080018, 'UI', '1.9.3'), element(0x0020000d, 'UI', '1.9.1'), element(0x0020000e, 'UI', '1.9.2')]; // prettier-ignore
    writeFileSync(path.join(source, 'two.dcm'), radiograph(uids));
    await importStep(station, source)();
    const next = station.rooms.worklist.list('').rows.find((row) => row.studyId !== studyId)?.studyId;
    const gone = archive.objectBySop('1.9.3').objectId;
    if (!next) throw new Error('the second study is not there');
    const draw = async (on: StudyId, picture: ObjectId) =>
      reading.saveMeasurement({
        measurement: {
          ...{ ...reading.newMeasurement({ studyId: on }), studyId: on, objectId: picture, frame: 1, tool: 'length' },
          ...{ points: [[10, 10], [30, 10]], world: null, text: '', deleted: false, result: await rod() }, // prettier-ignore
          ...{ by: station.access.requireStore().personId, at: '2026-01-01T00:00:00.000Z' },
        },
      });
    await draw(next, objectId);
    await draw(studyId, gone);
    station.access.requireStore().index.prepare('DELETE FROM object WHERE object_id = ?').run(gone);
    await station.rooms.calibrate(line(100));
    const [drawn] = reading.load({ studyId: next }).measurements;
    expect(drawn?.result).toMatchObject({ values: [{ value: 40, unit: 'mm' }], basis: 'FIDUCIAL by Test reader' });
    expect(drawn?.prior).toBeDefined();
  });

  it('refuses what cannot be a length, and series that are not there', async () => {
    await expect(station.rooms.calibrate(line(1e6))).rejects.toMatchObject({ code: 'measure/cannot-calibrate' });
    await expect(station.rooms.calibrate({ ...line(10), seriesUid: '9.9' })).rejects.toMatchObject({
      code: 'archive/unknown-series',
    });
  });
});
