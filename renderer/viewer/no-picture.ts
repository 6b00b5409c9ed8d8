import { assertNever } from '../../shared/lib/assert-never.ts';
import type { ImageInfo, NoPicture } from '../../shared/model/image.ts';
import { videoText } from './video/video-words.ts';

/** Opened beside the pictures, from the series rail: these are no failures. */
const OPENS: ReadonlySet<NoPicture> = new Set<NoPicture>([
  'document',
  'report',
  'presentation-state',
  'segmentation',
  'waveform',
  'radiotherapy',
]);

/** In the place of a picture: what it is, and what to do; keys by their command (`wordsWithKeys`). */
export function noPictureText(image: ImageInfo): string {
  if (image.picture.shown) return '';
  const { why } = image.picture;
  const kind = kindText(why, image);
  if (!OPENS.has(why)) return `Cannot display: ${kind}`;
  const lead = kind.replace(/^./, (letter) => letter.toUpperCase());
  return `${lead}, without a picture of its own. {image.open-object} opens it; its name stands in the series rail ({layout.rail}).`;
}

const STAYS = 'Look at it where it was taken. It stays listed, and goes on as it came.';

function kindText(why: NoPicture, image: ImageInfo): string {
  switch (why) {
    case 'no-pixel-data':
      return 'object without pixel data';
    case 'document':
      return 'encapsulated document';
    case 'report':
      return `${image.modality === 'KO' ? 'key object selection' : 'SR'} document`;
    case 'presentation-state':
      return 'presentation state';
    case 'segmentation':
      return 'segmentation';
    case 'waveform':
      return 'waveform';
    case 'radiotherapy':
      return 'radiotherapy object';
    case 'video':
      return videoText(image.transferSyntax);
    case 'unsupported-transfer-syntax':
      return `transfer syntax ${image.transferSyntax} is not supported. ${STAYS}`;
    case 'unsupported-pixel-format':
      return `pixel format is not supported. ${STAYS}`;
    default:
      return assertNever(why);
  }
}
