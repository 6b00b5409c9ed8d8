import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { PersonId, StudyId } from '../../../../shared/model/ids.ts';
import type { CommitmentEvent } from '../../../../shared/rules/outbox/next-commitment.ts';
import { backOff, LONGEST_WAIT } from '../../../../shared/rules/outbox/patience.ts';
import type { LinkCause } from '../../../../shared/rules/link-state.ts';
import type { Commands } from '../../kernel/command.ts';
import type { FaultPoints } from '../../kernel/fault-points.ts';
import type { Clock, Log } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import type { CommitmentFacts, CommitmentRow, CommitmentTable } from './commitment-table.ts';
import type { CommitmentAnswer, Connector } from './connector.ts';
import type { StoredDestination } from './destinations.ts';
import { Turns } from './turns.ts';

/** Longest sleep of a timer, milliseconds: a clock that was set is noticed. */
const LONGEST_SLEEP = 10 * 60_000;

export interface CommitmentParts {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly faults: FaultPoints;
  readonly personId: PersonId;
  readonly commitments: CommitmentTable;
  /** As it is set up now. @throws AppError outbox/unknown-destination */
  readonly destination: () => StoredDestination;
  readonly connector: () => Connector;
  readonly sight: (cause: LinkCause | null) => void;
  readonly onChanged: (studyId: StudyId) => void;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/**
 * Asks one archive to answer for what it took, one object after the other and beside what is sent. The question is on disk before it is
 * asked; the answer comes at once, or later by `said`, or is asked for again.
 */
export class CommitmentLane {
  readonly #parts: CommitmentParts;
  readonly #turns: Turns;
  /** Rows that this process asks for now: another one in this state died with its process. */
  readonly #asking = new Set<string>();

  constructor(parts: CommitmentParts) {
    this.#parts = parts;
    this.#turns = new Turns({
      work: () => this.#work(),
      failed: (error) => this.#failedTurn(error),
      longestSleep: LONGEST_SLEEP,
    });
  }

  wake(): void {
    this.#turns.wake();
  }

  /** The line is back: what is to be asked is asked now. What was asked is waited for as before. */
  flush(): void {
    const { index, destination } = this.#parts;
    index
      .prepare(
        `UPDATE outbox_commitment SET not_before = NULL WHERE state = 'due' AND not_before IS NOT NULL
           AND outgoing_id IN (SELECT outgoing_id FROM outbox WHERE destination_id = ?)`,
      )
      .run(destination().destinationId);
    this.wake();
  }

  close(): Promise<void> {
    return this.#turns.close();
  }

  settled(): Promise<void> {
    return this.#turns.settled();
  }

  async #work(): Promise<void> {
    const { commitments, destination, clock } = this.#parts;
    while (!this.#turns.signal.aborted) {
      const { destinationId, settings } = destination();
      if (settings.kind !== 'dicom') return;
      const now = Date.parse(clock.nowIso());
      for (const row of commitments.open(destinationId)) this.#mend(row, now);
      const rows = commitments.open(destinationId);
      const due = rows.find((row) => row.state === 'due' && dueAt(row, now) <= now);
      // Who does not ask any more waits for what was asked.
      if (due !== undefined && settings.commitment !== null) {
        await this.#ask(due, settings.commitment.waitMinutes * 60_000);
        continue;
      }
      const times = rows.filter(({ not_before }) => not_before !== null).map((row) => dueAt(row, now));
      if (times.length > 0) this.#turns.later(Math.min(...times) - now);
      return;
    }
  }

  /** What died while it was asked, and what was asked and not answered in time. */
  #mend(row: CommitmentRow, now: number): void {
    const at = this.#parts.clock.nowIso();
    if (row.state === 'asking' && !this.#asking.has(row.outgoing_id)) {
      this.#step(row, { kind: 'died' }, { at, notBefore: null });
    }
    if (row.state === 'asked' && dueAt(row, now) <= now) this.#step(row, { kind: 'silent' }, { at, notBefore: null });
  }

  async #ask(row: CommitmentRow, waitMs: number): Promise<void> {
    const { commitments, connector } = this.#parts;
    const { commit } = connector();
    this.#step(row, { kind: 'claim' }, { at: this.#now(), notBefore: null });
    this.#asking.add(row.outgoing_id);
    let answer: CommitmentAnswer;
    try {
      answer =
        commit === null || row.sop_class === null
          ? { kind: 'refused', text: '' }
          : await commit(row.transaction_uid, row.key, row.sop_class, this.#turns.signal);
    } finally {
      this.#asking.delete(row.outgoing_id);
    }
    // The outcome may have come in by our own port before this association ended.
    const current = commitments.find(row.outgoing_id);
    if (current?.state === 'asking') this.#settle(current, answer, waitMs);
  }

  #settle(row: CommitmentRow, answer: CommitmentAnswer, waitMs: number): void {
    const { sight, random } = this.#parts;
    switch (answer.kind) {
      case 'said':
        sight(null);
        return this.said(row, answer.committed, answer.text);
      case 'accepted':
        sight(null);
        return this.#step(row, { kind: 'accepted' }, { at: this.#now(), notBefore: this.#in(waitMs) });
      case 'refused':
        return this.#record('outbox.notCommitted', row, { kind: 'refused' }, answer.text);
      case 'not-asked': {
        if (answer.cause !== null) sight(answer.cause);
        const notBefore = this.#in(backOff(row.failures + 1, random()));
        return this.#step(row, { kind: 'not-asked' }, { at: this.#now(), notBefore });
      }
    }
  }

  /** What the archive says, whenever and by whatever way it says it. */
  said(row: CommitmentRow, committed: boolean, text: string): void {
    if (row.state === 'committed') return;
    this.#record(committed ? 'outbox.commit' : 'outbox.notCommitted', row, { kind: 'said', committed }, text);
  }

  #record(
    name: 'outbox.commit' | 'outbox.notCommitted',
    row: CommitmentRow,
    event: CommitmentEvent,
    text: string,
  ): void {
    const { commands, personId, commitments, onChanged } = this.#parts;
    const { outgoing_id: outgoing, destination_id: destination, format, key, transaction_uid: transaction } = row;
    const detail = { outgoing, destination, format, key, transaction };
    commands.run({ name, personId, subject: row.report_id ?? row.study_id, detail }, (db) => {
      commitments.step(db, row, event, { at: this.#now(), notBefore: null, text });
    });
    onChanged(row.study_id);
  }

  #step(row: CommitmentRow, event: CommitmentEvent, facts: CommitmentFacts): void {
    const { index, faults, commitments, onChanged } = this.#parts;
    const whole = index.transaction(() => commitments.step(index, row, event, facts));
    faults.around('outbox commitment', () => whole.immediate());
    onChanged(row.study_id);
  }

  #failedTurn(error: unknown): void {
    const { code } = asAppError(error);
    if (code === 'outbox/unknown-destination') return;
    this.#parts.log.error('outbox.commitment-failed', { code });
    this.#turns.later(LONGEST_SLEEP);
  }

  #now(): string {
    return this.#parts.clock.nowIso();
  }

  #in(ms: number): string {
    return new Date(Date.parse(this.#now()) + ms).toISOString();
  }
}

/** UTC milliseconds. A question that waits longer than we ever wait means that the clock was set back. */
function dueAt({ state, not_before: notBefore }: CommitmentRow, now: number): number {
  if (notBefore === null) return now;
  const at = Date.parse(notBefore);
  return state === 'due' && at > now + LONGEST_WAIT ? now : at;
}
