import { AppError } from '../../../shared/errors/app-error.ts';
import { SeriesCalibration } from '../../../shared/model/calibration.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import { withCalibration } from '../../../shared/rules/reader-calibration.ts';
import type { ArchiveObject } from '../archive/archive-object.ts';
import { NO_FAULTS } from '../kernel/fault-points.ts';
import type { FaultPoints } from '../kernel/fault-points.ts';
import type { Db } from '../kernel/sqlite.ts';

export interface CalibrationsOptions {
  readonly index: Db;
  readonly journal: Db;
  readonly faults?: FaultPoints;
}

/** Calibrations of series by readers, in the journal. Every picture of such a series is read with it, whoever asks. */
export class Calibrations {
  readonly #options: CalibrationsOptions;
  /** By study, then by our id of the series. */
  readonly #known = new Map<StudyId, ReadonlyMap<string, SeriesCalibration>>();

  constructor(options: CalibrationsOptions) {
    this.#options = options;
  }

  /** The picture of an object with the calibration of its series. */
  apply({ image, studyId, seriesId }: Pick<ArchiveObject, 'image' | 'studyId' | 'seriesId'>): ImageInfo {
    const found = this.#of(studyId).get(seriesId);
    return found ? withCalibration(image, found) : image;
  }

  list(studyId: StudyId): readonly SeriesCalibration[] {
    return [...this.#of(studyId).values()];
  }

  /** Our id of a series of a study. @throws AppError archive/unknown-series */
  seriesId(studyId: StudyId, seriesUid: string): string {
    const found = this.#options.index
      .prepare<[string, string], string>('SELECT series_id FROM series WHERE study_id = ? AND series_uid = ?')
      .pluck()
      .get(studyId, seriesUid);
    if (found === undefined) throw new AppError('archive/unknown-series', 'the study has no such series');
    return found;
  }

  /** Keeps a calibration in place of the one before; answers after the commit. */
  save(calibration: SeriesCalibration): void {
    const { journal, faults = NO_FAULTS } = this.#options;
    const { studyId, seriesUid, at } = calibration;
    const insert = journal.prepare(
      `INSERT INTO series_calibration (study_id, series_uid, value, saved_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (study_id, series_uid) DO UPDATE SET value = excluded.value, saved_at = excluded.saved_at`,
    );
    faults.around('series calibration', () => insert.run(studyId, seriesUid, JSON.stringify(calibration), at));
    this.#known.delete(studyId);
  }

  /** The series measures by its header again. */
  withdraw(studyId: StudyId, seriesUid: string): void {
    const { journal, faults = NO_FAULTS } = this.#options;
    const remove = journal.prepare('DELETE FROM series_calibration WHERE study_id = ? AND series_uid = ?');
    faults.around('series calibration', () => remove.run(studyId, seriesUid));
    this.#known.delete(studyId);
  }

  #of(studyId: StudyId): ReadonlyMap<string, SeriesCalibration> {
    const before = this.#known.get(studyId);
    if (before) return before;
    const found = this.#options.journal
      .prepare<[string], string>('SELECT value FROM series_calibration WHERE study_id = ? ORDER BY series_uid')
      .pluck()
      .all(studyId)
      .map((text) => SeriesCalibration.parse(JSON.parse(text)));
    const bySeries = new Map(found.map((one) => [this.seriesId(studyId, one.seriesUid), one]));
    this.#known.set(studyId, bySeries);
    return bySeries;
  }
}
