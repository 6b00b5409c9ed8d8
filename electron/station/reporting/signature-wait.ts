import { z } from 'zod';
import { asAppError } from '../../../shared/errors/app-error.ts';
import { isErrorCode } from '../../../shared/errors/codes.ts';
import type { ErrorCode } from '../../../shared/errors/codes.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import { ReportId, StudyId } from '../../../shared/model/ids.ts';
import type { PersonId } from '../../../shared/model/ids.ts';
import { WaitingSignature } from '../../../shared/model/waiting-signature.ts';
import { NO_FAULTS } from '../kernel/fault-points.ts';
import type { FaultPoints } from '../kernel/fault-points.ts';
import type { Clock, Log } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';

/** What the reader said when the report was to be signed: it is signed with that, or not at all. */
const Wish = WaitingSignature.extend({
  /** Of the draft. */
  revision: z.number().int(),
  acknowledged: z.array(z.string()),
  zone: z.string(),
});
export type Wish = z.infer<typeof Wish>;

const Row = z.object({
  report_id: ReportId,
  study_id: StudyId,
  value: z.string(),
  why: z.string().refine(isErrorCode).nullable(),
  ended_at: z.string().nullable(),
});

export interface Waiting {
  readonly reportId: ReportId;
  readonly studyId: StudyId;
  readonly wish: Wish;
}

export interface NotSigned {
  readonly reportId: ReportId;
  readonly studyId: StudyId;
  readonly why: ErrorCode;
  readonly at: string;
}

export interface SignatureWaitParts {
  readonly journal: Db;
  readonly clock: Clock;
  readonly log: Log;
  readonly personId: PersonId;
  readonly faults?: FaultPoints;
  /** Calls back once, after so many milliseconds; the disposer calls that off. */
  readonly after?: ((ms: number, run: () => void) => Disposer) | undefined;
  /** Whether a report is a draft still: the signature may be there, and the program have ended before the wait was. */
  readonly isDraft: (reportId: ReportId) => boolean;
  /** The signature itself, with everything that is asked before it. */
  readonly sign: (waiting: Waiting) => Promise<void>;
  readonly onChanged: (waiting: Pick<Waiting, 'reportId' | 'studyId'>) => void;
}

/**
 * Reports between the reader's word and the signature. Nothing of it is a signature: whatever ends the program, the desk or the wait
 * before its time leaves a draft, and that is kept until the reader has seen it.
 */
export class SignatureWait {
  readonly #parts: SignatureWaitParts;
  readonly #after: NonNullable<SignatureWaitParts['after']>;
  readonly #timers = new Map<ReportId, Disposer>();

  constructor(parts: SignatureWaitParts) {
    this.#parts = parts;
    this.#after = parts.after ?? afterOf;
    for (const { report_id: reportId } of this.#rows()) if (!parts.isDraft(reportId)) this.#remove(reportId);
    // What waited when the program ended was not signed.
    this.#end('report/wait-ended', null);
  }

  /** It waits from now. */
  begin(waiting: Waiting): void {
    const { journal, personId } = this.#parts;
    const { reportId, studyId, wish } = waiting;
    this.#write(() =>
      journal
        .prepare('INSERT OR REPLACE INTO waiting_signature VALUES (?, ?, ?, ?, NULL, NULL)')
        .run(reportId, studyId, personId, JSON.stringify(wish)),
    );
    const ms = Date.parse(wish.until) - Date.parse(wish.since);
    this.#timers.set(
      reportId,
      this.#after(ms, () => void this.#fire(waiting)),
    );
    this.#tell(waiting);
  }

  /** The ids alone: windows are told no more, and refuse an event that says more. */
  #tell({ reportId, studyId }: Pick<Waiting, 'reportId' | 'studyId'>): void {
    this.#parts.onChanged({ reportId, studyId });
  }

  /** What waits now; null: this one does not. */
  of(reportId: ReportId): Waiting | null {
    return this.waiting().find((one) => one.reportId === reportId) ?? null;
  }

  waiting(): readonly Waiting[] {
    return this.#rows()
      .filter(({ why }) => why === null)
      .map(({ report_id: reportId, study_id: studyId, value }) => ({
        ...{ reportId, studyId, wish: Wish.parse(JSON.parse(value)) },
      }));
  }

  unsigned(): readonly NotSigned[] {
    return this.#rows().flatMap(({ report_id: reportId, study_id: studyId, why, ended_at: at }) =>
      why === null || at === null ? [] : [{ reportId, studyId, why, at }],
    );
  }

  /** The reader takes it back, or goes on writing; or has seen that it was not signed. True: there was something. */
  drop(reportId: ReportId): boolean {
    const found = this.#rows().find((row) => row.report_id === reportId);
    if (found === undefined) return false;
    this.#stop(reportId);
    this.#remove(reportId);
    this.#tell({ reportId, studyId: found.study_id });
    return true;
  }

  /** The time is up, or the reader does not want to wait. Throws what stands in the way; it does not wait any more then. */
  async now(reportId: ReportId): Promise<void> {
    const waiting = this.of(reportId);
    if (waiting === null) return;
    this.#stop(reportId);
    await this.#parts.sign(waiting);
    this.#remove(reportId);
    this.#tell(waiting);
  }

  /** The desk is left: nothing is signed behind a lock. */
  interrupt(): void {
    this.#end('report/wait-locked', [...this.#timers.keys()]);
  }

  /** The program goes. What waited is found by the next one. */
  close(): void {
    for (const reportId of [...this.#timers.keys()]) this.#stop(reportId);
  }

  async #fire(waiting: Waiting): Promise<void> {
    const { reportId } = waiting;
    try {
      await this.now(reportId);
    } catch (error) {
      this.#failed(reportId, asAppError(error).code);
    }
  }

  /** A store that was closed under it finds the wait at its next start. */
  #failed(reportId: ReportId, code: ErrorCode): void {
    this.#parts.log.warn('report.not-signed', { reportId, code });
    try {
      this.#end(code, [reportId]);
    } catch (error) {
      this.#parts.log.warn('report.wait-not-kept', { reportId, code: asAppError(error).code });
    }
  }

  /** @param which null: everything that waits */
  #end(why: ErrorCode, which: readonly ReportId[] | null): void {
    const { journal, clock } = this.#parts;
    const ended = this.waiting().filter(({ reportId }) => which === null || which.includes(reportId));
    const end = journal.prepare('UPDATE waiting_signature SET why = ?, ended_at = ? WHERE report_id = ?');
    for (const waiting of ended) {
      this.#stop(waiting.reportId);
      this.#write(() => end.run(why, clock.nowIso(), waiting.reportId));
      if (which !== null) this.#tell(waiting);
    }
  }

  #rows(): readonly z.infer<typeof Row>[] {
    const { journal, personId } = this.#parts;
    return journal
      .prepare('SELECT * FROM waiting_signature WHERE person_id = ? ORDER BY report_id')
      .all(personId)
      .map((row) => Row.parse(row));
  }

  #remove(reportId: ReportId): void {
    const remove = this.#parts.journal.prepare('DELETE FROM waiting_signature WHERE report_id = ?');
    this.#write(() => remove.run(reportId));
  }

  #stop(reportId: ReportId): void {
    this.#timers.get(reportId)?.();
    this.#timers.delete(reportId);
  }

  #write(work: () => unknown): void {
    (this.#parts.faults ?? NO_FAULTS).around('waiting signature', work);
  }
}

function afterOf(ms: number, run: () => void): Disposer {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
