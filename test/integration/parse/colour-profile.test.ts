import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseDicom } from '../../../electron/station/dicom/parse/parse-dicom.ts';
import { ctImage, element } from '../../helpers/dicom-builder.ts';
import type { BuiltElement } from '../../helpers/dicom-builder.ts';
import { hasTestdata, testdata } from '../../helpers/testdata.ts';
import { readBytes } from '../decode/decoders.ts';

function profileOf(bytes: Uint8Array): string | undefined {
  const parsed = parseDicom(bytes, { sha256: createHash('sha256').update(bytes).digest('hex') });
  if (!parsed.ok) throw parsed.error;
  return parsed.value.image.colourProfile;
}

const D50_SRGB = [0.4361, 0.2225, 0.0139, 0.3851, 0.7169, 0.0971, 0.1431, 0.0606, 0.7141];
const D50_ADOBE = [0.6097, 0.3111, 0.0195, 0.2053, 0.6257, 0.0609, 0.1492, 0.0632, 0.7446];

/** A matrix profile without a name, with one gamma. */
function profile(matrix: readonly number[], gamma: number): Uint8Array {
  const tags = ['rXYZ', 'gXYZ', 'bXYZ', 'rTRC', 'gTRC', 'bTRC'];
  const bytes = Buffer.alloc(132 + 12 * tags.length + 3 * 20 + 16);
  bytes.write('RGB XYZ ', 16, 'latin1');
  bytes.write('acsp', 36, 'latin1');
  bytes.writeUInt32BE(tags.length, 128);
  const data = 132 + 12 * tags.length;
  tags.forEach((tag, at) => {
    bytes.write(tag, 132 + 12 * at, 'latin1');
    bytes.writeUInt32BE(at < 3 ? data + 20 * at : data + 60, 136 + 12 * at);
    bytes.writeUInt32BE(at < 3 ? 20 : 14, 140 + 12 * at);
    if (at >= 3) return;
    bytes.write('XYZ ', data + 20 * at, 'latin1');
    for (let i = 0; i < 3; i += 1) {
      bytes.writeInt32BE(Math.round((matrix[3 * at + i] ?? 0) * 65536), data + 20 * at + 8 + 4 * i);
    }
  });
  bytes.write('curv', data + 60, 'latin1');
  bytes.writeUInt32BE(1, data + 68);
  bytes.writeUInt16BE(Math.round(gamma * 256), data + 72);
  return new Uint8Array(bytes);
}

function colour(...own: readonly BuiltElement[]): Uint8Array {
  const eight = [element(0x00280100, 'US', 8), element(0x00280101, 'US', 8), element(0x00280102, 'US', 7)];
  const rgb = [element(0x00280002, 'US', 3), element(0x00280004, 'CS', 'RGB'), ...eight];
  return ctImage([...rgb, ...own, element(0x7fe00010, 'OW', new Uint8Array(12))]);
}

describe('colour profiles', () => {
  it.skipIf(!hasTestdata())('a picture without colour, or without a profile, has none', () => {
    expect(profileOf(readBytes(testdata('px/hotiron.dcm')))).toBeUndefined();
    expect(profileOf(readBytes(testdata('ts-color/SC_rgb_rle.dcm')))).toBeUndefined();
  });

  it.each([
    ['the primaries and the curve of sRGB', profile(D50_SRGB, 2.2), 'srgb'],
    ['other primaries', profile(D50_ADOBE, 2.2), 'not-applied'],
    ['another curve', profile(D50_SRGB, 1.8), 'not-applied'],
    ['half of a header', profile(D50_SRGB, 2.2).slice(0, 90), 'not-applied'],
    ['tags that lie outside', profile(D50_SRGB, 2.2).slice(0, 210), 'not-applied'],
  ])('a profile with %s', (_name, bytes, is) => {
    expect(profileOf(colour(element(0x00282000, 'OB', bytes)))).toBe(is);
  });

  it('the word of the header counts where there is no profile', () => {
    expect(profileOf(colour(element(0x00282002, 'CS', 'SRGB')))).toBe('srgb');
    expect(profileOf(colour(element(0x00282002, 'CS', 'ADOBERGB')))).toBe('not-applied');
    expect(profileOf(colour())).toBeUndefined();
    expect(profileOf(ctImage([element(0x00282002, 'CS', 'ADOBERGB')]))).toBeUndefined();
  });
});
