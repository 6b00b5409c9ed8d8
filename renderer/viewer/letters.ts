import { entryOf } from '../../shared/lib/entry-of.ts';
import { frameInfo } from '../../shared/model/image.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import { edgeLetters } from '../../shared/rules/orientation.ts';
import type { EdgeLetters } from '../../shared/rules/orientation.ts';

/** Letters at the edges of the picture as it stands; null where nobody said or the turn is not a quarter. */
export function lettersOf(image: ImageInfo, frame: number, rotation: number, flip: boolean): EdgeLetters | null {
  if (rotation !== 0 && rotation !== 90 && rotation !== 180 && rotation !== 270) return null;
  const { orientation } = frameInfo(image, frame);
  return edgeLetters({ orientation, patientOrientation: image.patientOrientation }, { rotation, flip });
}

const SIDES: Readonly<Record<string, string>> = { L: 'LEFT', R: 'RIGHT', B: 'BOTH SIDES' };

/** Which side and view, spelled out, of this frame where frames differ; empty where nobody said. */
export function sideText(image: ImageInfo, frame: number): string {
  const said = frameInfo(image, frame).acquired?.laterality;
  // A frame that says "unpaired" says no more than the object.
  const side = entryOf(SIDES, said) ?? entryOf(SIDES, image.laterality) ?? '';
  const view = [image.viewPosition ?? '', ...(image.viewModifiers ?? [])].filter((part) => part !== '').join(', ');
  return [side, view].filter((part) => part !== '').join(' ');
}

/** Modalities whose pictures are read by their sides: where no object says them, the reader has to know that. */
const SIDED = new Set(['CT', 'MR', 'PT', 'NM', 'CR', 'DX', 'MG', 'RG', 'PX', 'IO']);

/** What a picture should say of its sides and does not. Nothing is ever put in its place (fault F54). */
export function sideGaps(image: ImageInfo, frame: number, rotation: number, flip: boolean): readonly string[] {
  const modality = image.modality ?? '';
  // Along a path the sides change from place to place: the picture says that it is bent.
  if (image.reformat?.plane === 'curved') return [];
  if (!SIDED.has(modality)) return [];
  const letters =
    lettersOf(image, frame, rotation, flip) === null ? ['SIDES NOT KNOWN: no orientation in the image'] : [];
  const breast =
    modality === 'MG' && !/^(LEFT|RIGHT|BOTH)/.test(sideText(image, frame)) ? ['LEFT OR RIGHT BREAST NOT SAID'] : [];
  return [...letters, ...breast];
}
