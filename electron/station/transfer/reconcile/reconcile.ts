import { z } from 'zod';
import { StudyId } from '../../../../shared/model/ids.ts';
import type { OutgoingId, ReportId } from '../../../../shared/model/ids.ts';
import type { Outgoing } from '../../../../shared/model/outbox.ts';
import { Decision } from '../../../../shared/model/reconcile.ts';
import type { ReconcileCase } from '../../../../shared/model/reconcile.ts';
import type { SiteDifference } from '../../../../shared/model/site-difference.ts';
import type { SignedDocument } from '../../../../shared/report/signed-document.ts';
import type { Db } from '../../kernel/sqlite.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { saidOf } from './said-rows.ts';

/** Cases at once; the next are there when these are settled. */
const MOST_CASES = 200;
/** What was decided is shown for so long, days. */
const SETTLED_DAYS = 3;

const CASES = `SELECT outbox.study_id, site.name AS site, patient.name_alphabetic AS name, study.accession,
    study.study_date AS date, study.description
  FROM outbox JOIN study USING (study_id) JOIN site ON site.site_id = study.site_id JOIN patient USING (patient_key)
  WHERE outbox.state = 'held' OR (outbox.decided IS NOT NULL AND outbox.changed_at > ?)
  GROUP BY outbox.study_id
  ORDER BY max(outbox.state = 'held') DESC, max(outbox.critical) DESC, max(outbox.seq) DESC LIMIT ${MOST_CASES}`;

const Found = z.object({
  study_id: StudyId,
  site: z.string(),
  name: z.string(),
  accession: z.string().nullable(),
  date: z.string().nullable(),
  description: z.string().nullable(),
});

export interface ReconcileParts {
  readonly index: Db;
  readonly now: () => string;
  readonly outbox: Pick<Outbox, 'list' | 'release' | 'drop' | 'lookAgain'>;
  /** As it was signed. @throws AppError report/… */
  readonly document: (reportId: ReportId) => SignedDocument;
}

/** What sites say otherwise than it was signed, case by case, and what a person decides of it. */
export class Reconcile {
  readonly #parts: ReconcileParts;

  constructor(parts: ReconcileParts) {
    this.#parts = parts;
  }

  /** What is held first, critical ones before others; then what was decided in the last days. */
  list(): readonly ReconcileCase[] {
    const { index, now } = this.#parts;
    const since = new Date(Date.parse(now()) - SETTLED_DAYS * 86_400_000).toISOString();
    return index
      .prepare<[string]>(CASES)
      .all(since)
      .map((row) => this.#case(Found.parse(row)));
  }

  /** Everything held of a study goes as it was signed. @param words why @throws AppError outbox/not-now */
  send(studyId: StudyId, words: string): void {
    this.#each(studyId, (id) => this.#parts.outbox.release(id, words));
  }

  /** Nothing of what is held of a study goes out; it stays in the list. @param words why */
  drop(studyId: StudyId, words: string): void {
    this.#each(studyId, (id) => this.#parts.outbox.drop(id, words));
  }

  /** The site of a study is asked now: where it says by now what was signed, that goes. */
  ask(studyId: StudyId): void {
    this.#parts.outbox.lookAgain(studyId);
  }

  #each(studyId: StudyId, act: (id: OutgoingId) => void): void {
    for (const { outgoingId, state } of this.#parts.outbox.list(studyId)) if (state === 'held') act(outgoingId);
  }

  #case(found: z.infer<typeof Found>): ReconcileCase {
    const { study_id: studyId, site, name, accession, date, description } = found;
    const decisions = this.#decisions(studyId);
    const rows = this.#parts.outbox
      .list(studyId)
      .filter(({ outgoingId, state }) => state === 'held' || decisions.has(outgoingId));
    const held = rows.filter(({ state }) => state === 'held');
    const said = saidOf(this.#parts.index, studyId);
    const shown = held.length > 0 ? held : rows;
    return {
      ...{ studyId, site, patientName: name, accession, studyDate: date, description },
      report: this.#report(shown),
      differences: differencesOf(shown, said),
      heldAt: held.length === 0 ? null : (held.map(({ changedAt }) => changedAt).sort()[0] ?? null),
      critical: shown.some(({ critical }) => critical),
      rows: [...rows],
      decision: [...decisions.values()].sort((a, b) => b.at.localeCompare(a.at))[0] ?? null,
    };
  }

  #report(rows: readonly Outgoing[]): ReconcileCase['report'] {
    const newest = [...rows].sort((a, b) => b.seq - a.seq).find(({ reportId }) => reportId !== null);
    if (newest === undefined || newest.reportId === null) return null;
    const { reportId, state, at: signedAt, signer } = this.#parts.document(newest.reportId);
    return { reportId, state, signedAt, signer: signer.name };
  }

  #decisions(studyId: StudyId): ReadonlyMap<string, Decision> {
    const rows = this.#parts.index
      .prepare<[string], { id: string; decided: string }>(
        'SELECT outgoing_id AS id, decided FROM outbox WHERE study_id = ? AND decided IS NOT NULL',
      )
      .all(studyId);
    return new Map(rows.map(({ id, decided }) => [id, Decision.parse(JSON.parse(decided))]));
  }
}

/** Each reason once: with both sides where they were kept, else by its name alone. */
function differencesOf(
  rows: readonly Outgoing[],
  said: ReadonlyMap<string, readonly SiteDifference[]>,
): SiteDifference[] {
  const found = new Map<string, SiteDifference>();
  for (const { outgoingId, hold } of rows) {
    for (const one of said.get(outgoingId) ?? []) found.set(one.reason, one);
    for (const reason of hold) if (!found.has(reason)) found.set(reason, { reason, signed: '', now: '' });
  }
  return [...found.values()];
}
