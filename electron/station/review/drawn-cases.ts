import type { Response } from '../../../shared/contract/index.ts';
import type { DrawId, ReaderPseudonym } from '../../../shared/model/ids.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { caseName } from './case-name.ts';
import type { Draws } from './draws.ts';
import type { Reviews } from './reviews.ts';

/**
 * Cases of one draw as whoever runs it sees them. Of a case that they have another part in, nothing is said but that it is one.
 * @throws AppError review/no-such-draw
 */
export function drawnCases(
  {
    draws,
    reviews,
    own,
  }: {
    readonly draws: Pick<Draws, 'list'>;
    readonly reviews: Pick<Reviews, 'ofProgramme'>;
    readonly own: () => ReaderPseudonym | null;
  },
  drawId: DrawId,
): Response<'review.drawnCases'> {
  const draw = draws.list().find((one) => one.drawId === drawId);
  if (draw === undefined) throw new AppError('review/no-such-draw', 'the store has no such draw');
  const self = own();
  const cases = reviews
    .ofProgramme(draw.programmeId)
    .filter(({ review }) => review.drawId === drawId)
    .map(({ review, progress }) => {
      const isOwn = review.author === self || review.reviewer === self;
      return {
        sourceReportId: review.sourceReportId,
        name: caseName(review.reviewId),
        state: isOwn ? null : progress.state,
        skipped: isOwn ? null : progress.skipped,
      };
    });
  return { cases };
}
