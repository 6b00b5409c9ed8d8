import { z } from 'zod';
import type { ForgetTarget } from '../../../../shared/contract/keys.ts';
import type { PersonId } from '../../../../shared/model/ids.ts';
import { NO_FAULTS } from '../../kernel/fault-points.ts';
import type { FaultPoints } from '../../kernel/fault-points.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { eraseReviews } from './erase-reviews.ts';
import type { OpenStore } from '../open-store.ts';
import { SITE_OF_SOURCE } from './target.ts';
import type { Doomed } from './target.ts';

const DUE = 'forget-due';
const Due = z.strictObject({
  studyKeyIds: z.array(z.string()),
  siteIds: z.array(z.string()),
  studyIds: z.array(z.string()),
  reportIds: z.array(z.string()),
  objectIds: z.array(z.string()),
  /** Absent where an older program began to forget. */
  reviewIds: z.array(z.string()).default([]),
  /** Whose desks and marks go. */
  personIds: z.array(z.string()),
});
type Due = z.infer<typeof Due>;
type Journalled = 'studyIds' | 'reportIds' | 'objectIds' | 'reviewIds' | 'personIds';

/**
 * The first step, and the one that is audited: rows go, and what is still to be erased is written down in the same transaction. From
 * here on there is no way back.
 */
export function eraseRows({ commands, personId }: OpenStore, target: ForgetTarget, doomed: Doomed): void {
  const { siteIds, studyIds, reportIds, objectIds } = doomed;
  const detail = {
    kind: target.kind,
    studies: studyIds.length,
    objects: objectIds.length,
    reports: reportIds.length,
    bytes: doomed.bytes,
    // Ids of ours: they say nothing of anybody, and tell later what an older record was about.
    ids: studyIds.slice(0, 100).join(' '),
  };
  const subject = siteIds[0] ?? studyIds[0] ?? '';
  commands.run({ name: 'forget.run', personId, subject, detail }, (db) => eraseRowsIn(db, doomed));
}

/** The same inside a command of another name. */
export function eraseRowsIn(db: Db, doomed: Doomed): void {
  const { studyKeyIds, siteIds, studyIds, reportIds, objectIds, reviewIds } = doomed;
  deleteRows(db, doomed);
  putDue(db, { studyKeyIds, siteIds, studyIds, reportIds, objectIds, reviewIds, personIds: [] });
}

/**
 * As `eraseRows`, for somebody who worked here and was revoked: the name, the desks, what they had seen, how they hung pictures, and
 * what they wrote and never signed. Signed reports name who signed them, for good.
 */
export function erasePerson({ commands, personId: by }: OpenStore, personId: PersonId): void {
  commands.run({ name: 'people.forget', personId: by, subject: personId, detail: {} }, (db) => {
    const drafts = "SELECT report_id FROM report WHERE author = ? AND state IN ('draft', 'discarded')";
    const reportIds = db.prepare<[string], string>(drafts).pluck().all(personId);
    db.prepare(`UPDATE report SET state = 'discarded' WHERE report_id IN (${drafts})`).run(personId);
    db.prepare("UPDATE person SET name = 'Former person' WHERE person_id = ?").run(personId);
    // The public part proves what was signed; nobody signs with the private one any more.
    db.prepare("UPDATE person_key SET sealed = '' WHERE person_id = ?").run(personId);
    db.prepare("UPDATE review_person_key SET sealed = '' WHERE person_id = ?").run(personId);
    db.prepare('DELETE FROM review_peer WHERE person_id = ?').run(personId);
    db.prepare('DELETE FROM reading_place WHERE person_id = ?').run(personId);
    for (const table of ['hanging_protocol', 'report_template'])
      db.prepare(`DELETE FROM ${table} WHERE scope = 'user' AND owner = ?`).run(personId);
    for (const table of ['hanging_off', 'person_group'])
      db.prepare(`DELETE FROM ${table} WHERE person_id = ?`).run(personId);
    // What the store remembers of one person stands under a key with their id in it.
    db.prepare('DELETE FROM meta WHERE instr(key, ?) > 0').run(personId);
    const none = { studyKeyIds: [], siteIds: [], studyIds: [], objectIds: [], reviewIds: [] };
    putDue(db, { ...none, reportIds, personIds: [personId] });
  });
}

function putDue(db: Db, due: { readonly [K in keyof Due]: readonly string[] }): void {
  const put = db.prepare('INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)');
  put.run(DUE, JSON.stringify(due));
  put.run('rotation-due', 'forget');
}

/** True when something was forgotten whose keys may still be there. */
export function isForgettingDue(index: Db): boolean {
  return index.prepare('SELECT 1 FROM meta WHERE key = ?').get(DUE) !== undefined;
}

/**
 * Keys, then what people wrote and drew, then what was written down a second time. Harmless when it was done before. What is left in
 * older pages goes with the change of key.
 */
export function eraseKeys({ index, journal, ledger, ring }: OpenStore, faults: FaultPoints = NO_FAULTS): void {
  const text = index.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck().get(DUE);
  if (text === undefined) return;
  const due = Due.parse(JSON.parse(text));
  faults.around('forget keys', () => ring.forget(due.studyKeyIds, due.siteIds));
  faults.around('forget journal', () => deleteJournal(journal, due));
  faults.around('forget ledger', () => ledger.compact());
}

/** The end: everything that was due is done. Call it inside a command. */
export function clearDue(db: Db): void {
  db.prepare('DELETE FROM meta WHERE key = ?').run(DUE);
}

