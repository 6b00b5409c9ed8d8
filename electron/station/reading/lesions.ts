import type { ParsedRequest, Response } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { MeasurementId, PersonId, StudyId } from '../../../shared/model/ids.ts';
import { frameInfo } from '../../../shared/model/image.ts';
import type { LesionEntry, LesionLedger, LesionRole } from '../../../shared/model/lesion.ts';
import { Measurement } from '../../../shared/model/measurement.ts';
import { lesionLedger, numberOf } from '../../../shared/rules/recist/course.ts';
import type { CourseStudy } from '../../../shared/rules/recist/course.ts';
import { mayBeFound } from '../../../shared/rules/recist/lesion-cell.ts';
import type { CourseDrawing } from '../../../shared/rules/recist/lesion-cell.ts';
import type { Archive } from '../archive/archive.ts';
import { NO_FAULTS } from '../kernel/fault-points.ts';
import type { FaultPoints } from '../kernel/fault-points.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';
import { newUid } from '../kernel/uid.ts';
import { labelsEverGiven, lesionEntries, saveLesion } from './lesion-rows.ts';

export interface LesionsOptions {
  readonly journal: Db;
  readonly archive: Pick<Archive, 'object' | 'studiesOfSamePatient'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly faults?: FaultPoints;
}

type MarkRequest = ParsedRequest<'reading.markLesion'>;

const LETTERS: Readonly<Record<LesionRole, string>> = { target: 'T', 'non-target': 'NT', new: 'N' };

/** Lesions of patients over time: entries in the journal, and the ledger that the rules make of them. */
export class Lesions {
  readonly #options: LesionsOptions;

  constructor(options: LesionsOptions) {
    this.#options = options;
  }

