import { createHash } from 'node:crypto';
import { parseDicom } from '../../electron/station/dicom/parse/parse-dicom.ts';
import { sheetOf } from '../../electron/station/frames/sheet-frame.ts';
import type { DecodePool } from '../../electron/station/dicom/decode/decode-pool.ts';
import type { Voi } from '../../renderer/viewer/grey-chain.ts';
import { typedPixels } from '../../renderer/viewer/pixel-data.ts';
import type { DecodedFrame } from '../../renderer/viewer/pixel-data.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import { newObjectId, readBytes } from '../integration/decode/decoders.ts';
import { REFERENCE_IS_WRONG } from './golden.ts';
import type { AskedVoi, GreyAsked } from './grey-reference.ts';
import { testdata } from './testdata.ts';

/** A file of the test data as the program understands it, without a station. */
export interface GreyPicture {
  readonly path: string;
  readonly image: ImageInfo;
  readonly bytes: Uint8Array;
}

export function readPicture(path: string): GreyPicture {
  const bytes = readBytes(testdata(path));
  const parsed = parseDicom(bytes, { sha256: createHash('sha256').update(bytes).digest('hex') });
  if (!parsed.ok) throw parsed.error;
  const image = { ...parsed.value.image, objectId: newObjectId(), conflict: false };
  // Slices that lie side by side are judged on the sheet that is stored: its greys are theirs.
  return { path, bytes, image: sheetOf(image) ?? image };
}

export async function decodePicture(pool: DecodePool, picture: GreyPicture, frame: number): Promise<DecodedFrame> {
  const { image, bytes } = picture;
  const load = async (): Promise<Uint8Array> => bytes;
  const how = { form: 'display', priority: 'shown' } as const;
  const { header, data } = await pool.decode({ objectId: image.objectId, frame, ...how, load });
  return { header, pixels: typedPixels(header, data) };
}

/** The question to another program: this frame through this VOI step. */
export function askedOf({ path, image }: GreyPicture, frame: number, voi: Voi): GreyAsked {
  const step: AskedVoi = voi.kind === 'window' ? voi : { kind: 'curve', place: image.voiLuts.indexOf(voi.table) + 1 };
  // Where a tool's decoder is wrong, the same picture in another lossless form is what it judges by.
  const file = testdata(REFERENCE_IS_WRONG[path] ?? path);
  return { file, transferSyntax: image.transferSyntax, frame, voi: step };
}
