import { z } from 'zod';
import type { ParsedRequest, Response } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { ObjectId, StudyId } from '../../../shared/model/ids.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import type { PointResponses } from '../../../shared/model/lesion.ts';
import { Measurement } from '../../../shared/model/measurement.ts';
import { COLOUR_STATE_CLASS, GREY_STATE_CLASS } from '../../../shared/model/presentation-state.ts';
import { SEGMENTATION_CLASS } from '../../../shared/model/segmentation.ts';
import type { ReportedMeasurement } from '../../../shared/model/report.ts';
import { buildPresentationState } from '../dicom/write/presentation-state.ts';
import type { ObjectOrigin } from '../dicom/write/sr-header.ts';
import { buildMeasurementSr, isUid } from '../dicom/write/sr-measurements.ts';
import type { Jobs, Json } from '../kernel/jobs.ts';
import type { Clock } from '../kernel/ports.ts';
import { sha256Hex } from '../kernel/sha256.ts';
import type { Db } from '../kernel/sqlite.ts';
import { derivedUid } from '../kernel/uid.ts';
import type { KeyImages } from './key-images.ts';
import { localZone } from './local-zone.ts';
import type { MadeObjects } from './made-objects.ts';
import { viewState } from './view-state.ts';
import { writtenSelections } from './write-key-objects.ts';
import type { WrittenSelection } from './write-key-objects.ts';
import { isTakenBack, keySeries, standingSelections, withdrawalNote } from './withdraw-key-objects.ts';
import type { StandingSelection } from './withdraw-key-objects.ts';

type Kept = Response<'reading.keepView'>;

export const KEY_OBJECTS_JOB = 'key-objects';

const StoredRow = z.object({ object_id: ObjectId, sop_uid: z.string() });

interface StoredObject {
  readonly objectId: ObjectId;
  readonly sopUid: string;
}

/** Patient and study as they stand in the index; null where the study has no UID that can be named. */
export type OriginOf = (studyId: StudyId) => Pick<ObjectOrigin, 'patient' | 'study'> | null;

export interface KeyObjectsParts {
  readonly index: Db;
  readonly journal: Db;
  readonly jobs: Pick<Jobs, 'define' | 'enqueue'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly evaluation: boolean;
  readonly keyImages: KeyImages;
  readonly made: MadeObjects;
  readonly originOf: OriginOf;
  /** All that stand, as a report would name them, grown volumes with their regions. */
  readonly measurementsOf: (studyId: StudyId, studyUid: string) => Promise<ReportedMeasurement[]>;
  /** What the lesions of these came to at this study. */
  readonly responsesOf: (studyId: StudyId, measured: readonly ReportedMeasurement[]) => PointResponses | null;
  readonly imageOf: (objectId: ObjectId) => { readonly image: ImageInfo; readonly studyId: StudyId };
}

/** What a reader marked and kept, as objects that travel: key object selections and presentation states. */
export class KeyObjects {
  readonly keyImages: KeyImages;
  readonly #parts: KeyObjectsParts;

  constructor(parts: KeyObjectsParts) {
    this.#parts = parts;
    this.keyImages = parts.keyImages;
    parts.jobs.define(KEY_OBJECTS_JOB, {
      payload: z.strictObject({ studyId: StudyId }),
      maxAttempts: 8,
      waitsForRoom: true,
      run: async (_context, { studyId }): Promise<Json> => ({ written: (await this.write(studyId)).length }),
    });
  }

  /** Inside the transaction of a signature: the marks of its study become objects, now or after a restart. */
  signed(studyId: StudyId): void {
    const { jobs, personId } = this.#parts;
    if (this.keyImages.of(studyId).length > 0) jobs.enqueue(KEY_OBJECTS_JOB, { studyId }, { personId, priority: 40 });
  }

