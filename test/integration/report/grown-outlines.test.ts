import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withOutlines } from '../../../electron/station/reporting/grown-outlines.ts';
import type { GrowAgain } from '../../../electron/station/reporting/grown-outlines.ts';
import { reported } from '../../../electron/station/reporting/reported-measurements.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { GrownMask } from '../../../shared/model/grown.ts';
import { OUTLINE_CAPS } from '../../../shared/model/grown-outline.ts';
import { ObjectId } from '../../../shared/model/ids.ts';
import type { Measurement } from '../../../shared/model/measurement.ts';
import { runsOf } from '../../../shared/volume/mask-runs.ts';
import { idOf } from '../../helpers/report-document.ts';
import { addMeasurement, addObject, newDesk, STUDY_UID } from './reporting-fixture.ts';
import type { Desk } from './reporting-fixture.ts';

let folder: string;
let desk: Desk;
let drawn: Measurement;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'nightjar-grown-'));
  desk = await newDesk(folder, null);
  const result = { values: [{ name: 'volume', value: 1.5, unit: 'ml' }], basis: '', warnings: [] };
  drawn = addMeasurement(desk.store, { tool: 'threshold-volume', points: [[1, 1]], range: { min: 0, max: 9 }, result });
});
afterAll(async () => {
  await desk.store.close();
  rmSync(folder, { recursive: true, force: true });
});

const maskOn = (n: number, side: number, inside: (pixel: number) => boolean): GrownMask => ({
  ...{ objectId: ObjectId.parse(idOf(`object-${n}`)), frame: 1, columns: side, rows: side },
  runs: runsOf(Uint8Array.from({ length: side * side }, (_, pixel) => (inside(pixel) ? 1 : 0))),
});
const one = (n: number): GrownMask => maskOn(n, 2, (pixel) => pixel === 3);

async function outlined(grow: GrowAgain, copies = 1) {
  const { index } = desk.store;
  const named = Array.from({ length: copies }, () => reported(index, drawn, STUDY_UID));
  return (await withOutlines({ index, grow }, named, [drawn])).map(({ grown }) => grown);
}

const growing =
  (...masks: readonly GrownMask[]): GrowAgain =>
  () =>
    Promise.resolve({ result: drawn.result, masks });

describe('the outlines of a grown volume in a report', () => {
  it('lie on the pictures that it was grown over, in their order, by UID', async () => {
    const named = (n: number) => ({ sopUid: `1.2.3.4.5.${n}`, frame: 1, frames: 1, outlines: ['1 1 2 1 2 2 1 2 1 1'] });
    expect(await outlined(growing(one(1), one(2)))).toMatchObject([{ written: true, pictures: [named(1), named(2)] }]);
  });

  it('are left out whole where they are more than a report holds, which counts all its volumes', async () => {
    // Every second pixel is a part of its own: corners touch, edges do not.
    const side = 2 * Math.ceil(Math.sqrt(OUTLINE_CAPS.outlines / 2)) + 2;
    const board = maskOn(1, side, (pixel) => (pixel + Math.floor(pixel / side)) % 2 === 0);
    expect(await outlined(growing(board))).toEqual([{ written: false, why: 'too-much' }]);
    const half = maskOn(1, side, (pixel) => pixel % 2 === 0 && Math.floor(pixel / side) % 4 === 0);
    const kept = await outlined(growing(half), 5);
    expect(kept.map((grown) => grown?.written)).toEqual([true, true, true, false, false]);
    // A comb: one line with more corners than the length of its coordinates can say.
    const comb = (columns: number): GrownMask => ({ ...one(1), columns, rows: 2, runs: runsOf(combOf(columns)) });
    expect(await outlined(growing(comb(OUTLINE_CAPS.ofOne / 2 - 2)))).toMatchObject([{ written: true }]);
    expect(await outlined(growing(comb(OUTLINE_CAPS.ofOne / 2 + 2)))).toEqual([{ written: false, why: 'too-much' }]);
    // Too ragged to go around.
    expect(await outlined(growing(comb(OUTLINE_CAPS.ofPicture)))).toEqual([{ written: false, why: 'too-much' }]);
  });

  it('are left out where other values grow now, a picture is gone, or two pictures have one UID', async () => {
    const values = [{ name: 'volume', value: 1.5000001, unit: 'ml' }];
    const other: GrowAgain = () => Promise.resolve({ result: { ...drawn.result, values }, masks: [one(1)] });
    const gone: GrowAgain = () => Promise.reject(new AppError('archive/unknown-object', 'gone'));
    expect(await outlined(other)).toEqual([{ written: false, why: 'other-values' }]);
    expect(await outlined(gone)).toEqual([{ written: false, why: 'not-here' }]);
    expect(await outlined(growing(one(9)))).toEqual([{ written: false, why: 'no-names' }]);
    addObject(desk.store.index, 8);
    desk.store.index.prepare(`UPDATE object SET sop_uid = '1.2.3.4.5.1' WHERE object_id = ?`).run(idOf('object-8'));
    expect(await outlined(growing(one(1), one(8)))).toEqual([{ written: false, why: 'no-names' }]);
  });

  it('hide no fault of the program', async () => {
    const broken: GrowAgain = () => Promise.reject(new TypeError('a fault'));
    await expect(outlined(broken)).rejects.toThrow('a fault');
  });
});

/** A row of every second pixel above a full one. */
function combOf(columns: number): Uint8Array {
  return Uint8Array.from({ length: 2 * columns }, (_, pixel) => (pixel >= columns || pixel % 2 === 0 ? 1 : 0));
}
