import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseDicom } from '../../../electron/station/dicom/parse/parse-dicom.ts';
import { ObjectId } from '../../../shared/model/ids.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import { measureDrawing } from '../../../shared/rules/measure.ts';
import { spacingReport } from '../../../shared/rules/slice-spacing.ts';
import { spacingOf } from '../../../shared/rules/spacing.ts';
import { suvFactor } from '../../../shared/rules/suv.ts';
import type { StoredPixels } from '../../../shared/rules/stored-pixels.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';

function imageOf(...names: string[]): ImageInfo {
  const bytes = readFileSync(testdata(...names));
  const parsed = parseDicom(bytes, { sha256: createHash('sha256').update(bytes).digest('hex') });
  if (!parsed.ok) throw parsed.error;
  return { ...parsed.value.image, objectId: ObjectId.parse('0'.repeat(26)), conflict: false };
}

/** Stored values of a file whose last element is native signed 16-bit pixel data, as those of the made PET are. */
function lastPixels(image: ImageInfo, ...names: string[]): StoredPixels {
  const { rows, columns } = image.pixels ?? { rows: 0, columns: 0 };
  const bytes = readFileSync(testdata(...names));
  const start = bytes.length - rows * columns * 2;
  const data = Int16Array.from({ length: rows * columns }, (_, i) => bytes.readInt16LE(start + i * 2));
  return { columns, rows, samples: 1, data };
}

describe.skipIf(!hasTestdata())('rules on real headers', () => {
  it('the made PET has a background of SUV 1 and spheres of 2, 5 and 10', () => {
    const folder = ['derived', 'prior-petct'];
    const files = readdirSync(testdata(...folder)).filter((name) => name.startsWith('PT'));
    expect(files.length).toBeGreaterThan(30);
    const counts = new Map<number, number>();
    for (const name of files) {
      const image = imageOf(...folder, name);
      const suv = suvFactor(image);
      if (!suv.ok) throw new Error(suv.reason);
      const pixels = lastPixels(image, ...folder, name);
      const slope = image.perFrame[0]?.rescale?.slope ?? NaN;
      for (let i = 0; i < pixels.data.length; i += 1) {
        const value = Math.round((pixels.data[i] ?? NaN) * slope * suv.factor * 100) / 100;
        counts.set(value, (counts.get(value) ?? 0) + 1);
      }
    }
    const common = [...counts].filter(([value, count]) => value > 0.5 && count > 50).map(([value]) => value);
    expect(common.sort((a, b) => a - b)).toEqual([1, 2, 5, 10]);
  });

  it.each([
    ['px', 'xr/RG1_J2KI'],
    ['px', 'xr/CR-MONO1-10-chest'],
    ['at detector', 'xr/dx-dog.dcm'],
    ['at detector', 'xr/dental-pano-modality-lut.dcm'],
    ['estimated (ERMF 1)', 'mg/mg-ge-voilut.dcm'],
    ['at detector', 'derived/odd/imager-spacing-only.dcm'],
    ['px, aspect applied', 'derived/odd/aspect-ratio-2to1.dcm'],
    ['pixel spacing', 'derived/odd/pixel-spacing-2to1.dcm'],
    ['px', 'us/examples_rgb_color.dcm'],
    ['px', 'xa/xa-coronary-96f.dcm'],
    ['px', 'xa/XA1_J2KR'],
  ])('spacing is "%s" for %s', (basis, name) => {
    expect(spacingOf(imageOf(name), 1).basis).toBe(basis);
  });

  it('pixels of 1 by 0.5 mm give a length in each direction', () => {
    const image = imageOf('derived/odd/pixel-spacing-2to1.dcm');
    expect(measureDrawing('length', [[0, 0], [0, 10]], image, 1, null).values[0]?.value).toBe(10); // prettier-ignore
    expect(measureDrawing('length', [[0, 0], [10, 0]], image, 1, null).values[0]?.value).toBe(5); // prettier-ignore
  });

  it('an echo measures by its region', () => {
    const result = measureDrawing('length', [[100, 100], [200, 100]], imageOf('us/us-echo-jpll.dcm'), 1, null); // prettier-ignore
    expect(result.basis).toBe('ultrasound region');
    expect(result.values[0]?.value).toBeCloseTo(100 * 0.25476696592378154, 9);
  });

  it.each(['us/us-cine-30f-ybr-regions.dcm', 'us/examples_palette.dcm'])(
    '%s, cut or halved after its regions were written, measures in pixels',
    (name) => {
      const result = measureDrawing('length', [[150, 100], [160, 100]], imageOf(name), 1, null); // prettier-ignore
      expect(result.values[0]).toEqual({ name: 'length', value: 10, unit: 'px' });
      expect(result.warnings[0]).toMatch(/outside the image/);
    },
  );

  it('the tilted head is seen as tilted and uneven', () => {
    const planes = readdirSync(testdata('ct-head-tilt-ge')).filter((name) => name.endsWith('.dcm')).sort().map((name) => imageOf('ct-head-tilt-ge', name)); // prettier-ignore
    const frames = planes.flatMap(({ perFrame }) => perFrame.slice(0, 1));
    const along = [...frames].sort((a, b) => (a.position?.[2] ?? 0) - (b.position?.[2] ?? 0));
    expect(spacingReport(along)).toMatchObject({ tilted: true, uneven: true, mixed: false, duplicates: [] });
  });
});
