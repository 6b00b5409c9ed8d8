import { AppError } from '../../../shared/errors/app-error.ts';
import type { ParsedRequest, Response } from '../../../shared/contract/index.ts';
import { MeasurementId } from '../../../shared/model/ids.ts';
import type { ObjectId, PersonId, StudyId } from '../../../shared/model/ids.ts';
import type { OnPrior } from '../../../shared/model/measurement.ts';
import { DeskState, Measurement } from '../../../shared/model/measurement.ts';
import type { DeskHanging } from '../../../shared/model/measurement.ts';
import { NO_FAULTS } from '../kernel/fault-points.ts';
import type { FaultPoints } from '../kernel/fault-points.ts';
import { newId } from '../kernel/ids.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';
import { newUid } from '../kernel/uid.ts';
import { CasesOfReader } from './cases-of-reader.ts';
import { offItsSheet } from './off-its-sheet.ts';
import { SeenMap } from './seen-map.ts';

export interface ReadingOptions {
  readonly index: Db;
  readonly journal: Db;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly faults?: FaultPoints;
  /** Whether two studies are of one patient, as the archive knows it. */
  readonly samePatient: (one: StudyId, other: StudyId) => boolean;
}

interface MeasurementRow {
  readonly study_id: string;
  readonly ordinal: number;
}

/** Measurements and desks of one reader, kept in the journal. Every answer to a save comes after its commit. */
export class Reading {
  readonly #index: Db;
  readonly #journal: Db;
  readonly #clock: Clock;
  readonly #personId: PersonId;
  readonly #seen: SeenMap;
  readonly #faults: FaultPoints;
  readonly #samePatient: ReadingOptions['samePatient'];

  /** What this reader has on the desk and put aside. */
  readonly cases: CasesOfReader;

  constructor(options: ReadingOptions) {
    this.cases = new CasesOfReader(options);
    this.#index = options.index;
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#personId = options.personId;
    this.#seen = new SeenMap(options);
    this.#faults = options.faults ?? NO_FAULTS;
    this.#samePatient = options.samePatient;
  }

