import type { PixelFormat } from '../../../../shared/model/image.ts';
import type { Attributes } from './attributes.ts';

/** Rows of red, green and blue of sRGB in the profile's own space, D50 (IEC 61966-2-1, adapted as ICC.1 wants). */
const SRGB: Readonly<Record<string, readonly number[]>> = {
  rXYZ: [0.4361, 0.2225, 0.0139],
  gXYZ: [0.3851, 0.7169, 0.0971],
  bXYZ: [0.1431, 0.0606, 0.7141],
};
/** Of a primary; of a curve in its middle, where a gamma of 1.8 is 0.07 away. */
const NEAR = 0.003;
const CURVE_NEAR = 0.01;
const MIDDLE = 0.214;

/**
 * Whether the colours of a picture are those of the screen (sRGB), by its ICC profile (0028,2000) or its word (0028,2002).
 * Undefined: grey, or nobody said. Pictures are shown as sRGB whatever this says; what is not sRGB has to be marked.
 */
export function colourProfile(attributes: Attributes, pixels: PixelFormat | null): 'srgb' | 'not-applied' | undefined {
  if (!pixels || (pixels.samplesPerPixel === 1 && pixels.photometric !== 'PALETTE COLOR')) return undefined;
  const profile = attributes.bytes('iccProfile');
  if (profile.length > 0) return isSrgb(profile) ? 'srgb' : 'not-applied';
  const said = attributes.text('colourSpace');
  return said === null ? undefined : said === 'SRGB' ? 'srgb' : 'not-applied';
}

/** ICC.1 clause 7: a header of 128 bytes and a table of tags. A profile that calls itself sRGB is believed. */
function isSrgb(profile: Uint8Array): boolean {
  const tags = tagsOf(profile);
  if (!tags || latin(profile, 16, 4) !== 'RGB ') return false;
  const name = tags.get('desc');
  if (name && latin(name, 0, name.length).replaceAll('\0', '').includes('sRGB')) return true;
  // Tables of their own go before the matrix.
  if (tags.has('A2B0')) return false;
  return ['r', 'g', 'b'].every((colour) => {
    const wanted = SRGB[`${colour}XYZ`] ?? [];
    const primary = tags.get(`${colour}XYZ`);
    const curve = tags.get(`${colour}TRC`);
    if (!primary || primary.length < 20 || !curve) return false;
    const near = wanted.every((value, at) => Math.abs(fixed(primary, 8 + 4 * at) - value) < NEAR);
    return near && Math.abs(middleOf(curve) - MIDDLE) < CURVE_NEAR;
  });
}

function tagsOf(profile: Uint8Array): ReadonlyMap<string, Uint8Array> | null {
  if (profile.length < 132 || latin(profile, 36, 4) !== 'acsp') return null;
  const tags = new Map<string, Uint8Array>();
  const count = Math.min(view(profile).getUint32(128), 100);
  for (let at = 132; at < 132 + 12 * count && at + 12 <= profile.length; at += 12) {
    const [offset, size] = [view(profile).getUint32(at + 4), view(profile).getUint32(at + 8)];
    tags.set(latin(profile, at, 4), profile.subarray(offset, offset + size));
  }
  return tags;
}

/** What a curve makes of one half; NaN where it cannot be read. */
function middleOf(curve: Uint8Array): number {
  const kind = latin(curve, 0, 4);
  if (curve.length < 12) return NaN;
  if (kind === 'curv') {
    const count = view(curve).getUint32(8);
    if (count === 0) return 0.5;
    if (count === 1) return curve.length < 14 ? NaN : 0.5 ** (view(curve).getUint16(12) / 256);
    const at = 12 + 2 * Math.round((count - 1) / 2);
    return at + 2 > curve.length ? NaN : view(curve).getUint16(at) / 65535;
  }
  if (kind !== 'para' || curve.length < 16) return NaN;
  const gamma = fixed(curve, 12);
  if (view(curve).getUint16(8) === 0) return 0.5 ** gamma;
  // Types 1 to 4 begin with (aX + b)^gamma above a point that lies well below one half.
  return curve.length < 24 ? NaN : (fixed(curve, 16) * 0.5 + fixed(curve, 20)) ** gamma;
}

/** s15Fixed16Number. */
function fixed(bytes: Uint8Array, at: number): number {
  return view(bytes).getInt32(at) / 65536;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function latin(bytes: Uint8Array, at: number, length: number): string {
  return Buffer.from(bytes.subarray(at, at + length)).toString('latin1');
}
