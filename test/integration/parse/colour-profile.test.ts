import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDicom } from '../../../electron/station/dicom/parse/parse-dicom.ts';
import { srgbProfile } from '../../../electron/station/dicom/write/srgb-profile.ts';
import { OwnDecoder } from '../../faults/decode/decoding.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../helpers/dicom-builder.ts';
import {
  D50_ADOBE,
  D50_SRGB,
  gammaCurve,
  iccProfile,
  parametricCurve,
  sampledCurve,
} from '../../helpers/icc-profile.ts';
import { hasPeer } from '../../helpers/peers.ts';
import { tempDir } from '../../helpers/temp-dir.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { readBytes } from '../decode/decoders.ts';

function profileOf(bytes: Uint8Array): string | undefined {
  const parsed = parseDicom(bytes, { sha256: createHash('sha256').update(bytes).digest('hex') });
  if (!parsed.ok) throw parsed.error;
  return parsed.value.image.colourProfile;
}

const EIGHT = [element(0x00280100, 'US', 8), element(0x00280101, 'US', 8), element(0x00280102, 'US', 7)];

function colour(...own: readonly BuiltElement[]): Uint8Array {
  const rgb = [element(0x00280002, 'US', 3), element(0x00280004, 'CS', 'RGB'), ...EIGHT];
  return ctImage([...rgb, ...own, element(0x7fe00010, 'OW', new Uint8Array(12))]);
}

const ICC = 0x00282000;
const whole = iccProfile({ colours: D50_ADOBE, curves: [gammaCurve(2.2)] });
const SRGB_CURVE = parametricCurve(3, [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045]);
const light = (value: number): number => (value < 0.081 ? value / 4.5 : ((value + 0.099) / 1.099) ** (1 / 0.45));

/** Every way of writing a tone curve, in both versions. */
const MATRIX_PROFILES: readonly (readonly [string, Uint8Array])[] = [
  ['Adobe RGB, a gamma', whole],
  ['a gamma of 1.8', iccProfile({ colours: D50_SRGB, curves: [gammaCurve(1.8)] })],
  ['a table of 256 entries', iccProfile({ colours: D50_ADOBE, curves: [sampledCurve(256, light)] })],
  [
    'a table of 1024 entries, version 4',
    iccProfile({ colours: D50_SRGB, curves: [sampledCurve(1024, light)], version: 4 }),
  ],
  ['no curve at all', iccProfile({ colours: D50_ADOBE, curves: [sampledCurve(2, (value) => value)] })],
  [
    'a curve of its own for each colour',
    iccProfile({ colours: D50_SRGB, curves: [gammaCurve(2), gammaCurve(2.4), gammaCurve(1.6)] }),
  ],
  ['parametric 0', iccProfile({ colours: D50_SRGB, curves: [parametricCurve(0, [1.7])], version: 4 })],
  ['parametric 1', iccProfile({ colours: D50_SRGB, curves: [parametricCurve(1, [2, 0.9, 0.1])], version: 4 })],
  ['parametric 2', iccProfile({ colours: D50_SRGB, curves: [parametricCurve(2, [2, 0.9, 0.05, 0.01])], version: 4 })],
  ['parametric 3', iccProfile({ colours: D50_ADOBE, curves: [SRGB_CURVE], version: 4 })],
  [
    'parametric 4',
    iccProfile({ colours: D50_SRGB, curves: [parametricCurve(4, [2.2, 0.95, 0.04, 0.3, 0.06, 0.01, 0])], version: 4 }),
  ],
];

