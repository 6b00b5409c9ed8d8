import { LRUCache } from 'lru-cache';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { Db } from '../kernel/sqlite.ts';
import type { ArchiveObject } from './archive-object.ts';

/** A case with its prior in each of several windows, and the case before it. */
const MOST_STUDIES = 6;
/** Of all studies that are kept, in objects: some 2 KB each. */
const MOST_OBJECTS = 6000;

/**
 * Objects of the studies that were opened last: every window with pictures asks for the case and its prior, and to read a row is to
 * read its JSON. What was kept counts only while nothing was written to the index, by this connection or another one.
 */
export class StudyObjects {
  readonly #changed: () => string;
  readonly #kept = new LRUCache<StudyId, readonly ArchiveObject[]>({
    max: MOST_STUDIES,
    maxSize: MOST_OBJECTS,
    sizeCalculation: (objects) => Math.max(1, objects.length),
  });
  #state = '';

  constructor(db: Db) {
    const own = db.prepare<[], number>('SELECT total_changes()').pluck();
    const others = db.prepare<[], number>('PRAGMA data_version').pluck();
    this.#changed = () => `${own.get() ?? 0} ${others.get() ?? 0}`;
  }

  /** @param read the rows of the study, where nothing is kept that still counts */
  of(studyId: StudyId, read: () => readonly ArchiveObject[]): readonly ArchiveObject[] {
    const state = this.#changed();
    if (state !== this.#state) this.#kept.clear();
    this.#state = state;
    const known = this.#kept.get(studyId);
    if (known) return known;
    const objects = read();
    this.#kept.set(studyId, objects);
    return objects;
  }
}
