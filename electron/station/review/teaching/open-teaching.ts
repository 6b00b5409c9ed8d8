import { KeyImages } from '../../reading/key-images.ts';
import type { OpenReviewOptions } from '../open-review.ts';
import { TeachingRoom } from './teaching-room.ts';
import type { TeachingParts } from './teaching-room.ts';

/** Teaching over an open store. */
export function openTeaching(
  { store, station, archive, rules }: OpenReviewOptions,
  own: Pick<TeachingParts, 'reviews' | 'key'>,
): TeachingRoom {
  const { index, journal, commands, personId, dir: storeDir, faults } = store;
  const { clock } = station.options;
  const marks = new KeyImages({ index, journal, clock, personId });
  return new TeachingRoom({
    ...{ index, commands, clock, personId, storeDir, faults, ...own },
    ...{ parsers: station.parsers, pool: station.pool },
    requireMayLeave: (studyId) => rules.requireMayLeave(studyId, 'object'),
    readFile: (objectId) => archive.readFile(objectId),
    marks: (studyId) => marks.of(studyId),
  });
}
