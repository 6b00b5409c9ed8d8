import { readFileSync, readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseDicom } from '../../../electron/station/dicom/parse/parse-dicom.ts';
import { ParsedObject } from '../../../electron/station/dicom/parsed-object.ts';
import { displayFrames } from '../../../shared/dicom/sort-frames.ts';
import type { SeriesFrame } from '../../../shared/dicom/sort-frames.ts';
import { pixelToWorld } from '../../../shared/rules/geometry.ts';
import { standardPlanes } from '../../../shared/volume/plane-stack.ts';
import { planVolume } from '../../../shared/volume/plan-volume.ts';
import type { VolumePlan } from '../../../shared/volume/plan-volume.ts';
import { renderPlane } from '../../../shared/volume/render-plane.ts';
import { samplePoint } from '../../../shared/volume/sample-point.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { objectId } from '../../unit/shared/hanging/studies.ts';

const SIDE = 512;

function readSeries(folder: string): {
  readonly frames: readonly SeriesFrame[];
  readonly pixels: ReadonlyMap<string, Int16Array>;
} {
  const pixels = new Map<string, Int16Array>();
  const images = readdirSync(testdata(folder))
    .filter((name) => name.endsWith('.dcm'))
    .map((name) => {
      const bytes = readFileSync(testdata(folder, name));
      const result = parseDicom(bytes, { sha256: '' });
      if (!result.ok) throw result.error;
      const { image } = ParsedObject.parse(result.value);
      const id = objectId(`${folder} ${name}`);
      const { nativeOffset } = image.pixels ?? {};
      if (nativeOffset !== undefined) {
        const own = Uint8Array.from(bytes.subarray(nativeOffset, nativeOffset + SIDE * SIDE * 2));
        pixels.set(id, new Int16Array(own.buffer));
      }
      return { ...image, objectId: id, conflict: false };
    });
  return { frames: displayFrames(images), pixels };
}

describe.skipIf(!hasTestdata())('F52: a real head, scanned with a tilted gantry in two distances', () => {
  let plan: Extract<VolumePlan, { ok: true }>;
  let pixels: readonly (Int16Array | null)[] = [];
  beforeAll(() => {
    const read = readSeries('ct-head-tilt-ge');
    const found = planVolume(read.frames);
    if (!found.ok) throw new Error(found.words);
    plan = found;
    pixels = plan.frames.map(({ image }) => read.pixels.get(image.objectId) ?? null);
  });

  it('is a volume that says its tilt and its uneven steps, each slice at its own place', () => {
    expect(plan.remarks.join('; ')).toMatch(/GANTRY TILT 18\.\d° CORRECTED; UNEVEN SLICES/);
    expect(plan.grid.regularStep).toBeNull();
    plan.grid.slices.forEach(({ position }, at) => expect(position).toEqual(plan.frames[at]?.info.position));
  });

  it('every voxel is found where its header puts it in the patient', () => {
    const { grid, frames } = plan;
    let looked = 0;
    for (let at = 0; at < frames.length; at += 3) {
      const [info, data] = [frames[at]?.info, pixels[at]];
      const { slope, intercept } = grid.slices[at] ?? { slope: NaN, intercept: NaN };
      for (const [x, y] of [
        [256, 100],
        [180, 256],
        [256, 256],
        [300, 400],
      ] as const) {
        const place = info ? pixelToWorld(info, [x, y]) : null;
        const stored = data?.[y * SIDE + x] ?? NaN;
        if (!place) throw new Error('no geometry');
        // Cosines in a header are rounded: a few millionths of a pixel, beside a steep edge hundredths of a unit.
        expect(Math.abs(samplePoint(grid, pixels, place) - (stored * slope + intercept))).toBeLessThan(0.1);
        looked += 1;
      }
    }
    expect(looked).toBeGreaterThan(20);
  });

  it('a sagittal plane is not deformed: the first slice crosses it as steeply as the gantry stood', () => {
    const { grid } = plan;
    const stack = standardPlanes(grid, 'sagittal');
    const index = Math.floor(stack.count / 2);
    const { pixels: found } = renderPlane(grid, pixels, { stack, index, slab: null, padding: -9999, whole: true });
    // First row from the head that is known, at two places from front to back.
    const top = (column: number): number =>
      Array.from({ length: stack.rows }, (_unused, row) => row).findIndex(
        (row) => found[row * stack.columns + column] !== -9999,
      );
    const [front, back] = [Math.floor(stack.columns * 0.3), Math.floor(stack.columns * 0.7)];
    const rise = Math.abs(top(front) - top(back)) * stack.spacing[0];
    const degrees = (Math.atan2(rise, (back - front) * stack.spacing[1]) * 180) / Math.PI;
    expect(Math.abs(degrees - 18.5)).toBeLessThan(0.6);
  });
});
