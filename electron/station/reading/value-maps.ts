import type { StudyId } from '../../../shared/model/ids.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import { SeriesValueMap } from '../../../shared/model/value-map.ts';
import { withValueMap } from '../../../shared/rules/value-maps.ts';
import type { ArchiveObject } from '../archive/archive-object.ts';
import { NO_FAULTS } from '../kernel/fault-points.ts';
import type { FaultPoints } from '../kernel/fault-points.ts';
import type { Db } from '../kernel/sqlite.ts';

export interface ValueMapsOptions {
  readonly journal: Db;
  /** Our id of a series of a study. @throws AppError archive/unknown-series */
  readonly seriesId: (studyId: StudyId, seriesUid: string) => string;
  readonly faults?: FaultPoints;
}

/** Maps of stored values that readers chose, in the journal. Every picture that one is for is read with it, whoever asks. */
export class ChosenValueMaps {
  readonly #options: ValueMapsOptions;
  /** By study, then by our id of the series. */
  readonly #known = new Map<StudyId, ReadonlyMap<string, SeriesValueMap>>();

  constructor(options: ValueMapsOptions) {
    this.#options = options;
  }

  apply(image: ImageInfo, { studyId, seriesId }: Pick<ArchiveObject, 'studyId' | 'seriesId'>): ImageInfo {
    const found = this.#of(studyId).get(seriesId);
    return found ? withValueMap(image, found) : image;
  }

  list(studyId: StudyId): readonly SeriesValueMap[] {
    return [...this.#of(studyId).values()];
  }

  /** Keeps a choice in place of the one before; answers after the commit. */
  save(chosen: SeriesValueMap): void {
    const { journal, faults = NO_FAULTS } = this.#options;
    const { studyId, seriesUid, at } = chosen;
    const insert = journal.prepare(
      `INSERT INTO series_value_map (study_id, series_uid, value, saved_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (study_id, series_uid) DO UPDATE SET value = excluded.value, saved_at = excluded.saved_at`,
    );
    faults.around('series value map', () => insert.run(studyId, seriesUid, JSON.stringify(chosen), at));
    this.#known.delete(studyId);
  }

  /** The series has the values of its own header again. */
  withdraw(studyId: StudyId, seriesUid: string): void {
    const { journal, faults = NO_FAULTS } = this.#options;
    const remove = journal.prepare('DELETE FROM series_value_map WHERE study_id = ? AND series_uid = ?');
    faults.around('series value map', () => remove.run(studyId, seriesUid));
    this.#known.delete(studyId);
  }

  #of(studyId: StudyId): ReadonlyMap<string, SeriesValueMap> {
    const before = this.#known.get(studyId);
    if (before) return before;
    const found = this.#options.journal
      .prepare<[string], string>('SELECT value FROM series_value_map WHERE study_id = ? ORDER BY series_uid')
      .pluck()
      .all(studyId)
      .map((text) => SeriesValueMap.parse(JSON.parse(text)));
    const bySeries = new Map(found.map((one) => [this.#options.seriesId(studyId, one.seriesUid), one]));
    this.#known.set(studyId, bySeries);
    return bySeries;
  }
}
