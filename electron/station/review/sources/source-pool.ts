import { z } from 'zod';
import type { ParsedRequest, Response } from '../../../../shared/contract/index.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { SourceReportId } from '../../../../shared/model/ids.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import type { PooledReport } from '../../../../shared/model/review/pool.ts';
import type { Commands } from '../../kernel/command.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { unknownOwnReports } from '../own-sources.ts';
import type { Readers } from '../readers.ts';
import { putSources, sourceById } from '../source-rows.ts';
import type { NewSource } from '../source-rows.ts';
import { hasStudiesToLink, linkStudies } from './brought-rows.ts';

export interface SourcePoolParts {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run' | 'runInBackground'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly readers: Pick<Readers, 'of'>;
  /** Reports of cases that the person reads blind: a flag would say why they were drawn. */
  readonly hidden: () => ReadonlySet<string>;
}

/** Reports noted in one command. */
const AT_ONCE = 250;
/** Reports shown of one search. */
const MOST = 50;
const Count = z.object({ origin: z.string(), reports: z.number(), pictures: z.number() });

/** All that may be drawn from. */
export class SourcePool {
  readonly #parts: SourcePoolParts;

  constructor(parts: SourcePoolParts) {
    this.#parts = parts;
  }

  /** Final reports of this store that were signed since, and studies that came after a report that was brought in. */
  async noteAll(): Promise<void> {
    const { index } = this.#parts;
    for (;;) {
      const fresh = unknownOwnReports(index, AT_ONCE);
      if (fresh.length === 0) break;
      await this.#note(fresh);
    }
    this.linkStudies();
  }

  /** Gives studies that came since to the reports that were brought in before them. */
  linkStudies(): void {
    const { index, commands, personId } = this.#parts;
    if (!hasStudiesToLink(index)) return;
    const command = { name: 'review.linkStudies', personId, subject: 'reports', detail: {} };
    commands.run(command, (db) => linkStudies(db));
  }

  counts(): Response<'review.pool'> {
    const counts = this.#parts.index
      .prepare(
        `SELECT origin, count(*) AS reports, count(study_id) AS pictures FROM review_source WHERE gone_at IS NULL AND origin <> 'package'
         GROUP BY origin ORDER BY origin`,
      )
      .all()
      .map((row) => Count.parse(row));
    return { pool: counts.map(({ origin, reports, pictures }) => ({ origin, reports, withStudy: pictures })) };
  }

  /** By accession, or by what its sender calls it: as a whole, for numbers of others are nothing to browse. */
  find(number: string): PooledReport[] {
    const { index, hidden } = this.#parts;
    const kept = hidden();
    return index
      .prepare<[{ readonly number: string }], string>(
        `SELECT source_report_id FROM review_source
         WHERE gone_at IS NULL AND origin <> 'package' AND (accession = @number OR source_report_id = @number
           OR (origin = 'station' AND key = @number) OR (origin <> 'station' AND key = site || '/' || @number))
         ORDER BY signed_at DESC, source_report_id LIMIT ${MOST}`,
      )
      .pluck()
      .all({ number: number.trim() })
      .filter((id) => !kept.has(id))
      .map((id) => this.#pooled(id));
  }

  /**
   * Marks reports as something to look at on purpose, or takes that back.
   * @throws AppError review/no-such-source
   */
  async flag({ report, accession, site, flag, isOn, reason }: ParsedRequest<'review.flag'>): Promise<PooledReport[]> {
    const { commands, clock, personId } = this.#parts;
    await this.noteAll();
    const found = this.find(report ?? accession ?? '').filter((one) => site === null || one.site === site);
    if (found.length === 0) throw new AppError('review/no-such-source', 'no report of that number is in the pool');
    const due = found.filter(({ flags }) => flags.includes(flag) !== isOn);
    for (const { sourceReportId } of due) {
      const detail = { flag, isOn };
      commands.run({ name: 'review.flag', personId, subject: sourceReportId, detail }, (db) => {
        db.prepare('INSERT OR REPLACE INTO review_flag VALUES (?, ?, ?, ?, ?, ?)').run(
          ...[sourceReportId, flag, clock.nowIso(), isOn ? 1 : 0, reason, personId],
        );
      });
    }
    return found.map(({ sourceReportId }) => this.#pooled(sourceReportId));
  }

  async #note(sources: readonly NewSource[]): Promise<void> {
    const { commands, personId, readers } = this.#parts;
    const authors = readers.of(sources.map(({ reader }) => reader));
    const detail = { reports: sources.length };
    await commands.runInBackground({ name: 'review.noteReports', personId, subject: 'reports', detail }, (db) =>
      putSources(
        db,
        sources.flatMap((source, at) => {
          const author = authors[at];
          return author === undefined ? [] : [{ source, author }];
        }),
      ),
    );
  }

  #pooled(id: string): PooledReport {
    const source = sourceById(this.#parts.index, SourceReportId.parse(id));
    if (source === null) throw new AppError('review/no-such-source', 'the report is gone');
    const { sourceReportId, origin, site, modality, region, shift, signedAt, accession, flags, pixels } = source;
    return { sourceReportId, origin, site, modality, region, shift, signedAt, accession, flags, pixels };
  }
}