describe('colour profiles', () => {
  it.skipIf(!hasTestdata())('a picture without colour, or without a profile, has none', () => {
    expect(profileOf(readBytes(testdata('px/hotiron.dcm')))).toBeUndefined();
    expect(profileOf(readBytes(testdata('ts-color/SC_rgb_rle.dcm')))).toBeUndefined();
  });

  it.each([
    ['the colours and the curve of sRGB', iccProfile({ colours: D50_SRGB, curves: [SRGB_CURVE], version: 4 }), 'srgb'],
    ['the same as a table', srgbProfile(), 'srgb'],
    ['other colours', whole, 'applied'],
    [
      'a curve that is only nearly that of sRGB',
      iccProfile({ colours: D50_SRGB, curves: [gammaCurve(2.2)] }),
      'applied',
    ],
    [
      'tables of its own',
      iccProfile({ colours: D50_ADOBE, curves: [gammaCurve(2.2)], more: [['A2B0', Buffer.alloc(32)]] }),
      'not-applied',
    ],
    [
      'a white that has a tint',
      iccProfile({ colours: D50_SRGB.map((value) => value * 0.9), curves: [gammaCurve(2.2)] }),
      'not-applied',
    ],
    ['a curve that nobody knows', iccProfile({ colours: D50_ADOBE, curves: [parametricCurve(5, [2])] }), 'not-applied'],
    [
      'a curve that is cut off',
      iccProfile({ colours: D50_ADOBE, curves: [sampledCurve(64, light).subarray(0, 40)] }),
      'not-applied',
    ],
    ['half of a header', whole.slice(0, 90), 'not-applied'],
    ['tags that lie outside', whole.slice(0, 260), 'not-applied'],
  ])('a profile with %s', (_name, bytes, is) => {
    expect(profileOf(colour(element(ICC, 'OB', bytes)))).toBe(is);
  });

  it('the word of the header counts where there is no profile', () => {
    expect(profileOf(colour(element(0x00282002, 'CS', 'SRGB')))).toBe('srgb');
    expect(profileOf(colour(element(0x00282002, 'CS', 'ADOBERGB')))).toBe('not-applied');
    expect(profileOf(colour())).toBeUndefined();
    expect(profileOf(ctImage([element(0x00282002, 'CS', 'ADOBERGB')]))).toBeUndefined();
  });

  it('a video is shown by the window as it comes: its profile is not applied', () => {
    const video = ctImage(
      [element(0x00280002, 'US', 3), element(0x00280004, 'CS', 'YBR_FULL'), ...EIGHT, element(ICC, 'OB', whole)],
      {
        transferSyntax: '1.2.840.10008.1.2.4.100',
      },
    );
    expect(profileOf(video)).toBe('not-applied');
  });
});

describe('what a profile makes of colours', () => {
  const decoder = new OwnDecoder();
  const STEP = 17;
  const steps = Array.from({ length: 16 }, (_, at) => at * STEP);
  /** 4,096 colours. */
  const grid = Uint8Array.from(steps.flatMap((r) => steps.flatMap((g) => steps.flatMap((b) => [r, g, b]))));
  const size = [element(0x00280010, 'US', 64), element(0x00280011, 'US', 64)];
  const shown = async (...own: readonly BuiltElement[]): Promise<Uint8Array> =>
    (await decoder.frame(ctImage([...size, ...EIGHT, ...own]), 1, 'display')).data;
  const picture = (icc: Uint8Array): readonly BuiltElement[] => [
    element(0x00280002, 'US', 3),
    element(0x00280004, 'CS', 'RGB'),
    element(0x00280006, 'US', 0),
    element(0x7fe00010, 'OW', grid),
    element(ICC, 'OB', icc),
  ];

  it.skipIf(!hasPeer('convert')).each(MATRIX_PROFILES)('is within a level of LittleCMS: %s', async (_name, icc) => {
    const folder = await tempDir();
    const file = (name: string, bytes: Uint8Array): string => {
      writeFileSync(path.join(folder, name), bytes);
      return path.join(folder, name);
    };
    const ppm = file('in.ppm', Buffer.concat([Buffer.from('P6\n64 64\n255\n', 'latin1'), grid]));
    const profiles = ['-profile', file('from.icc', icc), '-profile', file('to.icc', srgbProfile())];
    const said = execFileSync('convert', [ppm, '-intent', 'relative', ...profiles, '-depth', '8', 'ppm:-']);
    const theirs = new Uint8Array(said.subarray(said.length - grid.length));
    const ours = await shown(...picture(icc));
    const apart = ours.map((value, at) => Math.abs(value - (theirs[at] ?? 0)));
    expect(Math.max(...apart)).toBeLessThanOrEqual(1);
    // It did something at all.
    expect(ours.some((value, at) => Math.abs(value - (grid[at] ?? 0)) > 5)).toBe(true);
  });

  it('sRGB is shown bit for bit, and greys and stored values are never touched', async () => {
    expect(await shown(...picture(srgbProfile()))).toEqual(grid);
    const grey = Uint8Array.from({ length: 4096 }, (_, at) => at % 256);
    expect(await shown(element(0x7fe00010, 'OW', grey), element(ICC, 'OB', whole))).toEqual(grey);
    const stored = await decoder.frame(ctImage([...size, ...EIGHT, ...picture(whole)]), 1, 'stored');
    expect(stored.data).toEqual(grid);
  });
});
