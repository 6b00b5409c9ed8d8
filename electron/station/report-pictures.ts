import { AppError } from '../../shared/errors/app-error.ts';
import type { OpenStore } from './access/open-store.ts';
import type { StudyRules } from './access/profile/study-rules.ts';
import type { Archive } from './archive/archive.ts';
import { frameValues } from './dicom/decode/frame-values.ts';
import { KeyImages } from './reading/key-images.ts';
import type { ReportingOptions } from './reporting/reporting-options.ts';
import type { StationParts } from './station-parts.ts';

export type ReportPictures = Required<Pick<ReportingOptions, 'keyImages' | 'pictures'>>;

/** The key images of a report, and their pixels as they are on the glass. What a site keeps in is named on its page, and not drawn. */
export function picturesIn(
  { index, journal, personId }: OpenStore,
  station: StationParts,
  archive: Archive,
  rules: Pick<StudyRules, 'mayLeave'>,
): ReportPictures {
  const marks = new KeyImages({ index, journal, clock: station.options.clock, personId });
  return {
    keyImages: (studyId) => marks.of(studyId),
    pictures: {
      image: (objectId) => {
        const { image, studyId } = archive.object(objectId);
        const answer = rules.mayLeave(studyId, 'object');
        if (!answer.allowed) throw new AppError(answer.code, answer.words);
        return image;
      },
      pixels: async (objectId, frame, signal) => {
        const decoded = await station.frames.obtain({
          objectId,
          frame,
          form: 'display',
          priority: () => 'idle',
          signal,
        });
        const { rows, columns, samples } = decoded.header;
        return { rows, columns, samples, data: frameValues(decoded) };
      },
    },
  };
}
