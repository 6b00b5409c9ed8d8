import { transferSyntax } from '../../../../shared/dicom/transfer-syntax.ts';
import type { LossyFacts, PixelFormat } from '../../../../shared/model/image.ts';
import type { Attributes } from './attributes.ts';

/**
 * What was lost of a picture, by the word of its header and by its transfer syntax (Part 3 C.7.6.1.1.5). Once lossy stays lossy:
 * a ratio or a method without (0028,2110) counts, and so does a syntax that permits loss under a header that denies it.
 * Null when nothing says so.
 */
export function lossyFacts(attributes: Attributes, syntaxUid: string, pixels: PixelFormat | null): LossyFacts | null {
  const said = attributes.text('lossy');
  const ratios = attributes.numbers('lossyRatio').filter((ratio) => Number.isFinite(ratio) && ratio > 0);
  const methods = attributes.texts('lossyMethod').filter((method) => method !== '');
  const stored = transferSyntax(syntaxUid).lossy;
  const before = said === '01' || (said !== '00' && (ratios.some((ratio) => ratio > 1) || methods.length > 0));
  if (!stored && !before) return null;
  return {
    // One value for each lossy step; the largest is the least flattering one.
    ratio: ratios.length === 0 ? null : Math.max(...ratios),
    ...(methods.length > 0 ? { methods } : {}),
    ...(stored ? { storedRatio: storedRatio(attributes, pixels) } : {}),
  };
}

/** Bits of the pixels against bits of the code streams that lie here; null where either is not known. */
function storedRatio(attributes: Attributes, pixels: PixelFormat | null): number | null {
  const [, ...fragments] = attributes.element('pixels')?.fragments ?? [];
  const bytes = fragments.reduce((sum, { length }) => sum + length, 0);
  if (!pixels || bytes === 0) return null;
  const frames = Math.max(1, attributes.integer('numberOfFrames') ?? 1);
  const bits = pixels.rows * pixels.columns * pixels.samplesPerPixel * pixels.bitsStored * frames;
  return Math.round((bits / 8 / bytes) * 10) / 10;
}
