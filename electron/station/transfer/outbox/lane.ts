import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { AppError } from '../../../../shared/errors/app-error.ts';
import { asksToKeep, takesOnce } from '../../../../shared/model/destination.ts';
import type { DestinationId, PersonId, StudyId } from '../../../../shared/model/ids.ts';
import type { HoldReason, Outgoing } from '../../../../shared/model/outbox.ts';
import type { LinkCause } from '../../../../shared/rules/link-state.ts';
import { nextToSend } from '../../../../shared/rules/outbox/next-to-send.ts';
import type { Turn } from '../../../../shared/rules/outbox/next-to-send.ts';
import type { SendEvent } from '../../../../shared/rules/outbox/next-state.ts';
import {
  backOff,
  breakerAfterFailure,
  breakerWait,
  CLOSED,
  LONGEST_WAIT,
} from '../../../../shared/rules/outbox/patience.ts';
import type { Breaker } from '../../../../shared/rules/outbox/patience.ts';
import type { Commands } from '../../kernel/command.ts';
import type { FaultPoints } from '../../kernel/fault-points.ts';
import type { Clock, Log } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { linkCause } from '../link/link-cause.ts';
import type { CheckBeforeSending } from './check-before-sending.ts';
import type { Connector, OutgoingContent, SendAnswer } from './connector.ts';
import type { StoredDestination } from './destinations.ts';
import type { CommitmentTable } from './commitment-table.ts';
import { queuedRow, subjectOf } from './outbox-table.ts';
import type { OutboxRow, OutboxTable, RowFacts } from './outbox-table.ts';
import { Turns } from './turns.ts';

/** A site that does not answer what changed is asked so often; then a person decides, or its line comes back. */
const MOST_CHECKS = 3;

export interface LaneParts {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly faults: FaultPoints;
  readonly personId: PersonId;
  readonly table: OutboxTable;
  readonly commitments: CommitmentTable;
  /** As it is set up now. @throws AppError outbox/unknown-destination */
  readonly destination: () => StoredDestination;
  readonly connector: () => Connector;
  /** The frozen bytes. @throws AppError report/tampered, blob/… */
  readonly content: (row: OutboxRow) => Promise<OutgoingContent>;
  readonly check: CheckBeforeSending;
  /** What was seen of the line; null: it answered. */
  readonly sight: (cause: LinkCause | null) => void;
  readonly onChanged: (studyId: StudyId) => void;
  /** Something of it may have to be asked for now. */
  readonly onDelivered: () => void;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** Sends what waits for one destination, one after the other. Every step is written down before and after it is done. */
export class Lane {
  readonly #parts: LaneParts;
  readonly #turns: Turns;
  #breaker: Breaker = CLOSED;

