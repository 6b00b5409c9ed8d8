import { z } from 'zod';
import type { ParsedRequest } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { PersonId, ProgrammeId } from '../../../shared/model/ids.ts';
import { Programme } from '../../../shared/model/review/programme.ts';
import type { Commands } from '../kernel/command.ts';
import { newId } from '../kernel/ids.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';

export interface ProgrammesParts {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
}

const Row = z.object({ content: z.string() });

/**
 * Programmes of second reading: every version is kept, for a draw names the one that it was made by. Those of cases that came in packages are
 * run elsewhere: they are found by their version alone.
 */
export class Programmes {
  readonly #parts: ProgrammesParts;

  constructor(parts: ProgrammesParts) {
    this.#parts = parts;
  }

  /** The newest version of each, by name. */
  list(): Programme[] {
    return this.#parts.index
      .prepare(
        `SELECT content FROM review_programme AS one
         WHERE version = (SELECT max(version) FROM review_programme WHERE programme_id = one.programme_id)
           AND programme_id NOT IN (SELECT programme_id FROM review_taken)`,
      )
      .all()
      .map((row) => programmeOf(row))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  }

  /** @throws AppError review/no-such-programme */
  newest(programmeId: ProgrammeId): Programme {
    const row = this.#parts.index
      .prepare(
        `SELECT content FROM review_programme
         WHERE programme_id = ? AND programme_id NOT IN (SELECT programme_id FROM review_taken)
         ORDER BY version DESC LIMIT 1`,
      )
      .get(programmeId);
    if (row === undefined) throw noSuchProgramme();
    return programmeOf(row);
  }

  /** @throws AppError review/no-such-programme */
  version(programmeId: ProgrammeId, version: number): Programme {
    const row = this.#parts.index
      .prepare('SELECT content FROM review_programme WHERE programme_id = ? AND version = ?')
      .get(programmeId, version);
    if (row === undefined) throw noSuchProgramme();
    return programmeOf(row);
  }

  /** @throws AppError review/no-such-programme, review/bad-programme */
  save({ programmeId, content }: ParsedRequest<'review.saveProgramme'>): Programme {
    const { commands, clock, personId } = this.#parts;
    const before = programmeId === null ? null : this.newest(programmeId);
    const read = Programme.safeParse({
      ...content,
      format: 1,
      programmeId: before?.programmeId ?? newId(),
      version: (before?.version ?? 0) + 1,
    });
    if (!read.success) {
      const paths = read.error.issues.map((issue) => issue.path.join('.') || issue.message);
      throw new AppError('review/bad-programme', 'the programme does not hold together', { context: { paths } });
    }
    const programme = read.data;
    const detail = { version: programme.version, kind: programme.kind };
    const command = { name: 'review.saveProgramme', personId, subject: programme.programmeId, detail };
    commands.run(command, (db) => {
      db.prepare(
        'INSERT INTO review_programme (programme_id, version, content, made_by, made_at) VALUES (?, ?, ?, ?, ?)',
      ).run(programme.programmeId, programme.version, JSON.stringify(programme), personId, clock.nowIso());
    });
    return programme;
  }
}

function programmeOf(row: unknown): Programme {
  return Programme.parse(JSON.parse(Row.parse(row).content));
}

function noSuchProgramme(): AppError {
  return new AppError('review/no-such-programme', 'the store has no such programme');
}
