import type { RegionMark } from '../../shared/model/dicom-object.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import type { FrameRef } from '../viewer/index.ts';
import { pointsOn } from './region-marks.ts';

/** As much of a study as is looked at. */
export interface Pictured {
  readonly series: readonly { readonly images: readonly ImageInfo[] }[];
}

/** A picture that a mark stands over. */
export interface MarkPicture {
  readonly ref: FrameRef;
  /** In the order that the case shows its pictures in, from 0. */
  readonly order: number;
}

/** Finds the first picture of the case that a mark stands over; null: none of those that are here. */
export type FindPicture = (mark: RegionMark) => MarkPicture | null;

export function pictureFinder(studies: readonly Pictured[]): FindPicture {
  const bySop = new Map<string, Entry>();
  const bySpace = new Map<string, Entry[]>();
  let order = 0;
  for (const image of studies.flatMap((study) => study.series.flatMap((series) => series.images))) {
    if (!image.picture.shown) continue;
    const entry = { image, order };
    order += image.frames;
    if (image.sopUid !== null && !bySop.has(image.sopUid)) bySop.set(image.sopUid, entry);
    if (image.frameOfReference === null) continue;
    const inSpace = bySpace.get(image.frameOfReference);
    if (inSpace) inSpace.push(entry);
    else bySpace.set(image.frameOfReference, [entry]);
  }
  return (mark) => {
    const { place } = mark;
    if (place.in === 'image') return onPicture(mark, bySop.get(place.image.sopUid));
    for (const entry of bySpace.get(place.frameOfReference) ?? []) {
      const found = onPicture(mark, entry);
      if (found) return found;
    }
    return null;
  };
}

interface Entry {
  readonly image: ImageInfo;
  readonly order: number;
}

function onPicture(mark: RegionMark, entry: Entry | undefined): MarkPicture | null {
  if (!entry) return null;
  const { image, order } = entry;
  for (let frame = 1; frame <= image.frames; frame += 1) {
    if (pointsOn(mark, image, frame)) return { ref: { objectId: image.objectId, frame }, order: order + frame - 1 };
  }
  return null;
}
