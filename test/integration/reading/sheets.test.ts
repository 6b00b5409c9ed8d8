import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frameValues } from '../../../electron/station/dicom/decode/frame-values.ts';
import { openObject } from '../../../electron/station/dicom/read/open-object.ts';
import { readMeasurements } from '../../../electron/station/dicom/read/sr-measurements.ts';
import type { Station } from '../../../electron/station/station.ts';
import type { ObjectId, StudyId } from '../../../shared/model/ids.ts';
import { element } from '../../helpers/dicom-builder.ts';
import { violations } from '../../helpers/judges.ts';
import { sheetFile, voxel } from '../../helpers/mosaic-sheet.ts';
import type { SheetOfSlices } from '../../helpers/mosaic-sheet.ts';
import { openTestStation } from '../../faults/ingest/programs/open-station.ts';

const SHEET: SheetOfSlices = {
  ...{ slices: 5, rows: 6, columns: 4, right: [1, 0, 0], down: [0, 1, 0], step: [0, 0, 3.5] },
  ...{ first: [-20, -30, 10], spacing: [2, 1.5] },
};
const SOP = '1.2.3.4.5.1';

let folder: string;
let station: Station;
let studyId: StudyId;
let objectId: ObjectId;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'nightjar-sheets-'));
  const source = path.join(folder, 'files');
  mkdirSync(source);
  const own = [
    element(0x00080016, 'UI', '1.2.840.10008.5.1.4.1.1.4'),
    element(0x00080018, 'UI', SOP),
    element(0x00200052, 'UI', '1.2.3.4.9'),
  ];
  writeFileSync(path.join(source, 'sheet.dcm'), sheetFile(SHEET, own));
  station = await openTestStation(path.join(folder, 'store'));
  const { jobs } = station.access.requireStore();
  await jobs.wait(station.rooms.startImport({ paths: [source], site: 'North' }));
  const [row] = station.rooms.worklist.list('').rows;
  if (row === undefined) throw new Error('no study');
  studyId = row.studyId;
  objectId = station.rooms.archive.objectBySop(SOP).objectId;
}, 60_000);
afterAll(async () => {
  await station.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a sheet of slices in the store', () => {
  it('is one object of one frame, and its slices are what the window asks for', async () => {
    const { archive } = station.rooms;
    const [series] = archive.openStudy(studyId).series;
    expect(series?.images).toMatchObject([{ frames: 5, pixels: { rows: 6, columns: 4 } }]);
    expect(series?.thumbnail).toEqual({ objectId, frame: 3 });
    expect(archive.instancesOf('1.2.3.4.5')).toMatchObject([{ sopUid: SOP, frames: 1 }]);
    const slices = await Promise.all([4, 1].map((frame) => station.frames.stored(objectId, frame)));
    expect(slices.map((one) => frameValues(one)[2 * 4 + 3])).toEqual([voxel(3, 2, 3), voxel(0, 2, 3)]);
    const { signal } = new AbortController();
    const wish = { objectId, frame: 4, form: 'thumbnail' as const, priority: () => 'shown' as const, signal };
    expect((await station.frames.obtain(wish)).header).toMatchObject({ rows: 6, columns: 4, samples: 4 });
    await expect(station.frames.stored(objectId, 6)).rejects.toThrow('fewer slices');
    // The file itself is what came.
    expect(await archive.readFile(objectId)).toEqual(
      new Uint8Array(readFileSync(path.join(folder, 'files/sheet.dcm'))),
    );
  });

  it('has slices that are seen and marked one by one, and is all that other systems are told of', async () => {
    const { reading, keyObjects, exportMade } = station.rooms;
    reading.saveSeen({ frames: [{ objectId, frame: 5, at: '2026-11-23T10:00:00.000Z' }] });
    expect(() => reading.saveSeen({ frames: [{ objectId, frame: 6, at: '2026-11-23T10:00:00.000Z' }] })).toThrow(
      /fewer/,
    );
    keyObjects.mark({ studyId, objectId, frame: 4, title: 'teaching', note: 'look', marked: true });
    const fresh = reading.newMeasurement({ studyId });
    reading.saveMeasurement({
      measurement: {
        ...{ ...fresh, studyId, objectId, frame: 5, tool: 'length', world: null, text: '', deleted: false },
        points: [
          [0, 1],
          [3, 1],
        ],
        result: { values: [{ name: 'length', value: 4.5, unit: 'mm' }], basis: 'pixel spacing', warnings: [] },
        by: station.access.requireStore().personId,
        at: '2026-11-23T10:00:00.000Z',
      },
    });
    const to = path.join(folder, 'out');
    mkdirSync(to);
    for (const kind of ['measurements', 'key-images'] as const) {
      const { files } = await exportMade(studyId, kind, { folder: to, replace: false });
      for (const { file } of files) {
        expect(violations(file, kind === 'measurements' ? /ComprehensiveSR/ : /KeyObject/)).toEqual([]);
      }
    }
    // Slice 5 stands second in the second row of three.
    const [measured] = readMeasurements(openObject(readFileSync(path.join(to, 'measurements-1.dcm'))));
    expect(JSON.stringify(measured)).toContain('[[4,7],[7,7]],"image":{"sopUid":"1.2.3.4.5.1"');
    const written = await station.parsers.readContent(new Uint8Array(readFileSync(path.join(to, 'key-images-1.dcm'))));
    expect(written.content).toMatchObject({
      keyObject: {
        note: 'look [on the sheet: slice 4 of 5 at -20.0, -30.0, 20.5 mm LPS]',
        references: [{ sopUid: SOP, frame: null }],
      },
    });
    const area = { left: -0.5, top: -0.5, right: 3.5, bottom: 5.5 };
    const voi = { kind: 'window', center: 60, width: 160, fn: 'LINEAR' } as const;
    await keyObjects.keepView({
      ...{ studyId, objectId, frame: 5, description: 'One', invert: false, rotation: 0, flip: false },
      ...{ voi, area, measurements: true },
    });
    const state = station.rooms.archive
      .openStudy(studyId)
      .series.flatMap(({ images }) => images)
      .find(({ sopClass }) => sopClass === '1.2.840.10008.5.1.4.1.1.11.1');
    const kept = state && (await station.parsers.readContent(await station.rooms.archive.readFile(state.objectId)));
    expect(kept?.content).toMatchObject({
      state: {
        images: [{ sopUid: SOP, frame: null }],
        areas: [{ left: 3.5, top: 5.5, right: 7.5, bottom: 11.5 }],
        annotations: [
          {
            graphics: [
              {
                points: [
                  [4, 7],
                  [7, 7],
                ],
              },
            ],
          },
        ],
      },
    });
  });

  it('takes a drawing of the time before it was taken apart to its slice, and marks one that lies over several', async () => {
    const { reading } = station.rooms;
    const draw = (points: [number, number][]): number => {
      const fresh = reading.newMeasurement({ studyId });
      reading.saveMeasurement({
        measurement: {
          ...{ ...fresh, studyId, objectId, frame: 1, tool: 'length', points, world: null, text: '', deleted: false },
          result: { values: [{ name: 'length', value: 3, unit: 'mm' }], basis: 'pixel spacing', warnings: [] },
          ...{ by: station.access.requireStore().personId, at: '2026-11-01T10:00:00.000Z' },
        },
      });
      return fresh.ordinal;
    };
    // Slice 5 stands second in the second row of three; the other line begins on slice 1 and ends on slice 2.
    const [moved, over] = [draw([[4, 7], [6, 7]]), draw([[2, 1], [6, 1]])]; // prettier-ignore
    const found = reading.load({ studyId }).measurements;
    expect(found.find(({ ordinal }) => ordinal === moved)).toMatchObject({
      ...{ frame: 5, points: [[0, 1], [2, 1]] }, // prettier-ignore
      ...{ world: [[-20, -28, 24], [-17, -28, 24]], result: { values: [{ value: 3 }] } }, // prettier-ignore
    });
    expect(found.find(({ ordinal }) => ordinal === over)).toMatchObject({ frame: 1, onSheet: true, world: null });
    // Kept so, and once is enough.
    expect(reading.load({ studyId }).measurements).toEqual(found);
  });
});
