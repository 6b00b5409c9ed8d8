import type { CallName } from '../../shared/contract/index.ts';
import { AppError } from '../../shared/errors/app-error.ts';
import { ReportId, StudyId } from '../../shared/model/ids.ts';
import type { ObjectId } from '../../shared/model/ids.ts';
import type { StudyForReading, StudyPreview } from '../../shared/model/study.ts';

/** A case with its priors in every viewport of the largest layout, twice over. The one opened longest ago goes first. */
const MOST_OPEN = 32;

/**
 * Calls that a page may make only about a study it has opened. What the reader wrote or drew is not among them: the journal
 * never refuses words, whatever became of the page or the station meanwhile.
 */
const BOUND: ReadonlySet<CallName> = new Set([
  'reading.calibrate',
  'reading.useValueMap',
  'reading.useRegistration',
  'reading.measure',
  'reading.calcium',
  'reading.growVolume',
  'reading.timeCurve',
  'reading.newMeasurement',
  'reading.keepView',
  'reading.keepSegmentation',
  'objects.read',
  'objects.exportDocumentFile',
  'communication.open',
  'report.priorTexts',
  'review.meetPrior',
  'report.programDrafts',
  'report.create',
  'report.setTogether',
  'report.discard',
  'report.sign',
  'report.signNow',
  'report.amend',
  'report.finalise',
  'report.correct',
  'report.withdraw',
  'report.exportFile',
]);

/** What counts of a study that was opened. */
interface Opened {
  readonly study: Pick<StudyForReading['study'], 'studyId'>;
  readonly series: readonly { readonly images: readonly { readonly objectId: ObjectId }[] }[];
}

/** What counts of a study that was shown in the list. */
interface Previewed {
  readonly series: readonly Pick<StudyPreview['series'][number], 'thumbnail'>[];
}

interface Lent {
  readonly objects: ReadonlySet<ObjectId>;
  /** Whether it still is: what was lent for a time is asked each time. */
  readonly holds: () => boolean;
}

/** Which studies each page has open, and so whose pixels it may ask for. Pages are named by the shell, never by themselves. */
export class OpenStudies {
  #pages = new Map<string, Map<StudyId, Lent>>();
  #studiesOf: (reportId: ReportId) => readonly StudyId[];

  /** @param studiesOf what a report is about: whoever has one of them open may work on it */
  constructor(studiesOf: (reportId: ReportId) => readonly StudyId[]) {
    this.#studiesOf = studiesOf;
  }

  /** The page was given a study with its images, for as long as `holds` says. */
  opened(page: string, { study, series }: Opened, holds: () => boolean = () => true): void {
    const objects = series.flatMap(({ images }) => images.map(({ objectId }) => objectId));
    this.#put(page, study.studyId, { objects: new Set(objects), holds });
  }

  /**
   * The page was shown what is in a study: its thumbnails only. A study that is open stays so, and what came to it since it was opened
   * is in its preview alone.
   */
  previewed(page: string, studyId: StudyId, { series }: Previewed): void {
    const objects = series.flatMap(({ thumbnail }) => (thumbnail ? [thumbnail.objectId] : []));
    this.#put(`${page} preview`, studyId, { objects: new Set(objects), holds: () => true });
  }

  /** What a page was lent is taken back. */
  closed(page: string, studyId: StudyId): void {
    this.#pages.get(page)?.delete(studyId);
  }

  /** Whether pixels of an object may go to a page. */
  mayShow(page: string, objectId: ObjectId, thumbnail: boolean): boolean {
    const held = (key: string): boolean => {
      const lent = [...(this.#pages.get(key)?.values() ?? [])];
      return lent.some(({ objects, holds }) => objects.has(objectId) && holds());
    };
    return held(page) || (thumbnail && held(`${page} preview`));
  }

  /** @throws AppError request/forbidden when the call is about a study that the page has not opened */
  require(page: string, name: CallName, request: unknown): void {
    if (!BOUND.has(name) || typeof request !== 'object' || request === null) return;
    if ('objectId' in request && !this.mayShow(page, request.objectId as ObjectId, false)) throw notOpen(name);
    const named = 'studyId' in request ? StudyId.safeParse(request.studyId).data : undefined;
    const report = 'reportId' in request ? ReportId.safeParse(request.reportId).data : undefined;
    // A report that is not there is for the room to refuse, with its own code.
    const about = named !== undefined ? [named] : report === undefined ? [] : this.#studiesOf(report);
    const isOpen = (studyId: StudyId): boolean => this.#pages.get(page)?.get(studyId)?.holds() === true;
    if (about.length > 0 && !about.some(isOpen)) throw notOpen(name);
  }

  /** The page is gone. */
  forget(page: string): void {
    this.#pages.delete(page);
    this.#pages.delete(`${page} preview`);
  }

  /** All that any page has open, or was shown. */
  shown(): ReadonlySet<string> {
    return new Set([...this.#pages.values()].flatMap((studies) => [...studies.keys()]));
  }

  /** The store is locked: nothing is open anywhere. */
  clear(): void {
    this.#pages.clear();
  }

  #put(key: string, studyId: StudyId, lent: Lent): void {
    const studies = this.#pages.get(key) ?? new Map<StudyId, Lent>();
    this.#pages.set(key, studies);
    studies.delete(studyId);
    studies.set(studyId, lent);
    const [oldest] = studies.keys();
    if (studies.size > MOST_OPEN && oldest !== undefined) studies.delete(oldest);
  }
}

function notOpen(name: CallName): AppError {
  return new AppError('request/forbidden', `${name} is about a study that this page has not opened`);
}
