import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import { DrawId, ReaderPseudonym, ReviewId, SourceReportId } from '../../../shared/model/ids.ts';
import type { PersonId, ProgrammeId } from '../../../shared/model/ids.ts';
import { Draw, DrawSeed } from '../../../shared/model/review/draw.ts';
import type { Programme } from '../../../shared/model/review/programme.ts';
import { drawCases, isSameDraw } from '../../../shared/review/draw/draw-cases.ts';
import type { Commands } from '../kernel/command.ts';
import { newId } from '../kernel/ids.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';
import type { Programmes } from './programmes.ts';
import { sourcesBetween } from './source-rows.ts';

export interface DrawsParts {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly programmes: Programmes;
}

const DAY_MS = 86_400_000;
const Row = z.object({ content: z.string() });
const Earlier = z.object({ source_report_id: SourceReportId, reviewer: ReaderPseudonym, author: ReaderPseudonym });

/** Draws of cases: what was drawn from, by which seed and why each, so that anybody can draw again and find the same. */
export class Draws {
  readonly #parts: DrawsParts;

  constructor(parts: DrawsParts) {
    this.#parts = parts;
  }

  /** The newest first. */
  list(): Draw[] {
    return this.#parts.index
      .prepare('SELECT content FROM review_draw ORDER BY made_at DESC, draw_id DESC LIMIT 500')
      .all()
      .map((row) => Draw.parse(JSON.parse(Row.parse(row).content)));
  }

  /**
   * Draws, and makes a review of each pick. What is drawn from was noted before.
   * @throws AppError review/no-such-programme
   */
  draw(
    programmeId: ProgrammeId,
    given: DrawSeed | null,
    count: number,
  ): { readonly draw: Draw; readonly reviewIds: ReviewId[] } {
    const { commands, clock, personId, programmes } = this.#parts;
    const programme = programmes.newest(programmeId);
    const seed = given ?? DrawSeed.parse(randomBytes(8).toString('hex'));
    const draw = this.#drawn(programme, { drawId: DrawId.parse(newId()), seed, asOf: clock.nowIso(), count });
    const reviewIds = draw.picks.map(() => ReviewId.parse(newId()));
    const authors = this.#authors(draw);
    const detail = { programme: programmeId, version: programme.version, seed, cases: draw.picks.length };
    commands.run({ name: 'review.draw', personId, subject: draw.drawId, detail }, (db) => {
      const at = clock.nowIso();
      db.prepare(
        'INSERT INTO review_draw (draw_id, programme_id, version, content, made_by, made_at) VALUES (?, ?, ?, ?, ?, ?)',
      ).run(draw.drawId, programmeId, programme.version, JSON.stringify(draw), personId, at);
      const put = db.prepare(
        `INSERT INTO review (review_id, programme_id, version, draw_id, source_report_id, reviewer, author, drawn_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      );
      for (const [place, pick] of draw.picks.entries()) {
        put.run(
          ...[reviewIds[place], programmeId, programme.version, draw.drawId, pick.sourceReportId, pick.reviewer],
          ...[authors.get(pick.sourceReportId), at],
        );
      }
    });
    return { draw, reviewIds };
  }

  /**
   * Whether the same cases come out of the same programme, seed and reports.
   * @throws AppError review/no-such-draw
   */
  isReproducible(drawId: DrawId): boolean {
    const row = this.#parts.index.prepare('SELECT content FROM review_draw WHERE draw_id = ?').get(drawId);
    if (row === undefined) throw new AppError('review/no-such-draw', 'the store has no such draw');
    const draw = Draw.parse(JSON.parse(Row.parse(row).content));
    const programme = this.#parts.programmes.version(draw.programmeId, draw.programmeVersion);
    return isSameDraw(draw, this.#drawn(programme, { ...draw, count: draw.asked }));
  }

  #drawn(
    programme: Programme,
    { drawId, seed, asOf, count }: Pick<Draw, 'drawId' | 'seed' | 'asOf'> & { readonly count: number },
  ): Draw {
    const { index } = this.#parts;
    const from = new Date(Date.parse(asOf) - programme.windowDays * DAY_MS).toISOString();
    const earlier = index
      .prepare(
        `SELECT source_report_id, reviewer, author FROM review WHERE programme_id = ? AND drawn_at < ? AND draw_id IS NOT ?
         ORDER BY review_id`,
      )
      .all(programme.programmeId, asOf, drawId)
      .map((row) => Earlier.parse(row))
      .map(({ source_report_id: sourceReportId, reviewer, author }) => ({ sourceReportId, reviewer, author }));
    return drawCases({
      ...{ drawId, programme, reports: sourcesBetween(index, from, asOf), earlier, seed, asOf, count },
      digest: (pieces) => {
        const hash = createHash('sha256');
        for (const piece of pieces) hash.update(piece, 'utf8');
        return hash.digest('hex');
      },
    });
  }

  #authors({ picks }: Draw): ReadonlyMap<string, string> {
    const find = this.#parts.index
      .prepare<[string], string>('SELECT author FROM review_source WHERE source_report_id = ?')
      .pluck();
    return new Map(picks.map(({ sourceReportId }) => [sourceReportId, find.get(sourceReportId) ?? '']));
  }
}