  /** The selections of a study as they stand, not stored. @throws AppError reading/cannot-write */
  selections(studyId: StudyId): WrittenSelection[] {
    const { index, originOf, evaluation } = this.#parts;
    const origin = originOf(studyId);
    if (origin === null) throw cannotWrite();
    const nameOf = index.prepare<[string], string>('SELECT name FROM person WHERE person_id = ?').pluck();
    return writtenSelections({
      index,
      marks: this.keyImages.of(studyId),
      origin: { ...origin, zone: localZone(new Date(this.#parts.clock.nowIso())), evaluation },
      nameOf: (personId) => nameOf.get(personId) ?? '',
      isTakenBack: (sopUid) => isTakenBack(index, sopUid),
    });
  }

  /** Puts the selections of a study into the archive and the outbox; those that are there already stay. */
  async write(studyId: StudyId): Promise<readonly ObjectId[]> {
    const written: ObjectId[] = [];
    for (const { bytes, title, images, line } of this.selections(studyId)) {
      const kept = await this.#parts.made.keep({
        ...{ studyId, act: 'reading.keyObject', bytes, detail: { title, images }, follows: line },
      });
      written.push(kept.objectId);
    }
    await this.#withdraw(studyId);
    return written;
  }

  /** Marks a picture, or takes the mark away; what was written of it before is written anew and taken back where it went. */
  mark(request: ParsedRequest<'reading.markImage'>): Response<'reading.markImage'> {
    const { jobs, personId } = this.#parts;
    const { studyId } = request;
    const answer = this.keyImages.mark(request);
    const standing = this.#standing(studyId);
    if (standing.length === 0) return { ...answer, takenBack: [] };
    jobs.enqueue(KEY_OBJECTS_JOB, { studyId }, { personId, priority: 40 });
    return { ...answer, takenBack: this.#outdated(studyId).map(({ objectId }) => objectId) };
  }

  #standing(studyId: StudyId): StandingSelection[] {
    const { index, originOf, personId } = this.#parts;
    const origin = originOf(studyId);
    return origin === null ? [] : standingSelections(index, studyId, keySeries(origin.study.studyUid, personId));
  }

  /** Selections of this reader that were written and that the marks do not say any more. */
  #outdated(studyId: StudyId): StandingSelection[] {
    const now = new Set(this.selections(studyId).map(({ sopUid }) => sopUid));
    return this.#standing(studyId).filter(({ sopUid }) => !now.has(sopUid));
  }

