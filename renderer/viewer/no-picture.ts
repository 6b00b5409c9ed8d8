import { assertNever } from '../../shared/lib/assert-never.ts';
import type { ImageInfo, NoPicture } from '../../shared/model/image.ts';
import { videoText } from './video/video-words.ts';

/** In the place of a picture: what it is, and that it stays listed. */
export function noPictureText(image: ImageInfo): string {
  return image.picture.shown ? '' : `Cannot display: ${kindText(image.picture.why, image)}`;
}

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
      return `transfer syntax ${image.transferSyntax} is not supported`;
    case 'unsupported-pixel-format':
      return 'pixel format is not supported';
    default:
      return assertNever(why);
  }
}
