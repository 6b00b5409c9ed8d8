import { transferSyntax } from '../../../../../shared/dicom/transfer-syntax.ts';
import { AppError } from '../../../../../shared/errors/app-error.ts';
import { packVideo } from '../../../../../shared/model/video-track.ts';
import { joinFragments, readFragments } from '../frame-locator.ts';
import { readPixelHeader } from '../pixel-header.ts';
import { avcTrack } from './avc-track.ts';

/** A window holds a video as a whole. */
const LARGEST_VIDEO = 512 * 1024 * 1024;

/**
 * The H.264 of a video object (Part 5 8.2.7, 8.2.8), as the window's own decoder takes it. Nothing is decoded here.
 * @throws AppError dicom/… where there is no such video
 */
export function videoOf(file: Uint8Array): Uint8Array {
  const header = readPixelHeader(file);
  const syntax = transferSyntax(header.transferSyntax);
  if (!syntax.video) throw new AppError('dicom/unsupported-transfer-syntax', 'the object is no video');
  const { fragments } = readFragments(header);
  if (fragments.length === 0) throw new AppError('dicom/no-pixel-data', 'the pixel data hold no fragment');
  const cut = fragments.some((fragment) => fragment.cut);
  if (cut) throw new AppError('dicom/pixel-data-incomplete', 'the video ends early');
  const stream = joinFragments({ fragments, cut });
  if (stream.length > LARGEST_VIDEO)
    throw new AppError('dicom/too-large', 'the video is larger than a window can hold');
  const { track, parts } = avcTrack(stream);
  return packVideo(track, parts);
}
