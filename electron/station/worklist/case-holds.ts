import type { ParsedRequest, Response } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { CaseHold } from '../../../shared/model/case-hold.ts';
import { CaseHoldId } from '../../../shared/model/ids.ts';
import type { PersonId, StudyId } from '../../../shared/model/ids.ts';
import type { WorklistRow } from '../../../shared/model/study.ts';
import { dueAfterPauses, HOLD_WORDS } from '../../../shared/rules/case-hold.ts';
import type { SignReason } from '../../../shared/rules/sign-permission/question.ts';
import type { Commands } from '../kernel/command.ts';
import { newId } from '../kernel/ids.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';

export interface CaseHoldsOptions {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly personId: PersonId;
  /** Tells the site, in the transaction of the act; null: it was taken up again. */
  readonly tell: (
    db: Db,
    studyId: StudyId,
    hold: Pick<CaseHold, 'cause' | 'note'> | null,
    at: string,
  ) => { readonly told: number };
  readonly onChanged: (studyId: StudyId) => void;
}

interface HoldRow {
  readonly hold_id: string;
  readonly study_id: string;
  readonly cause: string;
  readonly note: string;
  readonly by_person: string;
  readonly at: string;
  readonly ended_by: string | null;
  readonly ended_at: string | null;
  readonly ended_how: string | null;
}

/** Cases that wait for their site. Each act is one audited command; the note stands in no trail and no log. */
export class CaseHolds {
  readonly #options: CaseHoldsOptions;

  constructor(options: CaseHoldsOptions) {
    this.#options = options;
  }

  /** Throws archive/unknown-study, hold/already, hold/signed. */
  begin({ studyId, cause, note }: ParsedRequest<'hold.begin'>): Response<'hold.begin'> {
    const { index, commands, clock, personId, tell, onChanged } = this.#options;
    if (index.prepare('SELECT 1 FROM study WHERE study_id = ?').get(studyId) === undefined) {
      throw new AppError('archive/unknown-study', 'the store has no such study');
    }
    if (this.#open(studyId)) throw new AppError('hold/already', 'the case is on hold already');
    if (isFinal(index, studyId)) throw new AppError('hold/signed', 'the report of the case is signed');
    const at = clock.nowIso();
    const holdId = CaseHoldId.parse(newId());
    const hold = CaseHold.parse({ holdId, studyId, cause, note: note.trim(), by: personId, at, ended: null });
    const told = commands.run({ name: 'hold.begin', personId, subject: studyId, detail: { cause } }, (db) => {
      const told = tell(db, studyId, hold, at).told;
      db.prepare('INSERT INTO case_hold (hold_id, study_id, cause, note, by_person, at) VALUES (?, ?, ?, ?, ?, ?)').run(
        holdId,
        studyId,
        cause,
        hold.note,
        personId,
        at,
      );
      return told;
    });
    onChanged(studyId);
    return { hold, told };
  }

  /** Throws hold/none. */
  end({ studyId }: ParsedRequest<'hold.end'>): Response<'hold.end'> {
    const { commands, clock, personId, tell, onChanged } = this.#options;
    const hold = this.#open(studyId);
    if (!hold) throw new AppError('hold/none', 'the case is not on hold');
    const at = clock.nowIso();
    const told = commands.run({ name: 'hold.end', personId, subject: studyId, detail: { how: 'resumed' } }, (db) => {
      this.#close(db, studyId, 'resumed', at);
      return tell(db, studyId, null, at).told;
    });
    onChanged(studyId);
    return { hold: { ...hold, ended: { by: personId, at, how: 'resumed' } }, told };
  }

  /** Its report was signed: inside the transaction of that, whose own status goes to the site. */
  signed(db: Db, studyId: StudyId, at: string): void {
    this.#close(db, studyId, 'signed', at);
  }

  ofStudy(studyId: StudyId): readonly CaseHold[] {
    return this.#rows('WHERE study_id = ? ORDER BY at', studyId);
  }

  /** Rows as they stand with what waits, and with service levels that do not run meanwhile. */
  withHolds(rows: readonly WorklistRow[]): WorklistRow[] {
    const all = this.#rows('ORDER BY at');
    if (all.length === 0) return [...rows];
    const byStudy = new Map<string, CaseHold[]>();
    for (const hold of all) byStudy.set(hold.studyId, [...(byStudy.get(hold.studyId) ?? []), hold]);
    return rows.map((row) => {
      const holds = byStudy.get(row.studyId);
      return holds === undefined ? row : { ...row, ...orderAfter(row, holds), ...holdNow(holds) };
    });
  }

  /** What there is to know before a case on hold is signed. */
  signReasons(studyId: StudyId): SignReason[] {
    const hold = this.#open(studyId);
    if (!hold) return [];
    const words = `The case is on hold: it waits for ${HOLD_WORDS[hold.cause]}. A signature takes it up again.`;
    return [{ code: 'permission/on-hold', tier: 'warn', leaves: 'final', words }];
  }

  #close(db: Db, studyId: StudyId, how: 'resumed' | 'signed', at: string): void {
    db.prepare(
      'UPDATE case_hold SET ended_by = ?, ended_at = ?, ended_how = ? WHERE study_id = ? AND ended_at IS NULL',
    ).run(this.#options.personId, at, how, studyId);
  }

  #open(studyId: StudyId): CaseHold | undefined {
    return this.#rows('WHERE study_id = ? AND ended_at IS NULL', studyId)[0];
  }

  #rows(where: string, ...of: readonly string[]): readonly CaseHold[] {
    return this.#options.index
      .prepare<string[], HoldRow>(`SELECT * FROM case_hold ${where}`)
      .all(...of)
      .map((row) =>
        CaseHold.parse({
          ...{ holdId: row.hold_id, studyId: row.study_id, cause: row.cause, note: row.note },
          ...{ by: row.by_person, at: row.at },
          ended: row.ended_at === null ? null : { by: row.ended_by, at: row.ended_at, how: row.ended_how },
        }),
      );
  }
}

function holdNow(holds: readonly CaseHold[]): Pick<WorklistRow, 'hold'> {
  const open = holds.find(({ ended }) => ended === null);
  return open === undefined ? {} : { hold: { cause: open.cause, note: open.note, at: open.at } };
}

function orderAfter({ order }: WorklistRow, holds: readonly CaseHold[]): Pick<WorklistRow, 'order'> {
  if (order === undefined || order.dueAt === null || order.clockFrom === null) return {};
  const pauses = holds.map(({ at, ended }) => ({ from: at, until: ended?.at ?? null }));
  return { order: { ...order, dueAt: dueAfterPauses(order.dueAt, order.clockFrom.at, pauses) } };
}

function isFinal(index: Db, studyId: StudyId): boolean {
  const sql =
    "SELECT 1 FROM report WHERE study_id = ? AND state NOT IN ('draft', 'preliminary', 'discarded', 'withdrawn')";
  return index.prepare(sql).get(studyId) !== undefined;
}
