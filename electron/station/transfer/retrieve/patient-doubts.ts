import { AppError } from '../../../../shared/errors/app-error.ts';
import type { PersonId, StudyId } from '../../../../shared/model/ids.ts';
import type { PatientDoubt } from '../../../../shared/model/patient-doubt.ts';
import { patientDoubt } from '../../../../shared/rules/patient-doubt.ts';
import type { DoubtFacts } from '../../../../shared/rules/patient-doubt.ts';
import { siteDifferences } from '../../../../shared/rules/outbox/site-differences.ts';
import { LOCAL_MEDIA } from '../../archive/import-run.ts';
import { studyFacts } from '../../reporting/study-facts.ts';
import type { Commands } from '../../kernel/command.ts';
import type { Clock } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import type { SiteStudies } from './site-studies.ts';

export interface DoubtParts {
  readonly index: Db;
  readonly siteStudies: Pick<SiteStudies, 'ofStudy'>;
  readonly nameOf: (sourceId: string) => string;
  readonly isMerged: (studyId: StudyId, a: string, b: string) => boolean;
}

interface Stray {
  readonly source_id: string;
  readonly objects: number;
  readonly since: string;
}

/** What contradicts whose study it is, by all that was said of it until now; asks nobody. @throws AppError archive/unknown-study */
export function patientDoubtOf(parts: DoubtParts, studyId: StudyId): PatientDoubt {
  const { index, nameOf } = parts;
  const { studyUid, study } = studyFacts(index, studyId);
  const site = index.prepare<[string], string>('SELECT name FROM site JOIN study USING (site_id) WHERE study_id = ?');
  const siteName = site.pluck().get(studyId) ?? '';
  const answered = answerOf(index, studyId);
  const stray = studyUid === null ? undefined : strayOf(index, studyUid, answered?.at ?? '');
  return patientDoubt({
    study: { studyUid, accession: study.accession, date: study.date, site: siteName },
    strays:
      stray === undefined
        ? null
        : { objects: stray.objects, source: nameOf(stray.source_id) || stray.source_id, since: stray.since },
    answered,
    two: studyUid !== null && isTwo(index, studyId),
    hasSite: siteName.toLowerCase() !== LOCAL_MEDIA,
    said: studyUid === null ? null : saidOf(parts, studyId, studyUid),
  });
}

/** Objects of another patient that came after the last answer, and the last time that all of the study was here and right. */
function strayOf(index: Db, studyUid: string, after: string): Stray | undefined {
  return index
    .prepare<[string, string], Stray>(
      `SELECT stray.source_id, count(*) AS objects, min(stray.arrived_at) AS since
       FROM stray_object AS stray LEFT JOIN site_study USING (source_id, study_uid)
       WHERE stray.study_uid = ? AND stray.because = 'other-patient' AND stray.arrived_at > ?
         AND (site_study.complete_at IS NULL OR site_study.complete_at < stray.arrived_at)
       GROUP BY stray.source_id ORDER BY since LIMIT 1`,
    )
    .get(studyUid, after);
}

function answerOf(index: Db, studyId: StudyId): DoubtFacts['answered'] {
  const answer = index.prepare<[string], { words: string; at: string }>(
    'SELECT words, said_at AS at FROM identity_answer WHERE study_id = ?',
  );
  return answer.get(studyId) ?? null;
}

function isTwo(index: Db, studyId: StudyId): boolean {
  const other = index.prepare<[string]>(
    `SELECT 1 FROM study AS own JOIN study AS other ON other.study_uid = own.study_uid AND other.site_id = own.site_id
       AND other.patient_key <> own.patient_key
     WHERE own.study_id = ?`,
  );
  return other.get(studyId) !== undefined;
}

function saidOf({ index, siteStudies, isMerged }: DoubtParts, studyId: StudyId, studyUid: string): DoubtFacts['said'] {
  const { patient } = studyFacts(index, studyId);
  // Counts are said elsewhere.
  const known = { studyUid, patient, objects: Number.MAX_SAFE_INTEGER, seriesUids: new Set<string>(), delivered: 0 };
  for (const { found } of siteStudies.ofStudy(studyUid)) {
    const merged = (a: string, b: string): boolean => isMerged(studyId, a, b);
    for (const { reason } of siteDifferences(known, { found, series: [] }, merged)) {
      if (reason === 'patient-changed') return 'changed';
      if (reason === 'patient-corrected') return 'corrected';
      if (reason === 'patient-merged') return 'merged';
    }
  }
  return null;
}

/** Writes down what the site answered. It may name somebody: it stays out of the trail. One audited command. */
export function answerDoubt(
  { commands, clock, personId }: { commands: Pick<Commands, 'run'>; clock: Clock; personId: PersonId },
  studyId: StudyId,
  words: string,
): void {
  commands.run({ name: 'study.identityAnswer', personId, subject: studyId, detail: { length: words.length } }, (db) => {
    const known = db.prepare('SELECT 1 FROM study WHERE study_id = ?').get(studyId);
    if (known === undefined) throw new AppError('archive/unknown-study', 'the store has no such study');
    db.prepare('INSERT OR REPLACE INTO identity_answer VALUES (?, ?, ?, ?)').run(
      studyId,
      words,
      clock.nowIso(),
      personId,
    );
  });
}
