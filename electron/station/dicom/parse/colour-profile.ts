import { colourTransform } from '../../../../shared/dicom/colour-transform.ts';
import { readIccProfile } from '../../../../shared/dicom/icc-profile.ts';
import type { ImageInfo, PixelFormat } from '../../../../shared/model/image.ts';
import type { Attributes } from './attributes.ts';

/**
 * What becomes of the colours of a picture on the screen (sRGB), by its ICC profile (0028,2000) or its word (0028,2002). Undefined:
 * grey, or nobody said. A matrix profile is applied by the decoder; by what is not applied a picture is shown as if it were sRGB,
 * which has to be marked.
 * @param isDecoded the picture comes from the decoder: a video is shown by the window as it comes
 */
export function colourProfile(
  attributes: Attributes,
  pixels: PixelFormat | null,
  isDecoded: boolean,
): ImageInfo['colourProfile'] {
  if (!pixels || (pixels.samplesPerPixel === 1 && pixels.photometric !== 'PALETTE COLOR')) return undefined;
  const bytes = attributes.bytes('iccProfile');
  if (bytes.length === 0) {
    const said = attributes.text('colourSpace');
    return said === null ? undefined : said === 'SRGB' ? 'srgb' : 'not-applied';
  }
  const profile = readIccProfile(bytes);
  if (profile === null) return 'not-applied';
  if (profile.kind === 'other') return profile.named ? 'srgb' : 'not-applied';
  if (colourTransform(profile) === null) return 'srgb';
  return isDecoded ? 'applied' : 'not-applied';
}