  constructor(parts: LaneParts) {
    this.#parts = parts;
    this.#turns = new Turns({
      work: () => this.#work(),
      failed: (error) => this.#failedTurn(error),
      longestSleep: LONGEST_WAIT,
    });
  }

  /** Looks now; one look at a time. */
  wake(): void {
    this.#turns.wake();
  }

  /** The line is back, or somebody says so: nothing waits any longer. */
  flush(): void {
    const { index, destination } = this.#parts;
    const { destinationId } = destination();
    this.#breaker = CLOSED;
    index
      .prepare('UPDATE outbox SET not_before = NULL WHERE destination_id = ? AND not_before IS NOT NULL')
      .run(destinationId);
    this.wake();
  }

  /** What is on its way is stopped, and counts as not answered. */
  close(): Promise<void> {
    return this.#turns.close();
  }

  /** Resolves when nothing can be done now. For tests and the command line. */
  settled(): Promise<void> {
    return this.#turns.settled();
  }

  async #work(): Promise<void> {
    const { table, destination, clock } = this.#parts;
    const { destinationId } = destination();
    while (!this.#turns.signal.aborted) {
      this.#mend(destinationId);
      const wait = breakerWait(this.#breaker, clock.monotonic());
      if (wait > 0) return this.#turns.later(wait);
      const turn = this.#turn(destinationId);
      if (turn.kind === 'idle') return;
      if (turn.kind === 'wait') return this.#turns.later(turn.until - Date.parse(clock.nowIso()));
      await this.#one(table.get(turn.outgoingId));
    }
  }

  #turn(destinationId: DestinationId): Turn {
    const now = Date.parse(this.#parts.clock.nowIso());
    const rows = this.#parts.table.open(destinationId).map((row) => patient(queuedRow(row), now));
    return nextToSend(rows, now);
  }

  /** What this process did not begin died with the one that did. */
  #mend(destinationId: string): void {
    for (const row of this.#parts.table.open(destinationId)) {
      if (row.state === 'sending') this.#step(row, { kind: 'died' }, { checkDue: true, checkFailures: 0 });
    }
  }

  async #one(row: OutboxRow): Promise<void> {
    let content: OutgoingContent;
    try {
      content = await this.#parts.content(row);
    } catch (error) {
      return this.#unreadable(row, asAppError(error));
    }
    if (row.state === 'unclear' && !(await this.#prove(row, content))) return;
    if (this.#turns.signal.aborted || !(await this.#checked(row))) return;
    const current = this.#parts.table.get(row.outgoing_id);
    // A person, or a later signature, was quicker: it is not to be sent, or something else goes first.
    if (current.state !== 'waiting' && current.state !== 'unclear') return;
    const turn = this.#turn(current.destination_id);
    if (turn.kind !== 'send' || turn.outgoingId !== current.outgoing_id) return;
    this.#step(current, { kind: 'claim' }, { checkDue: false, checkFailures: 0, notBefore: null }, 'outbox claim');
    this.#settle(row, await this.#parts.connector().send(content, this.#turns.signal));
  }

  /** Asks the receiver whether it has what nobody answered. @returns whether it is to be sent now */
  async #prove(row: OutboxRow, content: OutgoingContent): Promise<boolean> {
    const { find } = this.#parts.connector();
    if (find === null) return true;
    try {
      const isThere = await find(content, this.#turns.signal);
      this.#answered();
      if (!isThere) {
        this.#step(row, { kind: 'absent' }, {});
        return true;
      }
      this.#deliver(row, 'query', 'found there by its key');
    } catch (error) {
      this.#notAsked(row, asAppError(error));
    }
    return false;
  }

  /** @returns whether it is to be sent now */
  async #checked(row: OutboxRow): Promise<boolean> {
    if (!row.check_due && this.#breaker.failures === 0) return true;
    // An object is of the patient and the study of the last report; a status only says what was done here.
    const reportId = row.report_id ?? (row.status === null ? this.#parts.table.lastSigned(row.study_id) : null);
    if (reportId === null) return true;
    const said = await this.#parts.check(reportId, this.#turns.signal);
    if (this.#turns.signal.aborted) return false;
    switch (said.kind) {
      case 'same':
        return true;
      case 'changed': {
        const fresh = said.reasons.filter((reason) => !row.accepted.includes(reason) && concerns(row, reason));
        if (fresh.length > 0) this.#hold(row, fresh);
        return fresh.length === 0;
      }
      case 'unknown': {
        if (row.accepted.includes('not-asked')) return true;
        const checkFailures = row.check_failures + 1;
        const reason = { code: said.code, text: '' };
        if (checkFailures >= MOST_CHECKS) {
          if (!(await this.#isReached(row))) return false;
          this.#hold(row, ['not-asked'], reason);
          return false;
        }
        this.#step(row, { kind: 'not-asked' }, { checkFailures, notBefore: this.#notBefore(checkFailures), reason });
        return false;
      }
    }
  }

  /** Whether the receiver itself answers. While it does not, nothing is wrong with the case: it waits for its line, as all others. */
  async #isReached(row: OutboxRow): Promise<boolean> {
    try {
      await this.#parts.connector().probe(this.#turns.signal);
      return !this.#turns.signal.aborted;
    } catch (error) {
      if (!this.#turns.signal.aborted) this.#notAsked(row, asAppError(error));
      return false;
    }
  }

  #settle(row: OutboxRow, answer: SendAnswer): void {
    const reason = answer.kind === 'delivered' ? null : { code: answer.code, text: answer.text };
    const failures = row.failures + 1;
    switch (answer.kind) {
      case 'delivered':
        this.#answered();
        return this.#deliver(row, 'answer', answer.text);
      case 'refused':
        this.#answered();
        return this.#refuse(row, reason);
      case 'later': {
        this.#parts.sight(null);
        this.#failed();
        const wait = Math.min(LONGEST_WAIT, Math.max(backOff(failures, this.#parts.random()), answer.waitMs ?? 0));
        return this.#step(row, { kind: 'later' }, { notBefore: this.#in(wait), reason });
      }
      case 'not-sent':
        this.#step(row, { kind: 'not-sent' }, { notBefore: this.#notBefore(failures), reason });
        return this.#lineFailed(answer.cause);
      case 'unanswered':
        this.#step(row, { kind: 'unanswered' }, { notBefore: this.#notBefore(failures), reason });
        return this.#lineFailed(answer.cause);
    }
  }

  #deliver(row: OutboxRow, proof: 'answer' | 'query', text: string): void {
    const at = this.#parts.clock.nowIso();
    const detail = { ...this.#about(row), proof, attempts: this.#parts.table.get(row.outgoing_id).attempts };
    const { commands, personId } = this.#parts;
    commands.run({ name: 'outbox.deliver', personId, subject: subjectOf(row), detail }, (db) => {
      const facts = { receipt: { at, proof, text }, reason: null, notBefore: null };
      this.#stepIn(db, row, { kind: 'delivered', proof }, facts);
      if (asksToKeep(this.#parts.destination().settings)) this.#parts.commitments.begin(db, row.outgoing_id, at);
    });
    this.#parts.onChanged(row.study_id);
    this.#parts.onDelivered();
  }

  #refuse(row: OutboxRow, reason: Outgoing['reason']): void {
    const { commands, personId } = this.#parts;
    const detail = { ...this.#about(row), code: reason?.code ?? null };
    commands.run({ name: 'outbox.refuse', personId, subject: subjectOf(row), detail }, (db) => {
      this.#stepIn(db, row, { kind: 'refused' }, { reason, notBefore: null });
    });
    this.#parts.onChanged(row.study_id);
  }

  #hold(row: OutboxRow, hold: readonly HoldReason[], reason = { code: 'outbox/site-changed', text: '' }): void {
    const { commands, personId } = this.#parts;
    const detail = { ...this.#about(row), because: hold.join(' ') };
    commands.run({ name: 'outbox.hold', personId, subject: subjectOf(row), detail }, (db) => {
      this.#stepIn(db, row, { kind: 'hold' }, { hold, reason, notBefore: null });
    });
    this.#parts.onChanged(row.study_id);
  }

  /** A report that is not what was signed goes nowhere. */
  #unreadable(row: OutboxRow, error: AppError): void {
    const reason = { code: error.code, text: '' };
    if (error.family !== 'expected' || error.retry === 'later') {
      this.#parts.log.warn('outbox.not-read', { code: error.code });
      return this.#step(row, { kind: 'not-asked' }, { notBefore: this.#notBefore(row.failures + 1), reason });
    }
    this.#step(row, { kind: 'claim' }, {}, 'outbox claim');
    this.#refuse(row, reason);
  }

  #notAsked(row: OutboxRow, error: AppError): void {
    if (error.family === 'bug') throw error;
    const reason = { code: error.code, text: '' };
    this.#step(row, { kind: 'not-asked' }, { notBefore: this.#notBefore(row.failures + 1), reason });
    this.#lineFailed(linkCause(error));
  }

  #answered(): void {
    this.#breaker = CLOSED;
    this.#parts.sight(null);
  }

  #failed(): void {
    const { clock, random } = this.#parts;
    this.#breaker = breakerAfterFailure(this.#breaker, clock.monotonic(), random());
  }

  /** What waits lies through an outage from now on: its site is asked before it goes. */
  #lineFailed(cause: LinkCause | null): void {
    this.#failed();
    if (this.#turns.signal.aborted) return;
    const { table, index, destination } = this.#parts;
    if (cause === null) return;
    table.markChecks(index, destination().destinationId);
    this.#parts.sight(cause);
  }

  #failedTurn(error: unknown): void {
    const { code } = asAppError(error);
    // Removed.
    if (code === 'outbox/unknown-destination') return;
    this.#parts.log.error('outbox.turn-failed', { code });
    this.#failed();
    this.#turns.later(Math.max(1000, breakerWait(this.#breaker, this.#parts.clock.monotonic())));
  }

  #step(
    row: OutboxRow,
    event: SendEvent,
    facts: RowFacts,
    write: 'outbox claim' | 'outbox settle' = 'outbox settle',
  ): void {
    const { index, faults, onChanged } = this.#parts;
    const whole = index.transaction(() => this.#stepIn(index, row, event, facts));
    faults.around(write, () => whole.immediate());
    onChanged(row.study_id);
  }

  #stepIn(db: Db, row: OutboxRow, event: SendEvent, facts: RowFacts): void {
    const { table, destination, connector, clock } = this.#parts;
    const isOnce = takesOnce(destination().settings) || connector().saysOnce?.() === true;
    table.step(db, row.outgoing_id, event, {
      ...facts,
      // A status that is said twice is one status.
      takesOnce: row.status !== null || isOnce,
      at: clock.nowIso(),
    });
  }

  /** For the trail: codes and our own ids. */
  #about(row: OutboxRow): Readonly<Record<string, string>> {
    return { outgoing: row.outgoing_id, destination: row.destination_id, format: row.format, key: row.key };
  }

  #notBefore(failures: number): string {
    return this.#in(backOff(failures, this.#parts.random()));
  }

  #in(ms: number): string {
    return new Date(Date.parse(this.#parts.clock.nowIso()) + ms).toISOString();
  }
}

/** A wait longer than any we give means that the clock was set back. */
function patient<T extends { readonly notBefore: number | null }>(row: T, now: number): T {
  return row.notBefore !== null && row.notBefore > now + LONGEST_WAIT ? { ...row, notBefore: null } : row;
}

/** New images, other reports and another question are no reason to keep back an object that only shows what is on its own images. */
function concerns({ report_id: reportId }: OutboxRow, reason: HoldReason): boolean {
  const others: readonly HoldReason[] = ['new-images', 'other-report', 'order-changed'];
  return reportId !== null || !others.includes(reason);
}
