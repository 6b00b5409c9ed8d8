import { z } from 'zod';
import type { ProgrammeId, ReaderPseudonym } from '../../../../shared/model/ids.ts';
import type { CountedEvent } from '../../../../shared/model/review/figures.ts';
import type { MyFigures } from '../../../../shared/model/review/my-figures.ts';
import type { Minimums } from '../../../../shared/review/group/anonymous-group.ts';
import { myProgrammeFigures } from '../../../../shared/review/group/my-figures.ts';
import type { OwnCase } from '../../../../shared/review/group/my-figures.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { caseName } from '../case-name.ts';
import { figureCases } from '../programme-figures.ts';
import type { FiguresParts } from '../programme-figures.ts';

const Minimum = z.object({ minimumN: z.number(), from: z.string() });

/** Own figures of every programme in which something of the reader's came to anything. */
export function myFigures(
  parts: FiguresParts,
  { viewer, event, now }: { readonly viewer: ReaderPseudonym; readonly event: CountedEvent; readonly now: string },
): MyFigures {
  const programmes = parts.programmes.list().flatMap(({ programmeId, name, kind }) => {
    const cases = figureCases(parts, programmeId).map(({ review, ...one }): OwnCase => ({
      ...{ ...one, review, name: caseName(review.reviewId) },
      agreedAt: review.events.findLast(({ move }) => move.kind === 'agree' || move.kind === 'settle')?.at ?? null,
    }));
    const minimums = minimumsOf(parts.index, programmeId);
    const mine = myProgrammeFigures(cases, { viewer, event, minimums, now });
    return mine === null ? [] : [{ programmeId, name, kind, ...mine }];
  });
  return { event, programmes };
}

/** What each version of a programme said: a later one does not divide what the group was shown before anew. */
function minimumsOf(index: Db, programmeId: ProgrammeId): Minimums {
  return index
    .prepare(
      `SELECT json_extract(content, '$.minimumN') AS minimumN, made_at AS "from" FROM review_programme
       WHERE programme_id = ? ORDER BY version`,
    )
    .all(programmeId)
    .map((row) => Minimum.parse(row));
}
