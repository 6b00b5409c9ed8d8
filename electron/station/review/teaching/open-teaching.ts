import { KeyImages } from '../../reading/key-images.ts';
import type { OpenStore } from '../../access/open-store.ts';
import type { StudyRules } from '../../access/profile/study-rules.ts';
import type { Archive } from '../../archive/archive.ts';
import type { StationParts } from '../../station-parts.ts';
import { TeachingRoom } from './teaching-room.ts';
import type { TeachingParts } from './teaching-room.ts';

export interface OpenTeachingOptions {
  readonly store: OpenStore;
  readonly station: StationParts;
  readonly archive: Pick<Archive, 'readFile'>;
  readonly rules: Pick<StudyRules, 'requireMayLeave'>;
}

/** Teaching over an open store. */
export function openTeaching(
  { store, station, archive, rules }: OpenTeachingOptions,
  own: Pick<TeachingParts, 'reviews' | 'key' | 'blindStudies'>,
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