  /** All measurements of the study, deleted ones too, in the order of drawing, and where this reader was. */
  load({ studyId }: ParsedRequest<'reading.load'>): Response<'reading.load'> {
    this.#requireStudy(studyId);
    const measurements = this.#journal
      .prepare<[string], string>('SELECT value FROM measurement WHERE study_id = ? ORDER BY ordinal')
      .pluck()
      .all(studyId)
      .map((text) => this.#offItsSheet(Measurement.parse(JSON.parse(text))));
    const desk = this.#journal
      .prepare<[string, string], string>('SELECT value FROM desk WHERE study_id = ? AND person_id = ?')
      .pluck()
      .get(studyId, this.#personId);
    return { measurements, desk: desk === undefined ? null : DeskState.parse(JSON.parse(desk)) };
  }

  /**
   * Saves or replaces one measurement; it is signed with this reader. Its ordinal must be one that `newMeasurement` gave, and
   * its image one of the study or of another one of its patient, which it says then: else `reading/conflict`, `archive/unknown-study`, `archive/unknown-object`.
   */
  saveMeasurement({ measurement }: ParsedRequest<'reading.saveMeasurement'>): Response<'reading.saveMeasurement'> {
    const { prior: _said, ...drawn } = measurement;
    const prior = this.#priorOf(measurement.studyId, measurement.objectId);
    const savedAt = this.#clock.nowIso();
    const { measurementId, studyId, ordinal } = measurement;
    const value = JSON.stringify({ ...drawn, ...(prior === null ? {} : { prior }), by: this.#personId });
    const save = this.#journal.transaction(() => {
      this.#checkPlace(measurement);
      this.#journal
        .prepare(
          `INSERT INTO measurement (measurement_id, study_id, ordinal, value, saved_at) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (measurement_id) DO UPDATE SET value = excluded.value, saved_at = excluded.saved_at`,
        )
        .run(measurementId, studyId, ordinal, value, savedAt);
    });
    this.#faults.around('measurement', () => save.immediate());
    return { savedAt };
  }

  /** The same drawing, measured anew on another ground: it stays signed by whoever drew it. */
  remeasured(measurement: Measurement): void {
    const save = this.#journal.prepare('UPDATE measurement SET value = ?, saved_at = ? WHERE measurement_id = ?');
    const value = JSON.stringify(measurement);
    this.#faults.around('measurement', () => save.run(value, this.#clock.nowIso(), measurement.measurementId));
  }

  /** Drawn before its sheet of slices was taken apart: kept as it lies from then on, so that all who read it find it there. */
  #offItsSheet(measurement: Measurement): Measurement {
    const moved = offItsSheet(this.#index, measurement);
    if (moved) this.remeasured(moved);
    return moved ?? measurement;
  }

  saveDesk({ studyId, desk }: ParsedRequest<'reading.saveDesk'>): Response<'reading.saveDesk'> {
    this.#requireStudy(studyId);
    const savedAt = this.#clock.nowIso();
    const save = this.#journal.prepare(
      `INSERT INTO desk (study_id, person_id, value, saved_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (study_id, person_id) DO UPDATE SET value = excluded.value, saved_at = excluded.saved_at`,
    );
    this.#faults.around('desk', () => save.run(studyId, this.#personId, JSON.stringify(desk), savedAt));
    return { savedAt };
  }

  /** By what this reader's cases were hung when they were left, by study; of those where it was written down. */
  hungBy(): ReadonlyMap<string, DeskHanging> {
    const rows = this.#journal
      .prepare<[string], { study_id: string; value: string }>('SELECT study_id, value FROM desk WHERE person_id = ?')
      .all(this.#personId);
    return new Map(
      rows.flatMap(({ study_id: studyId, value }): readonly [string, DeskHanging][] => {
        const { hanging } = DeskState.parse(JSON.parse(value));
        return hanging ? [[studyId, hanging]] : [];
      }),
    );
  }

  /** A fresh id, tracking UID and ordinal; the ordinal is spent even when nothing is ever saved under it. */
  newMeasurement({ studyId }: ParsedRequest<'reading.newMeasurement'>): Response<'reading.newMeasurement'> {
    this.#requireStudy(studyId);
    const next = this.#journal
      .prepare<[string], number>(
        `INSERT INTO ordinal (study_id, last) VALUES (?, 1)
         ON CONFLICT (study_id) DO UPDATE SET last = last + 1 RETURNING last`,
      )
      .pluck();
    const ordinal = this.#faults.around('measurement number', () => next.get(studyId));
    if (ordinal === undefined) throw new AppError('internal/bug', 'no ordinal was given');
    return { measurementId: MeasurementId.parse(newId()), trackingUid: newUid(), ordinal };
  }

  /** Frames of any study that is here: a prior beside the case is read too. Throws as SeenMap does. */
  saveSeen({ frames, looks }: ParsedRequest<'reading.saveSeen'>): Response<'reading.saveSeen'> {
    this.#seen.save(frames, looks);
    return { savedAt: this.#clock.nowIso() };
  }

  seen({ studyId }: ParsedRequest<'reading.seen'>): Response<'reading.seen'> {
    this.#requireStudy(studyId);
    return this.#seen.of(studyId);
  }

  looks({ studyId }: ParsedRequest<'reading.looks'>): Response<'reading.looks'> {
    this.#requireStudy(studyId);
    return { looks: this.#seen.looks(studyId) };
  }

  setAside(request: ParsedRequest<'reading.setAside'>): Response<'reading.setAside'> {
    this.#requireStudy(request.studyId);
    return { savedAt: this.#seen.setAside(request, this.#clock) };
  }

  #checkPlace({ measurementId, studyId, ordinal }: Measurement): void {
    const place = this.#journal
      .prepare<[string], MeasurementRow>('SELECT study_id, ordinal FROM measurement WHERE measurement_id = ?')
      .get(measurementId);
    if (place !== undefined) {
      if (place.study_id !== studyId || place.ordinal !== ordinal) throw conflict('a measurement changed its place');
      return;
    }
    const last = this.#journal
      .prepare<[string], number>('SELECT last FROM ordinal WHERE study_id = ?')
      .pluck()
      .get(studyId);
    if (ordinal > (last ?? 0)) throw conflict('an ordinal that was never given');
    const taken = this.#journal
      .prepare('SELECT 1 FROM measurement WHERE study_id = ? AND ordinal = ?')
      .get(studyId, ordinal);
    if (taken !== undefined) throw conflict('an ordinal that is taken');
  }

  #requireStudy(studyId: StudyId): void {
    const row = this.#index.prepare('SELECT 1 FROM study WHERE study_id = ?').get(studyId);
    if (row === undefined) throw new AppError('archive/unknown-study', 'the store has no such study');
  }

  /** Of which other study of the patient the image is; null where it is of the study itself. */
  #priorOf(studyId: StudyId, objectId: ObjectId): OnPrior | null {
    this.#requireStudy(studyId);
    const row = this.#index
      .prepare<[string], { study_id: StudyId; study_date: string | null }>(
        `SELECT study_id, study_date FROM object JOIN series USING (series_id) JOIN study USING (study_id)
           WHERE object_id = ?`,
      )
      .get(objectId);
    if (row?.study_id === studyId) return null;
    if (row === undefined || !this.#samePatient(studyId, row.study_id))
      throw new AppError('archive/unknown-object', 'the study has no such object, nor has another of its patient');
    return { studyDate: row.study_date };
  }
}

function conflict(message: string): AppError {
  return new AppError('reading/conflict', message);
}
