import { AppError } from '../../../../shared/errors/app-error.ts';
import type { PersonId, StudyId } from '../../../../shared/model/ids.ts';
import { BreakGlassGrant } from '../../../../shared/contract/audit.ts';
import type { BreakGlassCode, BreakGlassVerdict } from '../../../../shared/contract/audit.ts';
import type { Commands } from '../../kernel/command.ts';
import { newId } from '../../kernel/ids.ts';
import type { Clock } from '../../kernel/ports.ts';
import { sha256Hex } from '../../kernel/sha256.ts';
import type { Db } from '../../kernel/sqlite.ts';

/** An emergency is over after a shift. */
const LASTS_MS = 12 * 60 * 60 * 1000;

export interface BreakGlassOptions {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
}

const COLUMNS = `grant_id AS grantId, person_id AS personId,
  (SELECT name FROM person WHERE person.person_id = break_glass.person_id) AS personName,
  study_id AS studyId, code, reason, at, until, ended_at AS endedAt,
  reviewed_by AS reviewedBy, reviewed_at AS reviewedAt, verdict, note`;

/**
 * Emergency access: a reader opens one study that is otherwise refused, and says why. It holds for a shift and for this reader,
 * and stands on a list until somebody else has looked at it. The words stay in the encrypted store; the trail has their hash.
 */
export class BreakGlass {
  readonly #options: BreakGlassOptions;

  constructor(options: BreakGlassOptions) {
    this.#options = options;
  }

  /** @throws AppError archive/unknown-study, request/bad for a reason without words */
  begin(studyId: StudyId, code: BreakGlassCode, reason: string): BreakGlassGrant {
    const { index, commands, clock, personId } = this.#options;
    if (index.prepare('SELECT 1 FROM study WHERE study_id = ?').get(studyId) === undefined) {
      throw new AppError('archive/unknown-study', 'the store has no such study');
    }
    const words = reason.trim();
    if (words === '') throw new AppError('request/bad', 'emergency access needs a reason');
    const at = clock.nowIso();
    const until = new Date(Date.parse(at) + LASTS_MS).toISOString();
    const grantId = newId();
    const detail = { grant: grantId, code, reason: sha256Hex(words), until };
    commands.run({ name: 'access.breakGlass', personId, subject: studyId, detail }, (db) => {
      db.prepare(
        `INSERT INTO break_glass (grant_id, person_id, study_id, code, reason, at, until) VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ).run(grantId, personId, studyId, code, words, at, until);
    });
    return this.#grant(grantId);
  }

  /** Whether emergency access of this reader to the study holds now. A clock that was set back ends it too. */
  holds(studyId: string): boolean {
    const { index, clock, personId } = this.#options;
    const now = clock.nowIso();
    const found = index
      .prepare(
        `SELECT 1 FROM break_glass
         WHERE study_id = ? AND person_id = ? AND ended_at IS NULL AND at <= ? AND until > ?`,
      )
      .get(studyId, personId, now, now);
    return found !== undefined;
  }

  /** Ends every emergency access of this reader: at the lock. */
  endAll(): void {
    const { index, commands, clock, personId } = this.#options;
    const open = index
      .prepare<[string], { grant_id: string; study_id: string }>(
        'SELECT grant_id, study_id FROM break_glass WHERE person_id = ? AND ended_at IS NULL',
      )
      .all(personId);
    for (const { grant_id: grant, study_id: subject } of open) {
      commands.run({ name: 'access.breakGlassEnded', personId, subject, detail: { grant } }, (db) => {
        db.prepare('UPDATE break_glass SET ended_at = ? WHERE grant_id = ?').run(clock.nowIso(), grant);
      });
    }
  }

  /** The newest first; those that nobody reviewed before the others. */
  list(): readonly BreakGlassGrant[] {
    return this.#options.index
      .prepare(`SELECT ${COLUMNS} FROM break_glass ORDER BY reviewed_at IS NOT NULL, at DESC, grant_id`)
      .all()
      .map((row) => BreakGlassGrant.parse(row));
  }

  /** Somebody else judges it, once. @throws AppError request/bad, audit/own-access */
  review(grantId: string, verdict: BreakGlassVerdict, note: string): BreakGlassGrant {
    const { commands, clock, personId } = this.#options;
    const grant = this.#grant(grantId);
    if (grant.personId === personId) throw new AppError('audit/own-access', 'nobody reviews an access of their own');
    if (grant.reviewedAt !== null) throw new AppError('request/bad', 'this access was reviewed already');
    const words = note.trim();
    const detail = { grant: grantId, verdict, note: words === '' ? null : sha256Hex(words) };
    commands.run({ name: 'access.breakGlassReviewed', personId, subject: grant.studyId, detail }, (db) => {
      db.prepare(
        'UPDATE break_glass SET reviewed_by = ?, reviewed_at = ?, verdict = ?, note = ? WHERE grant_id = ?',
      ).run(personId, clock.nowIso(), verdict, words === '' ? null : words, grantId);
    });
    return this.#grant(grantId);
  }

  #grant(grantId: string): BreakGlassGrant {
    const found = this.#options.index.prepare(`SELECT ${COLUMNS} FROM break_glass WHERE grant_id = ?`).get(grantId);
    if (found === undefined) throw new AppError('request/bad', 'there is no such emergency access');
    return BreakGlassGrant.parse(found);
  }
}
