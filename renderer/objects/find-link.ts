import type { ObjectId } from '../../shared/model/ids.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import type { SeriesForReading, StudyForReading } from '../../shared/model/study.ts';
import type { FrameRef } from '../viewer/index.ts';
import type { FindLink } from './document-lines.tsx';
import { objectTitle } from './object-words.ts';

interface Place {
  readonly image: ImageInfo;
  readonly series: SeriesForReading;
  /** From 1, in display order. */
  readonly number: number;
}

/** Finds what a document names among the studies that are open; the words name the series and the picture, never a UID. */
export function findLink(
  studies: readonly StudyForReading[],
  go: { readonly show: (ref: FrameRef) => void; readonly open: (objectId: ObjectId) => void },
): FindLink {
  const places = new Map<string, Place>();
  for (const series of studies.flatMap((study) => study.series)) {
    for (const [index, image] of series.images.entries()) {
      // Of several objects of one name the first one: the others are marked where they are shown.
      if (image.sopUid !== null && !places.has(image.sopUid))
        places.set(image.sopUid, { image, series, number: index + 1 });
    }
  }
  return ({ sopUid }, frame) => {
    const place = places.get(sopUid);
    if (!place) return null;
    const { image, series, number } = place;
    if (!image.picture.shown) return { words: objectTitle(image, false), go: () => go.open(image.objectId) };
    const at = frame !== null && frame <= image.frames ? frame : 1;
    const which = frame === null || image.frames === 1 ? '' : `, frame ${at}`;
    const name = [series.modality, series.number].filter((part) => part !== null).join(' ');
    return { words: `${name} image ${number}${which}`, go: () => go.show({ objectId: image.objectId, frame: at }) };
  };
}
