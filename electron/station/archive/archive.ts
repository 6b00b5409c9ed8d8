import { AppError, asAppError } from '../../../shared/errors/app-error.ts';
import { sortImages } from '../../../shared/dicom/sort-images.ts';
import { rankPriors } from '../../../shared/hanging/prior-relevance.ts';
import type { PriorRules, StudyFacts } from '../../../shared/hanging/prior-relevance.ts';
import { BlobId, StudyId } from '../../../shared/model/ids.ts';
import type { ObjectId, SeriesId } from '../../../shared/model/ids.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import { storedFrames } from '../../../shared/rules/mosaic.ts';
import type {
  PriorInfo,
  SeriesForReading,
  StudyForReading,
  StudyPreview,
  WorklistRow,
} from '../../../shared/model/study.ts';
import type { BlobStore } from '../kernel/blob-store.ts';
import type { Db } from '../kernel/sqlite.ts';
import { isSealed } from '../../../shared/rules/rejection.ts';
import { Statements } from '../kernel/statements.ts';
import { OBJECT_SQL, objectOfRow } from './archive-object.ts';
import type { ArchiveObject, ObjectRow } from './archive-object.ts';
import type { InstanceLine, SeriesLine, StudyLine, VerifyReport } from './cli-shapes.ts';
import { NO_SERIES } from './identity.ts';
import type { LinkedPatient } from './other-issuers.ts';
import { previewSeries } from './study-preview.ts';
import { StudyObjects } from './study-objects.ts';
import { findStudy, listStudies, seriesOfStudy, studiesOfPatient } from './study-rows.ts';
import { searchCondition } from './study-search.ts';

/** Why a study under another id is a prior. */
const MERGED = 'merged by the site';

export type { ArchiveObject } from './archive-object.ts';

export interface ArchiveOptions {
  readonly db: Db;
  readonly blobs: Pick<BlobStore, 'read' | 'verify'>;
  readonly priorRules: PriorRules;
  /** Patients of other issuers whose studies are priors, since somebody said so; absent: none. */
  readonly linked?: ((study: WorklistRow) => readonly LinkedPatient[]) | undefined;
  /** The picture as readers calibrated its series; absent: as its header says. */
  readonly calibrated?: ((object: ArchiveObject) => ImageInfo) | undefined;
}

/** Studies the command line lists at most. */
const MAX_LISTED = 1_000_000;

/** Prepared once: for each frame that is asked for its object is looked up. */
function objectQueries(db: Db) {
  const query = (where: string) => db.prepare<[string], ObjectRow>(`${OBJECT_SQL} ${where}`);
  return {
    byId: query('WHERE object.object_id = ?'),
    bySop: query('WHERE object.sop_uid = ? ORDER BY object.duplicate_of IS NOT NULL, object.object_id'),
    ofSeries: query('WHERE object.series_id = ? ORDER BY object.sort_key, object.object_id'),
  } as const;
}
type ObjectsAsked = keyof ReturnType<typeof objectQueries>;

/** The local store of studies, as everything reads it. Writing happens in the import. */
export class Archive {
  readonly #db: Statements;
  readonly #blobs: ArchiveOptions['blobs'];
  readonly #priorRules: PriorRules;
  readonly #linked: NonNullable<ArchiveOptions['linked']>;
  readonly #queries: ReturnType<typeof objectQueries>;
  readonly #calibrated: ArchiveOptions['calibrated'];
  readonly #opened: StudyObjects;

  constructor(options: ArchiveOptions) {
    this.#db = new Statements(options.db);
    this.#blobs = options.blobs;
    this.#priorRules = options.priorRules;
    this.#linked = options.linked ?? (() => []);
    this.#queries = objectQueries(options.db);
    this.#calibrated = options.calibrated;
    this.#opened = new StudyObjects(options.db);
  }

