import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readObject } from '../../../electron/station/dicom/read/read-object.ts';
import type { Station } from '../../../electron/station/station.ts';
import { StudyId } from '../../../shared/model/ids.ts';
import type { ObjectId } from '../../../shared/model/ids.ts';
import { importStep } from '../../faults/ingest/programs/fault-steps.ts';
import { openTestStation } from '../../faults/ingest/programs/open-station.ts';
import { codeRejected } from '../../helpers/app-errors.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import { violations } from '../../helpers/judges.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { valueMapFile } from '../../helpers/value-map-object.ts';

const SERIES = '1.2.3.4.5';
const HERE = '1.2.3.601';
/** Of four pixels 1, 2, 3 and 40, the last of which no map reaches. */
const MAPS = [
  { label: 'ADC', unit: 'um2/s', slope: 2.5, intercept: -1, first: 0, last: 30, images: [HERE] },
  { label: 'Fraction', unit: '1', slope: 0.5, intercept: 0, first: 0, last: 30, images: [HERE] },
  { label: 'Elsewhere', unit: 'mm', slope: 1, intercept: 0, first: 0, last: 30, images: ['1.2.3.999'] },
] as const;
let dir: string;
let station: Station;
let studyId: StudyId;
let picture: ObjectId;
let maps: ObjectId;

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'nightjar-maps-'));
  const source = path.join(dir, 'in');
  mkdirSync(source);
  const pixels = element(0x7fe00010, 'OW', [1, 2, 3, 40]);
  writeFileSync(path.join(source, 'one.dcm'), ctImage([element(0x00080018, 'UI', HERE), pixels]));
  writeFileSync(path.join(source, 'maps.dcm'), valueMapFile('1.2.3.67', MAPS));
  station = await openTestStation(path.join(dir, 'store'));
  await importStep(station, source)();
  studyId = StudyId.parse(station.rooms.worklist.list('').rows[0]?.studyId);
  const images = station.rooms.archive.openStudy(studyId).series.flatMap((series) => series.images);
  const idOf = (sopUid: string): ObjectId => {
    const found = images.find((image) => image.sopUid === sopUid);
    if (!found) throw new Error(`no object ${sopUid}`);
    return found.objectId;
  };
  [picture, maps] = [idOf(HERE), idOf('1.2.3.67')];
});

afterAll(async () => {
  await station.close();
  rmSync(dir, { recursive: true, force: true });
});

const probe = (x: number, y: number) =>
  station.rooms.measure({ objectId: picture, frame: 1, tool: 'probe', points: [[x, y]] });
const choose = (item: number | null) =>
  station.rooms.useValueMap({ studyId, seriesUid: SERIES, choice: item === null ? null : { objectId: maps, item } });

describe('values of images by the map of another object', () => {
  it('the made object is a sound one', () => {
    const file = path.join(dir, 'in', 'maps.dcm');
    const wrong = violations(file, /RealWorldValueMapping/).filter((line) => !line.includes('FileMetaInformation'));
    expect(wrong).toEqual([]);
  });

  it('are those of the map that the reader chose, with its unit and whose it is, and none beyond its range', async () => {
    const before = await probe(1, 0);
    const { chosen } = await choose(0);
    expect(chosen).toMatchObject({ images: [HERE], words: 'ADC by READER, Ada, 2024-05-03' });
    expect(await probe(1, 0)).toEqual({
      values: [{ name: 'value', value: 4, unit: 'um2/s' }],
      basis: 'real world value map: ADC by READER, Ada, 2024-05-03',
      warnings: [],
    });
    expect(await probe(1, 1)).toMatchObject({
      values: [],
      warnings: ['outside the range of the map: no value here'],
    });
    const region = await station.rooms.measure({
      ...{ objectId: picture, frame: 1, tool: 'rectangle' },
      points: [[-0.5, -0.5], [1.5, 1.5]], // prettier-ignore
    });
    expect(region.values.find(({ name }) => name === 'mean')).toMatchObject({ value: 4, unit: 'um2/s' });
    expect(region.warnings).toEqual(
      expect.arrayContaining([
        '1 pixels outside the range of the map left out',
        'values by the map ADC by READER, Ada, 2024-05-03',
      ]),
    );
    const opened = station.rooms.archive.openStudy(studyId).series.flatMap((series) => series.images);
    expect(opened.find(({ sopUid }) => sopUid === HERE)?.valueMap?.map).toMatchObject({ slope: 2.5 });
    await choose(null);
    expect(await probe(1, 0)).toEqual(before);
  });

  it('without a dimension are said to be a ratio, and a map for other images is refused', async () => {
    await choose(1);
    expect((await probe(1, 0)).values).toEqual([{ name: 'value', value: 1, unit: '{ratio}' }]);
    expect(await codeRejected(choose(2))).toBe('measure/cannot-map');
    expect(await codeRejected(choose(9))).toBe('measure/cannot-map');
    // What stood before stands.
    expect((await probe(1, 0)).values[0]?.unit).toBe('{ratio}');
  });

  it('stay so over a restart', async () => {
    await station.close();
    station = await openTestStation(path.join(dir, 'store'));
    expect((await probe(2, 0)).warnings).toEqual(['the drawing reaches outside the image']);
    expect((await probe(0, 1)).values[0]).toMatchObject({ value: 1.5, unit: '{ratio}' });
  });

  it.skipIf(!hasTestdata())('a map of a real program is read with its unit, slope and images', () => {
    const { content } = readObject(new Uint8Array(readFileSync(testdata('sr', 'rwvm.dcm'))));
    if (content.kind !== 'value-maps') throw new Error('read as something else');
    const [only, ...more] = content.valueMaps.maps;
    expect(more).toEqual([]);
    expect(only).toMatchObject({ quantity: 'Standardized Uptake Value', framesOnly: false });
    expect(only?.map).toMatchObject({ unit: '{SUVbw}g/ml', first: 0, last: 32761, intercept: 0 });
    expect(only?.map?.slope).toBeCloseTo(0.000375125, 9);
    expect(only?.images).toHaveLength(191);
  });
});
