import { idFromBytes, ObjectId, SeriesId } from '../../../../shared/model/ids.ts';
import type { ImageInfo, Vec3 } from '../../../../shared/model/image.ts';
import type { SeriesForReading, StudyForReading } from '../../../../shared/model/study.ts';
import { worklistRow } from '../../renderer/helpers/worklist-rows.ts';
import { imageOf } from '../rules/image-fixture.ts';

const ident = (text: string): string =>
  idFromBytes(Uint8Array.from({ length: 26 }, (_, i) => (text.charCodeAt(i % text.length) * (i + 7) + i) & 255));

export const objectId = (name: string): ObjectId => ObjectId.parse(ident(name));

/** An axial slice at a height, mm. */
export function axial(name: string, z: number, changes: Partial<ImageInfo> = {}): ImageInfo {
  const position: Vec3 = [0, 0, z];
  return imageOf({
    size: [128, 128],
    frame: { position, orientation: [1, 0, 0, 0, 1, 0], pixelSpacing: [1, 1], sliceThickness: 2 },
    image: { objectId: objectId(name), frameOfReference: '1.2.9', ...changes },
  });
}

export function seriesOf(
  name: string,
  modality: string,
  images: readonly ImageInfo[],
  changes: Partial<SeriesForReading> = {},
): SeriesForReading {
  return {
    seriesId: SeriesId.parse(ident(`series ${name}`)),
    seriesUid: `2.25.7.${name}`,
    modality,
    number: 1,
    description: name,
    bodyPart: null,
    laterality: null,
    protocol: null,
    frameOfReference: null,
    date: null,
    time: null,
    received: images.length,
    expected: null,
    thumbnail: null,
    images: [...images],
    ...changes,
  };
}

export function studyOf(seed: number, series: readonly SeriesForReading[]): StudyForReading {
  return { study: worklistRow(seed), series: [...series], priors: [] };
}

/** A stack of axial slices from a height upwards. */
export function volume(
  name: string,
  modality: string,
  count: number,
  from = 0,
  step = 2,
  changes: Partial<ImageInfo> = {},
): SeriesForReading {
  return seriesOf(
    name,
    modality,
    Array.from({ length: count }, (_, i) => axial(`${name}${i}`, from + i * step, { modality, ...changes })),
  );
}
