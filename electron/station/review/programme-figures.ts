import { AppError } from '../../../shared/errors/app-error.ts';
import type { ProgrammeId, ReaderPseudonym } from '../../../shared/model/ids.ts';
import type { CountedEvent, ReviewFigures } from '../../../shared/model/review/figures.ts';
import type { Review } from '../../../shared/model/review/review.ts';
import { isExportable, radpeerRows } from '../../../shared/review/export.ts';
import type { RadpeerRow } from '../../../shared/review/export.ts';
import { reviewFigures } from '../../../shared/review/figures.ts';
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
export function programmeFigures(
  { index, programmes, reviews }: FiguresParts,
  programmeId: ProgrammeId,
  event: CountedEvent,
): ReviewFigures {
  const { minimumN } = programmes.newest(programmeId);
  const cases = reviews.ofProgramme(programmeId).flatMap(({ review, progress }) => {
    const report = sourceById(index, review.sourceReportId);
    if (report === null) return [];
    const closed = when(review, 'close');
    return [
      {
        ...{ report, progress, drawnAt: Date.parse(review.drawnAt) },
        closedAt: closed === null ? null : Date.parse(closed),
      },
    ];
  });
  return reviewFigures(cases, event, minimumN);
}

/**
 * Rows for the registry, of what may leave: arbitrated where that is needed, and agreed. What waits is counted.
 * @param numbers of each author at the registry; who has none stays out and is counted
 * @throws AppError review/no-such-programme, review/bad-programme (no number of the group), review/bad-export-row
 */
export function registryRows(
  { index, programmes, reviews }: FiguresParts,
  programmeId: ProgrammeId,
  numbers: ReadonlyMap<ReaderPseudonym, string>,
): { readonly rows: RadpeerRow[]; readonly waiting: number; readonly withoutNumber: number } {
  const { groupId } = programmes.newest(programmeId);
  if (groupId === null) throw new AppError('review/bad-programme', 'the programme has no number of the group');
  const all = reviews.ofProgramme(programmeId);
  const ready = all.filter(({ progress }) => isExportable(progress));
  const numbered = ready.flatMap(({ review, progress }) => {
    const report = sourceById(index, review.sourceReportId);
    const physicianNumber = numbers.get(review.author);
    if (report === null || physicianNumber === undefined) return [];
    const { modality, region } = report;
    return [{ progress, modality, region, physicianNumber, settledOn: settledOn(review, progress) }];
  });
  return {
    rows: radpeerRows(numbered, groupId),
    waiting: all.length - ready.length,
    withoutNumber: ready.length - numbered.length,
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
