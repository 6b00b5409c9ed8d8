import { AppError } from '../../../../shared/errors/app-error.ts';
import { StudyId } from '../../../../shared/model/ids.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import { BreakGlassGrant } from '../../../../shared/contract/audit.ts';
import type {
  BreakGlassCode,
  BreakGlassVerdict,
  EmergencyStudy,
  EmergencyTarget,
} from '../../../../shared/contract/audit.ts';
import type { Commands } from '../../kernel/command.ts';
import { newId } from '../../kernel/ids.ts';
import type { Clock } from '../../kernel/ports.ts';
import { sha256Hex } from '../../kernel/sha256.ts';
import type { Db } from '../../kernel/sqlite.ts';

/** An emergency is over after a shift. */
const LASTS_MS = 12 * 60 * 60 * 1000;

/** More than one patient has on one number. */
const MOST_FOUND = 50;

export interface BreakGlassOptions {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
}

interface FoundStudy extends Omit<EmergencyStudy, 'studyId' | 'modalities'> {
  readonly studyId: string;
  readonly modalities: string | null;
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

  /** Studies of a number, for whoever is shown no list. What was asked for is not written down: it names somebody. */
  find(target: EmergencyTarget): readonly EmergencyStudy[] {
    const { index, commands, personId } = this.#options;
    const [where, value] =
      target.kind === 'accession'
        ? ['study.accession = ?', target.accession]
        : ['patient.patient_id = ?', target.patientId];
    const found = index
      .prepare<[string], FoundStudy>(
        `SELECT study_id AS studyId, study_date AS studyDate, site.name AS site,
           (SELECT group_concat(DISTINCT modality) FROM series WHERE series.study_id = study.study_id) AS modalities,
           (SELECT count(*) FROM object JOIN series USING (series_id) WHERE series.study_id = study.study_id) AS objects
         FROM study JOIN patient USING (patient_key) JOIN site ON site.site_id = study.site_id
         WHERE ${where} ORDER BY study_date DESC, study_id LIMIT ${MOST_FOUND}`,
      )
      .all(value);
    const detail = { kind: target.kind, found: found.length };
    commands.run({ name: 'access.emergencySearch', personId, subject: 'store', detail }, () => undefined);
    return found.map(({ studyId, modalities, ...rest }) => ({
      ...rest,
      studyId: StudyId.parse(studyId),
      modalities: modalities === null ? [] : modalities.split(',').toSorted(),
    }));
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

  /** Ends every emergency access of this reader: at the lock, or when they say so. Gives the studies. */
  endAll(): readonly StudyId[] {
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
    return open.map(({ study_id }) => StudyId.parse(study_id));
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