export function deleteRows(db: Db, doomed: Doomed): void {
  const { studyIds, reportIds, objectIds, reviewIds, strayIds } = doomed;
  const run = (sql: string, ids: readonly string[]): void => {
    db.prepare(`${sql} IN (SELECT value FROM json_each(?))`).run(JSON.stringify(ids));
  };
  run('UPDATE object SET duplicate_of = NULL WHERE duplicate_of', objectIds);
  // What their sites said of them names patients.
  for (const table of ['site_study', 'transfer']) {
    const uids = 'SELECT study_uid FROM study WHERE study_id IN (SELECT value FROM json_each(?))';
    db.prepare(`DELETE FROM ${table} WHERE study_uid IN (${uids})`).run(JSON.stringify(studyIds));
  }
  deleteOfSites(db, doomed);
  run('DELETE FROM stray_object WHERE stray_id', strayIds);
  // What the site wrote to a rejection may name somebody.
  const notes = 'SELECT note_id FROM rejection_note WHERE study_id IN (SELECT value FROM json_each(?))';
  db.prepare(`DELETE FROM rejection WHERE note_id IN (${notes})`).run(JSON.stringify(studyIds));
  run('DELETE FROM rejection_note WHERE study_id', studyIds);
  run('DELETE FROM identity_answer WHERE study_id', studyIds);
  run('DELETE FROM communication WHERE study_id', studyIds);
  run('DELETE FROM addendum_task WHERE study_id', studyIds);
  run('DELETE FROM follow_up WHERE study_id', studyIds);
  run('DELETE FROM case_hold WHERE study_id', studyIds);
  run('DELETE FROM site_claim WHERE study_id', studyIds);
  run('DELETE FROM handover_grade WHERE report_id', reportIds);
  run('DELETE FROM report_accession WHERE report_id', reportIds);
  run('DELETE FROM report_accession WHERE study_id', studyIds);
  eraseReviews(db, doomed);
  run('DELETE FROM conference_case WHERE study_id', studyIds);
  run('DELETE FROM report_output WHERE report_id', reportIds);
  run('DELETE FROM report WHERE report_id', reportIds);
  run('DELETE FROM object WHERE object_id', objectIds);
  run('DELETE FROM check_again WHERE study_id', studyIds);
  run('DELETE FROM series WHERE study_id', studyIds);
  run('DELETE FROM study WHERE study_id', studyIds);
  db.prepare(
    'DELETE FROM patient WHERE NOT EXISTS (SELECT 1 FROM study WHERE study.patient_key = patient.patient_key)',
  ).run();
  db.prepare(
    `DELETE FROM prior_link WHERE patient_key NOT IN (SELECT patient_key FROM patient)
       OR other_key NOT IN (SELECT patient_key FROM patient)`,
  ).run();
  // Paths and reports of imports may name somebody; work on what is erased has nothing to work on.
  db.prepare("DELETE FROM job WHERE state IN ('done', 'failed', 'cancelled')").run();
  for (const id of [...reportIds, ...reviewIds]) db.prepare('DELETE FROM job WHERE instr(payload, ?) > 0').run(id);
}

/** The orders of a study go with it; those whose images never came, and what sources said they have, name patients as well. */
function deleteOfSites(db: Db, { siteNames, patients }: Doomed): void {
  const names = JSON.stringify(siteNames);
  const listed = '(SELECT lower(value) FROM json_each(?))';
  for (const table of ['imaging_order', 'patient_merge', 'prior_report']) {
    db.prepare(`DELETE FROM ${table} WHERE lower(site) IN ${listed}`).run(names);
  }
  const sources = `SELECT source_id FROM source WHERE ${SITE_OF_SOURCE} IN ${listed}`;
  for (const table of ['site_study', 'transfer', 'found_prior']) {
    db.prepare(`DELETE FROM ${table} WHERE source_id IN (${sources})`).run(names);
  }
  const ofPatient = db.prepare('DELETE FROM imaging_order WHERE patient_issuer = ? AND patient_id = ?');
  for (const { issuer, patientId } of patients) ofPatient.run(issuer, patientId);
}

/** Tables of the journal whose rows are of a study, and of a person. */
const OF_STUDY = [
  'waiting_signature',
  ...['measurement', 'ordinal', 'desk', 'series_aside', 'series_calibration', 'series_value_map'],
  ...['key_image', 'lesion'],
] as const;
const OF_PERSON = [
  'waiting_signature',
  'desk',
  'seen',
  'look',
  'series_aside',
  'key_image',
  'habit',
  'habit_answer',
  'open_cases',
  'hanging_draft',
  'person_macro',
  'review_draft',
] as const;

export function deleteJournal(
  journal: Db,
  { studyIds, reportIds, objectIds, reviewIds, personIds }: { readonly [K in Journalled]: readonly string[] },
): void {
  const run = (sql: string, ids: readonly string[]): void => {
    journal.prepare(`DELETE FROM ${sql} IN (SELECT value FROM json_each(?))`).run(JSON.stringify(ids));
  };
  journal
    .transaction(() => {
      for (const table of OF_STUDY) run(`${table} WHERE study_id`, studyIds);
      run('draft WHERE report_id', reportIds);
      run('review_draft WHERE review_id', reviewIds);
      run('seen WHERE object_id', objectIds);
      run('look WHERE object_id', objectIds);
      for (const table of OF_PERSON) run(`${table} WHERE person_id`, personIds);
    })
    .immediate();
}