  /** Over all studies of the patient that are here. @throws AppError archive/unknown-study */
  ledger(studyId: StudyId): LesionLedger {
    const { journal } = this.#options;
    const studies = this.#studies(studyId);
    const entries = lesionEntries(
      journal,
      studies.map((one) => one.studyId),
    );
    return lesionLedger({ studies, entries, drawings: this.#drawings(entries) });
  }

  /**
   * Enters what was found of a lesion in a study, or takes it back; a drawing is of one lesion only. Answers after the commit.
   * @throws AppError archive/unknown-study, reading/not-this-lesion
   */
  mark(request: MarkRequest): Response<'reading.markLesion'> {
    const { journal, clock, faults = NO_FAULTS } = this.#options;
    const studyIds = this.#studies(request.about).map(({ studyId }) => studyId);
    if (!studyIds.includes(request.studyId)) throw refused('another patient');
    const savedAt = clock.nowIso();
    const write = journal.transaction(() => {
      const entry = this.#entry(request, studyIds, savedAt);
      const others = lesionEntries(journal, studyIds).filter((one) => one.trackingUid !== entry.trackingUid);
      if (request.finding) for (const one of others) this.#release(one, request.finding.measurements, savedAt);
      saveLesion(journal, entry, savedAt, request.finding !== null);
      return entry.trackingUid;
    });
    const trackingUid = faults.around('lesion', () => write.immediate());
    return { savedAt, trackingUid, ledger: this.ledger(request.about) };
  }

  #entry(request: MarkRequest, studyIds: readonly StudyId[], at: string): LesionEntry {
    const { journal, personId } = this.#options;
    const { studyId, finding, organ } = request;
    const known = lesionEntries(journal, studyIds).filter((one) => one.trackingUid === request.trackingUid);
    if (request.trackingUid !== null && known.length === 0) throw refused('no such lesion of this patient');
    const [before] = known;
    const elsewhere = known.find((one) => one.studyId !== studyId);
    const { role, nature } = elsewhere ?? request;
    if (elsewhere && (elsewhere.role !== request.role || elsewhere.nature !== request.nature))
      throw refused('what a lesion is was settled in another study');
    const said = finding ?? before?.finding;
    if (!said) throw refused('there is nothing to take back');
    if (finding) this.#check(request, finding);
    const same = before?.role === role;
    return {
      trackingUid: before?.trackingUid ?? newUid(),
      label: before && same ? before.label : this.#nextLabel(role, studyIds),
      ...{ studyId, role, nature, organ: elsewhere?.organ ?? organ, finding: said, by: personId, at },
    };
  }

  /** What is found must fit the lesion, and its drawings must be lengths on pictures of the study that still stand. */
  #check({ role, nature, studyId }: MarkRequest, finding: LesionEntry['finding']): void {
    if (!mayBeFound(finding.kind, { role, nature })) throw refused('not found of such a lesion');
    if (finding.kind === 'measured' && finding.measurements.length === 0) throw refused('nothing was measured');
    if (finding.kind === 'merged' && finding.into === null) throw refused('nobody said with which lesion');
    const drawings = this.#measurements(finding.measurements);
    for (const id of finding.measurements) {
      const one = drawings.get(id);
      if (!one || one.deleted) throw refused('no such measurement');
      if (one.tool !== 'length' && one.tool !== 'bidirectional') throw refused('no length');
      // A drawing on a prior lies in the journal of the case that was read: the time point is that of its picture.
      if (this.#options.archive.object(one.objectId).studyId !== studyId) throw refused('a picture of another study');
    }
  }

  /** Numbers go on where they ended for this patient, lesions that were taken back among them. */
  #nextLabel(role: LesionRole, studyIds: readonly StudyId[]): string {
    const pattern = new RegExp(`^${LETTERS[role]}\\d+$`);
    const given = labelsEverGiven(this.#options.journal, studyIds).filter((label) => pattern.test(label));
    return `${LETTERS[role]}${Math.max(0, ...given.map(numberOf)) + 1}`;
  }

  /** A drawing that is of another lesion now is taken from the one it was of. */
  #release(entry: LesionEntry, taken: readonly MeasurementId[], savedAt: string): void {
    const measurements = entry.finding.measurements.filter((id) => !taken.includes(id));
    if (measurements.length === entry.finding.measurements.length) return;
    const empty = entry.finding.kind === 'measured' && measurements.length === 0;
    saveLesion(this.#options.journal, { ...entry, finding: { ...entry.finding, measurements } }, savedAt, !empty);
  }

  #studies(studyId: StudyId): readonly CourseStudy[] {
    return this.#options.archive.studiesOfSamePatient(studyId).map(({ study, linked }) => ({
      ...{ studyId: study.studyId, studyUid: study.studyUid, description: study.description, linked },
      ...{ modalities: [...study.modalities], current: study.studyId === studyId },
      ...{ date: study.studyDate, time: study.studyTime },
    }));
  }

  #drawings(entries: readonly LesionEntry[]): ReadonlyMap<string, CourseDrawing> {
    const ids = entries.flatMap(({ finding }) => finding.measurements);
    return new Map([...this.#measurements(ids)].map(([id, one]) => [id, this.#drawing(one)]));
  }

  #drawing(one: Measurement): CourseDrawing {
    const { measurementId, ordinal, objectId, frame, tool, result, deleted } = one;
    const drawing = { measurementId, label: `M${ordinal}`, objectId, frame };
    const image = this.#imageOf(objectId);
    return {
      ...{ drawing, tool, result, deleted, modality: image?.modality ?? null },
      sliceMm: image === null ? null : frameInfo(image, frame).sliceThickness,
    };
  }

  /** Null: the site took the picture back. What was measured on it stands, and says that. */
  #imageOf(objectId: Measurement['objectId']) {
    try {
      return this.#options.archive.object(objectId).image;
    } catch (error) {
      if (error instanceof AppError && error.family === 'expected') return null;
      throw error;
    }
  }

  #measurements(ids: readonly string[]): ReadonlyMap<string, Measurement> {
    return new Map(
      this.#options.journal
        .prepare<[string], string>(
          'SELECT value FROM measurement WHERE measurement_id IN (SELECT value FROM json_each(?))',
        )
        .pluck()
        .all(JSON.stringify(ids))
        .map((text) => Measurement.parse(JSON.parse(text)))
        .map((one) => [one.measurementId, one]),
    );
  }
}

function refused(reason: string): AppError {
  return new AppError('reading/not-this-lesion', reason, { context: { reason } });
}
