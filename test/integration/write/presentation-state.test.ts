import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openObject } from '../../../electron/station/dicom/read/open-object.ts';
import { readPresentationState } from '../../../electron/station/dicom/read/presentation-state.ts';
import { buildPresentationState } from '../../../electron/station/dicom/write/presentation-state.ts';
import type { PresentationState } from '../../../shared/model/presentation-state.ts';
import { pydicom, violations } from '../../helpers/judges.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { signedDocument } from '../../helpers/report-document.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';

const CT = '1.2.840.10008.5.1.4.1.1.2.1';
const image = { sopUid: '1.2.3.4.5.1', sopClass: CT, frame: null };
const frames = [3, 7].map((frame) => ({ sopUid: '1.2.3.4.5.9', sopClass: CT, frame }));
const seriesUid = '1.2.3.4.5';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'nightjar-gsps-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function state(more: Partial<PresentationState> = {}): PresentationState {
  return {
    kind: 'grey',
    label: 'LIVER',
    description: 'Liver, narrow',
    creator: 'Reader^Ada',
    date: '20260301',
    time: '031500',
    images: [{ ...image, seriesUid }, ...frames.map((one) => ({ ...one, seriesUid }))],
    rescale: { slope: 1, intercept: -1024 },
    modalityLut: null,
    voi: [
      { of: [image], show: { kind: 'window', center: 60.25, width: 160, fn: 'LINEAR_EXACT' } },
      { of: frames, show: { kind: 'lut', lut: { first: -3, bits: 16, explanation: 'CURVE', data: [0, 900, 65535] } } },
    ],
    shape: 'INVERSE',
    presentationLut: null,
    areas: [
      {
        of: [image],
        left: 401.375,
        top: 300.75,
        right: 10.5,
        bottom: 20.125,
        mode: 'fit',
        ratio: null,
        spacing: [0.7, 0.8],
      },
      {
        of: frames,
        left: 511.5,
        top: 511.5,
        right: -0.5,
        bottom: -0.5,
        mode: 'magnify',
        ratio: 1.5,
        spacing: [0.7, 0.8],
      },
    ],
    rotation: 270,
    flip: true,
    shutter: [
      { shape: 'rectangular', left: 10, right: 500, upper: 20, lower: 490 },
      {
        shape: 'polygonal',
        vertices: [
          [1, 1],
          [1, 90],
          [80, 40],
        ],
      },
    ],
    annotations: [
      {
        of: [image],
        layer: 'MEASUREMENTS',
        graphics: [
          {
            type: 'POLYLINE',
            units: 'pixel',
            points: [
              [10, 20],
              [30.5, 40.25],
            ],
            filled: false,
            trackingUid: '2.25.77',
          },
          {
            type: 'ELLIPSE',
            units: 'pixel',
            points: [
              [0, 5],
              [10, 5],
              [5, 3],
              [5, 7],
            ],
            filled: true,
            trackingUid: null,
          },
          { type: 'POINT', units: 'display', points: [[0.25, 0.75]], filled: false, trackingUid: null },
        ],
        texts: [{ text: 'M1: 35.1 mm\nsecond line', units: 'pixel', at: [30.5, 40.25], trackingUid: '2.25.77' }],
      },
    ],
    leftOut: [],
    ...more,
  };
}

function written(name: string, one: PresentationState): string {
  const { study, at, zone, signer, evaluation, ...rest } = signedDocument();
  // The judge knows no UTF-8.
  const patient = { ...rest.patient, name: { alphabetic: 'Doe^Jane', ideographic: '', phonetic: '' } };
  const file = path.join(folder, `${name}.dcm`);
  writeFileSync(
    file,
    buildPresentationState({
      ...{ patient, study, at, zone, signer, evaluation, state: one, pixelSpacing: [0.7, 0.8] },
      ...{ uids: { series: '2.25.21', instance: '2.25.22' }, instanceNumber: 3 },
    }),
  );
  return file;
}

const read = (file: string): PresentationState | null => readPresentationState(openObject(readFileSync(file)));

