import { assertNever } from '../../../../shared/lib/assert-never.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { StudyId } from '../../../../shared/model/ids.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import { HeldStudy } from '../../../../shared/model/retention-view.ts';
import type { RetentionNote, RetentionTarget } from '../../../../shared/model/retention-view.ts';
import type { Commands } from '../../kernel/command.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';

/** A list that is longer is looked at by site. */
const MOST_HOLDS = 200;
const HoldRow = HeldStudy.omit({ studyId: true }).extend({ study_id: StudyId });

export interface NoteParts {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
}

/**
 * Writes a note on each study of the target, as one audited command. Until results go out by themselves it is a person who says
 * that a site has them.
 * @returns how many studies
 * @throws AppError archive/unknown-study, retention/not-signed for a delivery of what nobody signed, retention/in-future
 */
export function noteRetention(parts: NoteParts, target: RetentionTarget, note: RetentionNote): number {
  const { index, commands, clock, personId } = parts;
  const studies = studiesOf(index, target);
  if (studies.length === 0) throw new AppError('archive/unknown-study', 'the store has nothing of it');
  const notedAt = clock.nowIso();
  if ('at' in note && Date.parse(note.at) > Date.parse(notedAt)) {
    throw new AppError('retention/in-future', 'what is written down has not happened yet');
  }
  const reports = note.kind === 'delivered' ? studies.map((studyId) => deliverable(index, studyId)) : [];
  const kind = note.kind === 'event' ? note.event : note.kind;
  const detail = {
    ...{ kind, studies: studies.length, at: 'at' in note ? note.at : null },
    reason: note.kind === 'hold' ? (note.reason ?? null) : null,
    // Ids of ours: they say nothing of anybody.
    ids: studies.slice(0, 100).join(' '),
  };
  commands.run({ name: 'retention.note', personId, subject: studies[0] ?? '', detail }, (db) => {
    studies.forEach((studyId, at) => {
      if (note.kind === 'release') {
        db.prepare("DELETE FROM retention_note WHERE study_id = ? AND kind = 'hold'").run(studyId);
        return;
      }
      const when = 'at' in note ? note.at : notedAt;
      db.prepare(
        `INSERT OR REPLACE INTO retention_note (study_id, kind, at, report_id, noted_at, noted_by, reason)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      ).run(studyId, kind, when, reports[at] ?? null, notedAt, personId, detail.reason);
    });
  });
  return studies.length;
}

/** The last report that somebody signed: what a site confirms is that one. */
function deliverable(index: Db, studyId: StudyId): string {
  const newest = index
    .prepare<[StudyId], string>(
      "SELECT report_id FROM report WHERE study_id = ? AND state IN ('final', 'addendum', 'preliminary') ORDER BY coalesce(signed_at, created_at) DESC, report_id DESC LIMIT 1",
    )
    .pluck()
    .get(studyId);
  if (newest !== undefined) return newest;
  throw new AppError('retention/not-signed', 'nothing of a study was signed that a site could have');
}

/** What nothing deletes by rule, the newest hold first. */
export function heldStudies(index: Db): { readonly holds: HeldStudy[]; readonly more: boolean } {
  const rows = index
    .prepare<[number]>(
      `SELECT note.study_id, site.name AS siteName, note.at, note.reason, coalesce(person.name, '') AS byName,
         (SELECT count(*) FROM object JOIN series USING (series_id) WHERE series.study_id = note.study_id) AS objects
       FROM retention_note AS note JOIN study USING (study_id) JOIN site USING (site_id)
         LEFT JOIN person ON person.person_id = note.noted_by
       WHERE note.kind = 'hold' ORDER BY note.at DESC, note.study_id LIMIT ?`,
    )
    .all(MOST_HOLDS + 1)
    .map((row) => {
      const { study_id: studyId, ...held } = HoldRow.parse(row);
      return { studyId, ...held };
    });
  return { holds: rows.slice(0, MOST_HOLDS), more: rows.length > MOST_HOLDS };
}

function conditionOf(target: RetentionTarget): readonly [string, string] {
  switch (target.kind) {
    case 'site':
      return ['site.name = ?', target.site];
    case 'study':
      return ['study_id = ?', target.studyId];
    case 'study-uid':
      return ['study_uid = ?', target.studyUid];
    default:
      return assertNever(target);
  }
}

function studiesOf(index: Db, target: RetentionTarget): readonly StudyId[] {
  const [where, value] = conditionOf(target);
  return index
    .prepare<[string], string>(`SELECT study_id FROM study JOIN site USING (site_id) WHERE ${where} ORDER BY study_id`)
    .pluck()
    .all(value)
    .map((id) => StudyId.parse(id));
}
