import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openObject } from '../../../electron/station/dicom/read/open-object.ts';
import { readSegmentation } from '../../../electron/station/dicom/read/seg.ts';
import { segmentAlpha } from '../../../shared/dicom/segment-alpha.ts';
import type { Segmentation } from '../../../shared/model/segmentation.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';

function read(...names: string[]): Segmentation {
  const found = readSegmentation(openObject(readFileSync(testdata(...names))));
  if (found === null) throw new Error('no segmentation');
  return found;
}

describe.skipIf(!hasTestdata())('a segmentation of somebody else', () => {
  it('says its segments, and of each frame whose it is and what it was drawn on', () => {
    const found = read('seg', 'liver.dcm');
    expect(found).toMatchObject({ kind: 'BINARY', rows: 512, columns: 512 });
    expect(found.segments.map(({ number, label }) => [number, label])).toEqual([[1, 'Liver']]);
    expect(found.frames.map(({ segment }) => segment)).toEqual([1, 1, 1]);
    expect(found.frames.every(({ sources, position }) => sources.length === 1 && position !== null)).toBe(true);
  });

  it('is read with overlapping segments, as fractions, and as a label map', () => {
    const overlap = read('seg', 'seg_image_ct_binary_overlap.dcm');
    expect(overlap.frames).toHaveLength(8);
    expect(new Set(overlap.frames.map(({ segment }) => segment))).toEqual(new Set([1, 2]));
    const fractional = read('seg', 'seg_image_ct_true_fractional.dcm');
    expect(fractional.kind).toBe('FRACTIONAL');
    expect(fractional.maximumFractional).toBeGreaterThan(0);
    const labels = read('seg', 'sparse-labelmap-ppv5.dcm');
    expect(labels).toMatchObject({ kind: 'LABELMAP', rows: 38, columns: 24, background: 5 });
    expect(labels.frames.every(({ segment }) => segment === null)).toBe(true);
  });

  it('is none where the object is an image', () => {
    expect(readSegmentation(openObject(readFileSync(testdata('seg', 'ct3-01.dcm'))))).toBeNull();
  });
});

describe('how much of a pixel is a segment', () => {
  it('counts whole pixels, fractions and labels', () => {
    const of = (kind: Segmentation['kind'], most: number | null) => ({ kind, maximumFractional: most });
    expect([...segmentAlpha(of('BINARY', null), 1, [0, 1, 1])]).toEqual([0, 255, 255]);
    expect([...segmentAlpha(of('FRACTIONAL', 100), 1, [0, 50, 100, 200])]).toEqual([0, 128, 255, 255]);
    expect([...segmentAlpha(of('LABELMAP', null), 3, [0, 3, 2])]).toEqual([0, 255, 0]);
  });
});