  /** Studies that fit the search, newest first. */
  studies(search = ''): readonly StudyLine[] {
    return listStudies(this.#db, searchCondition(search), MAX_LISTED).rows.map(studyLine);
  }

  /** Series of a study, by its UID or our id. @throws AppError archive/unknown-study */
  seriesOf(study: string): readonly SeriesLine[] {
    const ids = this.#studyIds(study);
    if (ids.length === 0) throw new AppError('archive/unknown-study', 'the store has no such study');
    return ids.flatMap((id) =>
      seriesOfStudy(this.#db, id).map((series) => ({
        seriesUid: series.seriesUid,
        modality: series.modality,
        number: series.number,
        description: series.description,
        instances: series.received + (series.rejected ?? 0),
      })),
    );
  }

  /** The studies with a UID, or the one of our id. @throws AppError archive/unknown-study */
  idsOf(study: string): readonly StudyId[] {
    const ids = this.#studyIds(study);
    if (ids.length === 0) throw new AppError('archive/unknown-study', 'the store has no such study');
    return ids.map((id) => StudyId.parse(id));
  }

  /** Objects of a series in display order. @throws AppError archive/unknown-series */
  instancesOf(series: string): readonly InstanceLine[] {
    const rows = this.#db
      .prepare<[string, string], { series_id: string }>(
        'SELECT series_id FROM series WHERE series_uid = ? OR series_id = ?',
      )
      .all(series, series);
    if (rows.length === 0) throw new AppError('archive/unknown-series', 'the store has no such series');
    return rows.flatMap((row) => sortObjects(this.#objectsOf(row.series_id)).map(instanceLine));
  }

  /**
   * A study with its images in display order, and its priors. What its site took back is left out; what it took back for its quality
   * alone comes where the reader asks for it. @throws AppError archive/unknown-study
   */
  openStudy(
    studyId: StudyId,
    objectsRead?: (objects: readonly ArchiveObject[]) => void,
    { withRejected = false }: { readonly withRejected?: boolean } = {},
  ): StudyForReading {
    const study = findStudy(this.#db, studyId);
    if (!study) throw new AppError('archive/unknown-study', 'the store has no such study');
    const all = this.#asCalibrated(this.#opened.of(studyId)).filter(
      ({ rejected }) => rejected === null || (withRejected && !isSealed(rejected)),
    );
    objectsRead?.(all);
    const objects = groupBySeries(all);
    const series = seriesOfStudy(this.#db, studyId).map((info): SeriesForReading => {
      const images = sortObjects(objects.get(info.seriesId) ?? []).map((object) => object.image);
      return { ...info, thumbnail: middlePicture(images), images };
    });
    return { study, series, priors: this.#priorsOf(study) };
  }

  /** What a list shows of a study before it is opened. @throws AppError archive/unknown-study */
  preview(studyId: StudyId): StudyPreview {
    const study = findStudy(this.#db, studyId);
    if (!study) throw new AppError('archive/unknown-study', 'the store has no such study');
    const priors = this.#priorsOf(study);
    this.#readAhead(study, priors);
    return { series: previewSeries(this.#db, studyId), priors };
  }

  /** Reads the rows of a study that will probably be opened next, and of its prior. */
  readAhead(studyId: StudyId): void {
    const study = findStudy(this.#db, studyId);
    if (study) this.#readAhead(study, this.#priorsOf(study));
  }

  /** Earlier studies of the same patient, most relevant first. @throws AppError archive/unknown-study */
  priors(studyId: StudyId): readonly PriorInfo[] {
    const study = findStudy(this.#db, studyId);
    if (!study) throw new AppError('archive/unknown-study', 'the store has no such study');
    return this.#priorsOf(study);
  }

  /**
   * A study and all others of its patient, later ones too; those of a linked patient say who linked it, and of one that the site merged
   * that. Of nobody else. @throws AppError archive/unknown-study
   */
  studiesOfSamePatient(studyId: StudyId): readonly { readonly study: WorklistRow; readonly linked: string | null }[] {
    const study = findStudy(this.#db, studyId);
    if (!study) throw new AppError('archive/unknown-study', 'the store has no such study');
    const own = studiesOfPatient(this.#db, study.patient.patientKey);
    const links = this.#linkedStudies(study, new Set(own.map((row) => row.studyId)));
    return [
      ...own.map((row) => ({
        study: row,
        linked: row.patient.patientKey === study.patient.patientKey ? null : MERGED,
      })),
      ...links.map(({ row, words }) => ({ study: row, linked: words })),
    ];
  }

  /** What a series is called; null where nobody said. */
  seriesDescription(seriesId: SeriesId): string | null {
    const find = this.#db.prepare<[string], string | null>('SELECT description FROM series WHERE series_id = ?');
    return find.pluck().get(seriesId) ?? null;
  }

  /** Every object of a series, in display order. */
  imagesOf(seriesId: SeriesId): readonly ImageInfo[] {
    return sortObjects(this.#objectsOf(seriesId)).map(({ image }) => image);
  }

  /** @throws AppError archive/unknown-object, archive/rejected for what its site took back for good */
  object(objectId: ObjectId): ArchiveObject {
    const [object] = this.#query('byId', objectId);
    if (!object) throw unknownObject();
    return usable(object);
  }

  /** The first object that came with a SOP UID. @throws AppError archive/unknown-object, archive/rejected */
  objectBySop(sopUid: string): ArchiveObject {
    const [object] = this.#query('bySop', sopUid);
    if (!object) throw unknownObject();
    return usable(object);
  }

  /** Every object that has pixel data, whether or not it can be decoded; conflicts too. What is sealed is left out. */
  *objectsWithPixels(): Generator<ArchiveObject> {
    const ids = this.#db
      .prepare<[], { object_id: string }>(
        `SELECT object_id FROM object WHERE json_extract(image, '$.pixels') IS NOT NULL ORDER BY object_id`,
      )
      .all();
    for (const { object_id: id } of ids) {
      const [object] = this.#query('byId', id);
      if (object && (object.rejected === null || !isSealed(object.rejected))) yield object;
    }
  }

  /** The file as it came. @throws AppError archive/unknown-object, blob/… */
  readFile(objectId: ObjectId): Promise<Uint8Array> {
    return this.#blobs.read(this.object(objectId).blobId);
  }

  /** Reads every stored object again and compares it with its hash. */
  async verify(): Promise<VerifyReport> {
    const rows = this.#db
      .prepare<[], { object_id: string; blob_id: string; sha256: string }>(
        'SELECT object_id, blob_id, sha256 FROM object ORDER BY object_id',
      )
      .all();
    const bad: { objectId: string; reason: string }[] = [];
    for (const row of rows) {
      try {
        await this.#blobs.verify(BlobId.parse(row.blob_id), row.sha256);
      } catch (error) {
        bad.push({ objectId: row.object_id, reason: asAppError(error).code });
      }
    }
    return { checked: rows.length, bad };
  }

  #priorsOf(current: WorklistRow): PriorInfo[] {
    const own = studiesOfPatient(this.#db, current.patient.patientKey);
    const links = this.#linkedStudies(current, new Set(own.map((row) => row.studyId)));
    const others = [...own, ...links.map(({ row }) => row)];
    const words = new Map(links.map(({ row, words: said }) => [row.studyId, said]));
    const rows = new Map(others.map((row) => [row.studyId, row]));
    const lateralities = this.#lateralities([current.studyId, ...rows.keys()]);
    const facts = (row: WorklistRow): StudyFacts & { readonly row: WorklistRow } => ({
      studyId: row.studyId,
      // One patient to the site, under another id.
      patientKey: current.patient.patientKey,
      studyDate: row.studyDate,
      modalities: row.modalities,
      bodyParts: row.bodyParts,
      description: row.description,
      lateralities: lateralities.get(row.studyId) ?? [],
      row,
    });
    return rankPriors(this.#priorRules, facts(current), others.map(facts)).map(
      ({ study: { row }, relevance, reasons }) => ({
        studyId: row.studyId,
        studyUid: row.studyUid,
        studyDate: row.studyDate,
        studyTime: row.studyTime,
        modalities: row.modalities,
        description: row.description,
        bodyParts: row.bodyParts,
        site: row.site,
        relevance,
        ...reasonsOf(current, row, { reasons, linked: words.get(row.studyId) }),
        reportState: row.reportState,
      }),
    );
  }

  /** Studies of linked patients, of sites that share them; each says who linked it. */
  #linkedStudies(
    current: WorklistRow,
    known: ReadonlySet<string>,
  ): readonly { readonly row: WorklistRow; readonly words: string }[] {
    return this.#linked(current).flatMap(({ patientKey, sites, words }) =>
      studiesOfPatient(this.#db, patientKey)
        .filter((row) => !known.has(row.studyId) && sites.has(row.site.toLowerCase()))
        .map((row) => ({ row, words })),
    );
  }

  #lateralities(studyIds: readonly string[]): ReadonlyMap<string, readonly string[]> {
    const rows = this.#db
      .prepare<[string], { study_id: string; laterality: string }>(
        `SELECT DISTINCT study_id, laterality FROM series
         WHERE laterality IS NOT NULL AND study_id IN (SELECT value FROM json_each(?))`,
      )
      .all(JSON.stringify(studyIds));
    const sides = new Map<string, string[]>();
    for (const row of rows) sides.set(row.study_id, [...(sides.get(row.study_id) ?? []), row.laterality]);
    return sides;
  }

  #studyIds(study: string): readonly string[] {
    const own = study.startsWith(NO_SERIES) ? study.slice(NO_SERIES.length) : study;
    return this.#db
      .prepare<[string, string], { study_id: string }>(
        'SELECT study_id FROM study WHERE study_uid = ? OR study_id = ? ORDER BY arrived_at, study_id',
      )
      .all(study, own)
      .map((row) => row.study_id);
  }

  #objectsOf(seriesId: string): readonly ArchiveObject[] {
    return this.#query('ofSeries', seriesId);
  }

  #query(which: ObjectsAsked, value: string): readonly ArchiveObject[] {
    return this.#asCalibrated(this.#queries[which].all(value).map(objectOfRow));
  }

  #readAhead(study: WorklistRow, [best]: readonly PriorInfo[]): void {
    const prior = best ? findStudy(this.#db, best.studyId) : null;
    this.#opened.ahead(prior ? [study, prior] : [study]);
  }

  #asCalibrated(objects: readonly ArchiveObject[]): readonly ArchiveObject[] {
    const calibrated = this.#calibrated;
    return calibrated ? objects.map((object) => ({ ...object, image: calibrated(object) })) : objects;
  }
}

/** Nothing reads what a site took back for good, whatever names it. */
function usable(object: ArchiveObject): ArchiveObject {
  if (object.rejected === null || !isSealed(object.rejected)) return object;
  throw new AppError('archive/rejected', 'the site took this image back', { context: { reason: object.rejected } });
}

function unknownObject(): AppError {
  return new AppError('archive/unknown-object', 'the store has no such object');
}

function reasonsOf(
  current: WorklistRow,
  row: WorklistRow,
  { reasons, linked }: { readonly reasons: readonly string[]; readonly linked: string | undefined },
): Pick<PriorInfo, 'reasons' | 'linked'> {
  if (linked !== undefined) return { reasons: [...reasons, linked], linked };
  return { reasons: row.patient.patientKey === current.patient.patientKey ? [...reasons] : [...reasons, MERGED] };
}

function sortObjects(objects: readonly ArchiveObject[]): readonly ArchiveObject[] {
  const keyed = objects.map((object) => ({ ...object.image, object }));
  return sortImages(keyed).map(({ object }) => object);
}

function groupBySeries(objects: readonly ArchiveObject[]): ReadonlyMap<string, readonly ArchiveObject[]> {
  const groups = new Map<string, ArchiveObject[]>();
  for (const object of objects) {
    const group = groups.get(object.seriesId);
    if (group) group.push(object);
    else groups.set(object.seriesId, [object]);
  }
  return groups;
}

/** Middle of the images that have a picture, and its middle frame. */
function middlePicture(images: readonly ImageInfo[]): SeriesForReading['thumbnail'] {
  const pictures = images.filter((image) => image.frames > 0);
  const middle = pictures[Math.floor((pictures.length - 1) / 2)];
  return middle ? { objectId: middle.objectId, frame: Math.ceil(middle.frames / 2) } : null;
}

function studyLine(row: WorklistRow): StudyLine {
  const { alphabetic, ideographic, phonetic } = row.patient.name;
  return {
    studyUid: row.studyUid,
    issuer: row.patient.issuer,
    patientId: row.patient.patientId,
    patientName: [alphabetic, ideographic, phonetic].join('=').replace(/=+$/, ''),
    studyDate: row.studyDate,
    modalities: row.modalities,
    description: row.description,
    accession: row.accession,
    series: row.series,
    // All that is stored, whatever became of it.
    instances: row.received + (row.rejected ?? []).reduce((sum, { images }) => sum + images, 0),
    expected: row.expected,
    ready: row.readiness === 'offline-ready',
  };
}

function instanceLine(object: ArchiveObject): InstanceLine {
  return {
    objectId: object.objectId,
    sopUid: object.sopUid,
    sopClass: object.sopClass,
    transferSyntax: object.transferSyntax,
    frames: storedFrames(object.image),
    sha256: object.sha256,
    conflict: object.image.conflict,
  };
}