  async #withdraw(studyId: StudyId): Promise<void> {
    const { originOf, index, journal, personId, evaluation, made, clock } = this.#parts;
    const taken = this.#outdated(studyId);
    const origin = originOf(studyId);
    if (taken.length === 0 || origin === null) return;
    const name = index.prepare<[string], string>('SELECT name FROM person WHERE person_id = ?').pluck().get(personId);
    // When the marks changed, so that the same note has the same bytes.
    const changed = journal
      .prepare<[string, string], string | null>(
        'SELECT max(saved_at) FROM key_image WHERE study_id = ? AND person_id = ?',
      )
      .pluck()
      .get(studyId, personId);
    const at = changed ?? clock.nowIso();
    const note = { ...origin, at, zone: localZone(new Date(at)), evaluation };
    const bytes = withdrawalNote(note, { personId, name: name ?? '' }, taken);
    await made.keep({
      studyId,
      act: 'reading.keyObject',
      bytes,
      detail: { title: 'taken back', images: taken.length },
    });
  }

  /**
   * Keeps what the reader sees as a presentation state.
   * @throws AppError archive/unknown-object, reading/cannot-write
   */
  async keepView(view: ParsedRequest<'reading.keepView'>): Promise<Pick<Kept, 'objectId' | 'sopUid'>> {
    const { made } = this.#parts;
    const { bytes, annotations } = this.viewObject(view);
    const detail = { annotations };
    return made.keep({ studyId: view.studyId, act: 'reading.view', bytes, detail });
  }

  /** The presentation state of a view, not stored. */
  viewObject(view: ParsedRequest<'reading.keepView'>): { readonly bytes: Uint8Array; readonly annotations: number } {
    const { originOf, imageOf, clock, personId, evaluation, index } = this.#parts;
    const { image, studyId } = imageOf(view.objectId);
    const origin = originOf(view.studyId);
    const { sopUid, sopClass } = image;
    const seriesUid = this.#seriesUid(view.objectId);
    if (studyId !== view.studyId) throw new AppError('archive/unknown-object', 'the study has no such object');
    if (origin === null || sopUid === null || sopClass === null || seriesUid === null) throw cannotWrite();
    if (![sopUid, sopClass, seriesUid].every(isUid)) throw cannotWrite();
    const state = viewState({ view, image, seriesUid, sopUid, sopClass, measurements: this.#measured(view) });
    const at = clock.nowIso();
    const series = derivedUid(origin.study.studyUid, `views of ${personId}`);
    const name = index.prepare<[string], string>('SELECT name FROM person WHERE person_id = ?').pluck().get(personId);
    const bytes = buildPresentationState({
      ...{ ...origin, at, zone: localZone(new Date(at)), evaluation, state },
      signer: { personId, name: name ?? '' },
      pixelSpacing: image.perFrame[0]?.pixelSpacing ?? null,
      uids: { series, instance: derivedUid(series, sha256Hex(JSON.stringify([at, state]))) },
      instanceNumber: this.#inSeries(series) + 1,
    });
    return { bytes, annotations: state.annotations.length };
  }

  /**
   * The measurements of a study as they stand, signed by nobody: an unverified report of this reader; null: there are none that an
   * object can name. The same measurements give the same bytes. @throws AppError reading/cannot-write
   */
  async measurements(studyId: StudyId): Promise<{ readonly bytes: Uint8Array; readonly sopUid: string } | null> {
    const { originOf, personId, evaluation, index, measurementsOf, responsesOf } = this.#parts;
    const origin = originOf(studyId);
    if (origin === null) throw cannotWrite();
    const at = this.#lastMeasured(studyId);
    const measured = await measurementsOf(studyId, origin.study.studyUid);
    const responses = responsesOf(studyId, measured);
    const series = derivedUid(origin.study.studyUid, `measurements of ${personId}`);
    const name = index.prepare<[string], string>('SELECT name FROM person WHERE person_id = ?').pluck().get(personId);
    const document = {
      ...{
        ...origin,
        measurements: measured,
        ...(responses === null ? {} : { responses }),
        at,
        zone: localZone(new Date(at)),
        evaluation,
        state: 'preliminary' as const,
      },
      signer: { personId, name: name ?? '' },
    };
    const sopUid = derivedUid(series, sha256Hex(JSON.stringify(document)));
    const uids = { series, report: sopUid, measurementSeries: series, measurements: sopUid };
    const bytes = buildMeasurementSr({ ...document, uids });
    return bytes === null ? null : { bytes, sopUid };
  }

  /** Presentation states of a study, whoever made them, the oldest first. */
  views(studyId: StudyId): StoredObject[] {
    return this.#stored(studyId, [GREY_STATE_CLASS, COLOUR_STATE_CLASS]);
  }

  /** Segmentations of a study that were made here, the oldest first. */
  segmentations(studyId: StudyId): StoredObject[] {
    return this.#stored(studyId, [SEGMENTATION_CLASS, SEGMENTATION_CLASS], 'AND made_at IS NOT NULL');
  }

  #stored(studyId: StudyId, classes: readonly [string, string], only = ''): StoredObject[] {
    return this.#parts.index
      .prepare(
        `SELECT object_id, sop_uid FROM object JOIN series USING (series_id)
         WHERE study_id = ? AND sop_class IN (?, ?) AND sop_uid IS NOT NULL AND duplicate IS NULL ${only}
         ORDER BY arrived_at, object_id`,
      )
      .all(studyId, ...classes)
      .map((found) => {
        const { object_id: objectId, sop_uid: sopUid } = StoredRow.parse(found);
        return { objectId, sopUid };
      });
  }

  #lastMeasured(studyId: StudyId): string {
    const last = this.#parts.journal
      .prepare<[string], string | null>('SELECT max(saved_at) FROM measurement WHERE study_id = ?')
      .pluck()
      .get(studyId);
    return last ?? this.#parts.clock.nowIso();
  }

  #measured({ studyId, objectId, frame, measurements }: ParsedRequest<'reading.keepView'>): Measurement[] {
    if (!measurements) return [];
    return (
      this.#parts.journal
        .prepare<[string], string>('SELECT value FROM measurement WHERE study_id = ? ORDER BY ordinal')
        .pluck()
        .all(studyId)
        .map((value) => Measurement.parse(JSON.parse(value)))
        // What was drawn on a reformat lies on no stored picture, and what goes over several slices of a sheet on none of them.
        .filter((one) => one.plane === undefined && one.onSheet !== true && !one.deleted)
        .filter((one) => one.objectId === objectId && one.frame === frame)
    );
  }

  #seriesUid(objectId: ObjectId): string | null {
    const found = this.#parts.index
      .prepare<[string], string>('SELECT series_uid FROM object JOIN series USING (series_id) WHERE object_id = ?')
      .pluck()
      .get(objectId);
    return found ?? null;
  }

  #inSeries(seriesUid: string): number {
    const count = this.#parts.index
      .prepare<[string], number>('SELECT count(*) FROM object JOIN series USING (series_id) WHERE series_uid = ?')
      .pluck()
      .get(seriesUid);
    return count ?? 0;
  }
}

function cannotWrite(): AppError {
  return new AppError('reading/cannot-write', 'the study or the picture has no UID that can be named');
}
