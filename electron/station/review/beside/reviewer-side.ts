import type { PersonId, StudyId } from '../../../../shared/model/ids.ts';
import type { BesideSide } from '../../../../shared/model/review/beside.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { KeyImages } from '../../reading/key-images.ts';
import { seenSeries } from '../../reading/report-seen-map.ts';
import { studyMeasurements } from '../../reporting/reported-measurements.ts';
import type { Clock } from '../../kernel/ports.ts';
import { drawnMark, keyMark } from './beside-marks.ts';

/** What somebody drew, marked and had on the glass of the copy of a case, as the journal has it now. */
export function reviewerSide(
  parts: { readonly index: Db; readonly journal: Db; readonly clock: Clock; readonly personId: PersonId },
  copyId: StudyId,
): BesideSide {
  const { journal, personId } = parts;
  const drawn = studyMeasurements(journal, copyId).filter((one) => !one.deleted && one.by === personId);
  const marked = new KeyImages(parts).of(copyId).filter(({ by }) => by === personId);
  return {
    marks: [
      ...drawn.map((one) => drawnMark(one, { objectId: one.objectId, frame: one.frame })),
      ...marked.map((one) => keyMark(one, { objectId: one.objectId, frame: one.frame })),
    ],
    seen: seenSeries(parts, personId, copyId).map(({ objects, ...series }) => ({
      ...series,
      objects: objects.map(({ shown, ...object }) => ({
        ...object,
        shown: shown.map(({ at: _when, ...look }) => look),
      })),
    })),
  };
}
