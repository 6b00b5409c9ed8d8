import { AppError } from '../../../shared/errors/app-error.ts';
import type { ProgrammeId, ReaderPseudonym } from '../../../shared/model/ids.ts';
import type { CountedEvent, ReviewFigures } from '../../../shared/model/review/figures.ts';
import type { Review } from '../../../shared/model/review/review.ts';
import { isExportable, radpeerRows } from '../../../shared/review/export.ts';
import type { ExportedReview, RadpeerRow } from '../../../shared/review/export.ts';
import { reviewFigures } from '../../../shared/review/figures.ts';
import type { FigureCase } from '../../../shared/review/figures.ts';
import { needsArbitration } from '../../../shared/review/radpeer.ts';
import type { ReviewProgress } from '../../../shared/review/states.ts';
import type { Db } from '../kernel/sqlite.ts';
import type { Programmes } from './programmes.ts';
import type { Reviews } from './reviews.ts';
import { sourceById } from './source-rows.ts';

export interface FiguresParts {
  readonly index: Db;
  readonly programmes: Programmes;
  readonly reviews: Reviews;
}

/** What a programme came to, with what is too few left out. Of readers only pseudonyms. @throws AppError review/no-such-programme */
export function programmeFigures(parts: FiguresParts, programmeId: ProgrammeId, event: CountedEvent): ReviewFigures {
  const { minimumN } = parts.programmes.newest(programmeId);
  return reviewFigures(figureCases(parts, programmeId), event, minimumN);
}

/** Every case of a programme whose report is still here. */
export function figureCases(
  { index, reviews }: Pick<FiguresParts, 'index' | 'reviews'>,
  programmeId: ProgrammeId,
): readonly (FigureCase & { readonly review: Review })[] {
  return reviews.ofProgramme(programmeId).flatMap(({ review, progress }) => {
    const report = sourceById(index, review.sourceReportId);
    if (report === null) return [];
    const closed = when(review, 'close');
    return [
      {
        ...{ review, report, progress, drawnAt: Date.parse(review.drawnAt) },
        closedAt: closed === null ? null : Date.parse(closed),
        isMet: review.met !== undefined,
      },
    ];
  });
}

/** What may leave to the registry, and what may not. */
export interface RegistryRows {
  /** Arbitrated where that is needed, agreed, and with a number. */
  readonly rows: RadpeerRow[];
  /** 2b, 3a or 3b that nobody has arbitrated yet. */
  readonly arbitration: number;
  /** Not read, not scored or not agreed otherwise; what was skipped waits for nothing. */
  readonly underWay: number;
  /** Cases that would be ready of each author who has no number. */
  readonly lacking: ReadonlyMap<ReaderPseudonym, number>;
}

/**
 * Rows for the registry.
 * @param numbers of each author at the registry
 * @throws AppError review/no-such-programme, review/bad-programme (no number of the group), review/bad-export-row
 */
export function registryRows(
  { index, programmes, reviews }: FiguresParts,
  programmeId: ProgrammeId,
  numbers: ReadonlyMap<ReaderPseudonym, string>,
): RegistryRows {
  const { groupId } = programmes.newest(programmeId);
  if (groupId === null) throw new AppError('review/bad-programme', 'the programme has no number of the group');
  const all = reviews.ofProgramme(programmeId).filter(({ progress }) => progress.state !== 'skipped');
  const exported: ExportedReview[] = [];
  const lacking = new Map<ReaderPseudonym, number>();
  let [arbitration, ready] = [0, 0];
  for (const { review, progress } of all) {
    if (!isExportable(progress)) {
      if (progress.state === 'arbitration' || needsArbitration(progress.scoring?.score ?? null)) arbitration += 1;
      continue;
    }
    ready += 1;
    const report = sourceById(index, review.sourceReportId);
    if (report === null) continue;
    const physicianNumber = numbers.get(review.author);
    if (physicianNumber === undefined) lacking.set(review.author, (lacking.get(review.author) ?? 0) + 1);
    else {
      const { modality, region } = report;
      exported.push({ progress, modality, region, physicianNumber, settledOn: settledOn(review, progress) });
    }
  }
  return {
    ...{ rows: radpeerRows(exported, groupId), arbitration, lacking },
    underWay: all.length - ready - arbitration,
  };
}

/** Day, UTC, on which it came to what it is. */
function settledOn(review: Review, { outcome }: ReviewProgress): string {
  return (when(review, outcome === 'none' ? 'agree' : 'settle') ?? review.drawnAt).slice(0, 10);
}

/** The last move of a kind; null: there was none. */
function when({ events }: Review, kind: 'agree' | 'settle' | 'close'): string | null {
  return events.findLast(({ move }) => move.kind === kind)?.at ?? null;
}
