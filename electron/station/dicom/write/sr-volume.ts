import type { NoOutline } from '../../../../shared/model/grown-outline.ts';
import type { ReportedMeasurement } from '../../../../shared/model/report.ts';
import { outlineCorners } from '../../../../shared/volume/outline-text.ts';
import { child, codedItem, coordinatesItem, imageItem } from './content-item.ts';
import type { ImageReference } from './content-item.ts';
import type { DicomItem } from './element.ts';
import { CODES } from './sr-codes.ts';
import { frameReference } from './sr-header.ts';

/** How the comment begins that says why a volume has no outlines; what reads our reports knows it by this. */
export const PRESS_ALONE = 'Only the place it was grown from is here: ';

const WHY: Readonly<Record<NoOutline, string>> = {
  'other-values': 'the region that grows from it now gives other values than were measured',
  'too-much': 'its outlines are more than one report holds',
  'not-here': 'its pictures could not be read',
  'no-names': 'its pictures have no UIDs of their own',
};

/** The pictures that a grown volume lies on; null for whatever goes out without such. */
export function volumeImages({ grown }: ReportedMeasurement): readonly ImageReference[] | null {
  if (grown?.written !== true) return null;
  return grown.pictures.map(({ sopUid, sopClass, frame, frames }) => ({
    ...{ sopUid, sopClass },
    frame: frameReference(frame, frames),
  }));
}

/**
 * A volume as its outlines, picture by picture (TID 1411, rows 3c, 5 and 6). A part with holes is one line that goes into them by a cut of
 * no width (shared/volume/mask-outline.ts): TID 1411 has no holes, and one that stood by itself would count as filled.
 */
export function volumeRegions({ grown }: ReportedMeasurement): DicomItem[] {
  if (grown?.written !== true) return [];
  const purpose = child('CONTAINS', codedItem(CODES.geometricPurpose, CODES.outline));
  const regions = grown.pictures.flatMap(({ sopUid, sopClass, frame, frames, outlines }) => {
    const image = imageItem(null, { sopUid, sopClass, frame: frameReference(frame, frames) });
    return outlines.map((text) =>
      // Corners of pixels: their count is the frame of SCOORD itself.
      child(
        'CONTAINS',
        coordinatesItem(CODES.imageRegion, 'POLYLINE', outlineCorners(text)),
        child('SELECTED FROM', image),
      ),
    );
  });
  return [purpose, ...regions];
}

export function pressAlone({ grown }: ReportedMeasurement): string[] {
  return grown?.written === false ? [`${PRESS_ALONE}${WHY[grown.why]}`] : [];
}
