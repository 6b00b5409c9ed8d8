import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openObject } from '../../../electron/station/dicom/read/open-object.ts';
import { readSegmentation } from '../../../electron/station/dicom/read/seg.ts';
import { buildSegmentation } from '../../../electron/station/dicom/write/segmentation.ts';
import type { SegmentationInput } from '../../../electron/station/dicom/write/segmentation.ts';
import type { Segment } from '../../../shared/model/segmentation.ts';
import { pydicom, violations } from '../../helpers/judges.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { signedDocument } from '../../helpers/report-document.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2';
// Neither a whole number of bytes a row, nor a frame.
const [ROWS, COLUMNS] = [5, 7];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nightjar-seg-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function segment(number: number, more: Partial<Segment> = {}): Segment {
  return {
    ...{ number, label: `Nodule ${number}`, category: null, type: null, algorithm: 'MANUAL', algorithmName: null },
    ...{ lab: null, trackingId: null, trackingUid: null },
    ...more,
  };
}

function input(kind: SegmentationInput['kind'], frames: readonly number[][], more: Partial<SegmentationInput> = {}) {
  const { patient, study, at, zone, signer, evaluation } = signedDocument();
  const made = frames.map((values, place) => ({
    segment: kind === 'LABELMAP' ? null : 1 + (place % 2),
    source: { sopUid: `1.2.3.4.5.${place}`, sopClass: CT, frame: null, seriesUid: '1.2.3.4.5' },
    position: [-100, -100, place * 2.5] as [number, number, number],
    values,
  }));
  const [first, ...rest] = made;
  if (first === undefined) throw new Error('no frame');
  return {
    ...{ patient, study, at, zone, signer, evaluation, kind, label: 'Nodules', rows: ROWS, columns: COLUMNS },
    ...{ frameOfReference: '1.2.3.9', sliceThickness: 2.5, instanceNumber: 1 },
    orientation: [1, 0, 0, 0, 1, 0] as [number, number, number, number, number, number],
    pixelSpacing: [0.7, 0.8] as [number, number],
    segments: [segment(1), segment(2, { algorithm: 'AUTOMATIC', algorithmName: 'Finder', lab: [50, 20, -30] })],
    frames: [first, ...rest],
    maximumFractional: kind === 'FRACTIONAL' ? 200 : null,
    fractionalType: kind === 'FRACTIONAL' ? 'OCCUPANCY' : null,
    uids: { series: '2.25.31', instance: '2.25.32', dimensions: '2.25.33' },
    ...more,
  } satisfies SegmentationInput;
}

function written(name: string, one: SegmentationInput): string {
  const file = path.join(folder, `${name}.dcm`);
  writeFileSync(file, buildSegmentation(one));
  return file;
}

const values = (most: number, frame: number): number[] =>
  Array.from({ length: ROWS * COLUMNS }, (_, at) => (at * 7 + frame * 3) % (most + 1));

describe.skipIf(!hasPeer('dciodvfy') || !hasPeer('pydicom') || !hasPeer('numpy'))('a segmentation of ours', () => {
  it('F56: what was drawn on lossy pictures is called lossy, by how much and how', () => {
    const lossy = { ratio: 13.9, methods: ['ISO_10918_1'], storedRatio: 4 };
    const file = written('lossy', input('BINARY', [values(1, 0)], { lossy }));
    expect(violations(file, /Segmentation/)).toEqual([]);
    const said = pydicom(
      file,
      '[ds[name].value for name in ("LossyImageCompression", "LossyImageCompressionRatio", "LossyImageCompressionMethod")]',
    );
    expect(said).toEqual(['01', 13.9, 'ISO_10918_1']);
  });

  it.each([
    ['BINARY', 1],
    ['FRACTIONAL', 200],
    ['LABELMAP', 2],
  ] as const)('passes dciodvfy and comes back, every pixel of every frame: %s', (kind, most) => {
    const one = input(
      kind,
      [0, 1, 2].map((frame) => values(most, frame)),
    );
    const file = written(kind, one);
    // The judge may be older than label maps (2024).
    if (kind === 'LABELMAP') expect(spawnSync('dcmdump', ['+fo', file]).status).toBe(0);
    else expect(violations(file, /Segmentation/)).toEqual([]);
    const back = readSegmentation(openObject(readFileSync(file)));
    expect(back).toMatchObject({ kind, rows: ROWS, columns: COLUMNS, frameOfReference: '1.2.3.9', label: 'NODULES' });
    expect(back?.frames.map(({ position, segment: of, sources }) => ({ position, of, sources }))).toEqual(
      one.frames.map(({ position, segment: of, source: { sopUid, sopClass, frame } }) => ({
        position,
        of,
        sources: [{ sopUid, sopClass, frame }],
      })),
    );
    expect(back?.segments.map(({ number, label, algorithm }) => [number, label, algorithm])).toEqual([
      [1, 'Nodule 1', 'MANUAL'],
      [2, 'Nodule 2', 'AUTOMATIC'],
    ]);
    const lab = back?.segments[1]?.lab ?? [0, 0, 0];
    for (const [at, wanted] of [50, 20, -30].entries()) expect(lab[at]).toBeCloseTo(wanted, 2);
    const pixels = pydicom(file, 'ds.pixel_array.astype(int).reshape(ds.NumberOfFrames, -1).tolist()');
    expect(pixels).toEqual(one.frames.map((frame) => Array.from(frame.values)));
  });

  it('holds bits without a gap between frames, for any mask', () => {
    const mask = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: ROWS * COLUMNS, maxLength: ROWS * COLUMNS });
    fc.assert(
      fc.property(fc.array(mask, { minLength: 1, maxLength: 4 }), (frames) => {
        const opened = openObject(buildSegmentation(input('BINARY', frames)));
        const bytes = opened.bytes('pixels');
        const bits = frames.flat().map((_, at) => ((bytes[at >>> 3] ?? 0) >>> (at & 7)) & 1);
        expect(bits).toEqual(frames.flat());
      }),
      { numRuns: 60 },
    );
  });
});
