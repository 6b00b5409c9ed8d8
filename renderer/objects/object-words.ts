import { sopClassName } from '../../shared/dicom/sop-classes.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import type { SeriesForReading } from '../../shared/model/study.ts';

/** Objects of a series that have no picture of their own: each is listed. */
export function objectsOf(series: SeriesForReading): readonly ImageInfo[] {
  return series.images.filter(({ picture }) => !picture.shown && picture.why !== 'video');
}

/** Rigid or deformable: the second is named and not applied. */
export function isRegistration({ sopClass }: ImageInfo): boolean {
  return sopClass === '1.2.840.10008.5.1.4.1.1.66.1' || sopClass === '1.2.840.10008.5.1.4.1.1.66.3';
}

/** "Mammography CAD SR 2": what it is, and its number where it has company. */
export function objectTitle({ sopClass, instanceNumber }: ImageInfo, isAlone: boolean): string {
  const name = sopClassName(sopClass);
  return isAlone || instanceNumber === null ? name : `${name} ${instanceNumber}`;
}
