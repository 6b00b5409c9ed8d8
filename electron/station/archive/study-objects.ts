import { LRUCache } from 'lru-cache';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { WorklistRow } from '../../../shared/model/study.ts';
import type { Db, Statement } from '../kernel/sqlite.ts';
import { OBJECT_SQL, objectOfRow } from './archive-object.ts';
import type { ArchiveObject, ObjectRow } from './archive-object.ts';

/** A case with its prior in each of several windows, and the case before it. */
const MOST_STUDIES = 6;
/** Of all studies that are kept, in objects: some 2 KB each. */
const MOST_OBJECTS = 6000;
/** Rows of a study that are read ahead at most, some tenths of a second: whoever scrolls the list meanwhile waits for them. */
const MOST_AHEAD = 2000;

/**
 * Objects of the studies that were opened last: every window with pictures asks for the case and its prior, and to read a row is to
 * read its JSON. What was kept counts only while nothing was written to the index, by this connection or another one.
 */
export class StudyObjects {
  readonly #db: Db;
  readonly #rows: Statement<[string], ObjectRow>;
  readonly #written: readonly Statement<[], number>[];
  readonly #kept = new LRUCache<StudyId, readonly ArchiveObject[]>({
    max: MOST_STUDIES,
    maxSize: MOST_OBJECTS,
    sizeCalculation: (objects) => Math.max(1, objects.length),
  });
  #state = '';
  #next: readonly Pick<WorklistRow, 'studyId' | 'received'>[] | null = null;

  constructor(db: Db) {
    this.#db = db;
    this.#rows = db.prepare(`${OBJECT_SQL} WHERE series.study_id = ? ORDER BY object.sort_key, object.object_id`);
    this.#written = ['SELECT total_changes()', 'PRAGMA data_version'].map((sql) => db.prepare<[], number>(sql).pluck());
  }

  of(studyId: StudyId): readonly ArchiveObject[] {
    const state = this.#written.map((counted) => counted.get()).join(' ');
    if (state !== this.#state) this.#kept.clear();
    this.#state = state;
    const known = this.#kept.get(studyId);
    if (known) return known;
    const objects = this.#rows.all(studyId).map(objectOfRow);
    this.#kept.set(studyId, objects);
    return objects;
  }

  /** Reads what will be asked for next, once what is going on now has had its answer. Only the last word counts; large studies wait. */
  ahead(studies: readonly Pick<WorklistRow, 'studyId' | 'received'>[]): void {
    if (this.#next === null) setImmediate(() => this.#readNext());
    this.#next = studies;
  }

  #readNext(): void {
    const studies = this.#next ?? [];
    this.#next = null;
    // The store may have been closed meanwhile.
    if (!this.#db.open) return;
    for (const { studyId, received } of studies) if (received <= MOST_AHEAD) this.of(studyId);
  }
}