describe.skipIf(!hasPeer('dciodvfy') || !hasPeer('dcmpschk') || !hasPeer('pydicom'))(
  'a presentation state of ours',
  () => {
    it('passes dciodvfy and dcmpschk, and is read back as it was written', () => {
      const full = state();
      const file = written('grey', full);
      expect(violations(file, /GrayscaleSoftcopyPresentationState/)).toEqual([]);
      const said = spawnSync('dcmpschk', [file], { encoding: 'utf8' });
      expect(`${said.stdout}${said.stderr}`).toMatch(/Test passed/i);
      expect(read(file)).toEqual(full);
    });

    it('does the same with a modality table, a table for output, and nothing but a picture', () => {
      const tables = state({
        rescale: null,
        modalityLut: { first: 0, bits: 16, explanation: 'OD', data: Array.from({ length: 65536 }, (_, at) => at) },
        presentationLut: {
          first: 0,
          bits: 8,
          explanation: null,
          data: Array.from({ length: 256 }, (_, at) => 255 - at),
        },
        shape: null,
        shutter: [{ shape: 'circular', row: 100, column: 120, radius: 80 }],
      });
      const file = written('tables', tables);
      expect(violations(file, /GrayscaleSoftcopyPresentationState/)).toEqual([]);
      expect(read(file)).toEqual(tables);
      const [area] = state().areas;
      if (area === undefined) throw new Error('no area');
      const plain = state({
        ...{
          images: [{ ...image, seriesUid }],
          rescale: null,
          voi: [],
          areas: [{ ...area, of: [], left: 0, top: 0, right: 9, bottom: 9 }],
        },
        ...{ shape: 'IDENTITY', rotation: 0, flip: false, shutter: [], annotations: [] },
      });
      const bare = written('plain', plain);
      expect(violations(bare, /GrayscaleSoftcopyPresentationState/)).toEqual([]);
      expect(read(bare)).toEqual(plain);
    });

    it('does the same in colour, with a profile that says which', () => {
      const colour = state({ kind: 'colour', rescale: null, voi: [], shape: null });
      const file = written('colour', colour);
      expect(violations(file, /ColorSoftcopyPresentationState/)).toEqual([]);
      expect(read(file)).toEqual(colour);
      expect(
        pydicom(file, '[len(ds.ICCProfile), ds.ICCProfile[36:40].decode(), int.from_bytes(ds.ICCProfile[0:4], "big")]'),
      ).toEqual([expect.any(Number), 'acsp', pydicom(file, 'len(ds.ICCProfile)')]);
    });

    it('says the corners that stand on the screen, in whole pixels, to pydicom', () => {
      const file = written('corners', state());
      const corners = pydicom(
        file,
        '[[list(a.DisplayedAreaTopLeftHandCorner), list(a.DisplayedAreaBottomRightHandCorner)] for a in ds.DisplayedAreaSelectionSequence]',
      );
      expect(corners).toEqual([
        [
          [402, 302],
          [12, 21],
        ],
        [
          [512, 512],
          [1, 1],
        ],
      ]);
    });
  },
);

describe('the corners of a shown part', () => {
  it('may lie outside of the picture, whichever way it is turned', () => {
    // dciodvfy takes negative corners for huge ones, so that it cannot judge this.
    for (const [left, right] of [
      [-20.125, 600.5],
      [600.5, -20.125],
    ] as const) {
      const one = state({
        areas: [{ of: [], left, top: -7, right, bottom: 3, mode: 'fit', ratio: null, spacing: [0.7, 0.8] }],
      });
      expect(read(written('outside', one))?.areas).toEqual(one.areas);
    }
  });
});

describe.skipIf(!hasTestdata())('a presentation state of somebody else', () => {
  it('is read with its window, place, turn and annotations', () => {
    const plain = read(testdata('derived', 'ps', 'gsps-ct.dcm'));
    expect(plain).toMatchObject({ kind: 'grey', leftOut: [] });
    expect(plain?.voi.length).toBeGreaterThan(0);
    expect(plain?.annotations.length).toBeGreaterThan(0);
    const turned = read(testdata('derived', 'ps', 'gsps-ct-rot-inv.dcm'));
    expect(turned).toMatchObject({ shape: 'INVERSE' });
    expect([turned?.rotation !== 0, turned?.flip].some(Boolean)).toBe(true);
    expect(read(testdata('derived', 'ps', 'gsps-mg.dcm'))?.images.length).toBeGreaterThan(0);
  });
});
