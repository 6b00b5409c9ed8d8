import { NO_CASES, OpenCases } from '../../../shared/model/open-cases.ts';
import type { PersonId, StudyId } from '../../../shared/model/ids.ts';
import { NO_FAULTS } from '../kernel/fault-points.ts';
import type { FaultPoints } from '../kernel/fault-points.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';

interface Kept {
  readonly index: Db;
  readonly journal: Db;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly faults?: FaultPoints;
}

/** What one reader has on the desk and put aside. */
export class CasesOfReader {
  readonly #kept: Kept;

  constructor(kept: Kept) {
    this.#kept = kept;
  }

  /** Of the studies that are here still. */
  read(): OpenCases {
    const { journal, personId } = this.#kept;
    const text = journal
      .prepare<[string], string>('SELECT value FROM open_cases WHERE person_id = ?')
      .pluck()
      .get(personId);
    if (text === undefined) return NO_CASES;
    const { onDesk, aside } = OpenCases.parse(JSON.parse(text));
    return {
      onDesk: onDesk !== null && this.#isHere(onDesk) ? onDesk : null,
      aside: aside.filter(({ studyId }) => this.#isHere(studyId)),
    };
  }

  keep(cases: OpenCases): { readonly savedAt: string } {
    const { journal, clock, personId, faults = NO_FAULTS } = this.#kept;
    const savedAt = clock.nowIso();
    const save = journal.prepare(
      `INSERT INTO open_cases (person_id, value, saved_at) VALUES (?, ?, ?)
         ON CONFLICT (person_id) DO UPDATE SET value = excluded.value, saved_at = excluded.saved_at`,
    );
    faults.around('desk', () => save.run(personId, JSON.stringify(cases), savedAt));
    return { savedAt };
  }

  #isHere(studyId: StudyId): boolean {
    const { index } = this.#kept;
    return index.prepare<[string], number>('SELECT 1 FROM study WHERE study_id = ?').pluck().get(studyId) === 1;
  }
}
