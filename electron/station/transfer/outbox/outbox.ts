import { AppError } from '../../../../shared/errors/app-error.ts';
import type { DestinationId, OutgoingId, PersonId, StudyId } from '../../../../shared/model/ids.ts';
import type { Outgoing } from '../../../../shared/model/outbox.ts';
import type { LinkCause } from '../../../../shared/rules/link-state.ts';
import type { SendEvent } from '../../../../shared/rules/outbox/next-state.ts';
import type { Commands } from '../../kernel/command.ts';
import type { FaultPoints } from '../../kernel/fault-points.ts';
import type { Clock, Log } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import type { CheckBeforeSending } from './check-before-sending.ts';
import { CommitmentLane } from './commitment-lane.ts';
import { CommitmentTable } from './commitment-table.ts';
import type { Connector, OutgoingContent } from './connector.ts';
import type { CommitmentResult } from '../../sources/receiver-sink.ts';
import { Destinations } from './destinations.ts';
import type { StoredDestination } from './destinations.ts';
import { outcomeOf } from './dicom-connector.ts';
import { Lane } from './lane.ts';
import { OutboxTable, subjectOf } from './outbox-table.ts';
import type { OutboxRow, RowFacts } from './outbox-table.ts';
import { QueueObjects } from './queue-objects.ts';
import { QueueReports } from './queue-reports.ts';
import { QueueStatuses } from './queue-statuses.ts';
import type { StatusParts } from './queue-statuses.ts';
import { QueueTold } from './queue-told.ts';
import type { QueueToldParts } from './queue-told.ts';

export interface OutboxOptions {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly faults: FaultPoints;
  readonly personId: PersonId;
  /** Who is at work: a site is told who reads. */
  readonly personName?: string;
  /** Of the store; messages say it. */
  readonly evaluation?: boolean;
  /** Opens a destination; nothing is sent yet. */
  readonly connect: (destination: StoredDestination) => Connector;
  /** The frozen bytes of a row. @throws AppError report/tampered, blob/… */
  readonly content: (row: OutboxRow) => Promise<OutgoingContent>;
  /** A signed report. @throws AppError report/… */
  readonly document: QueueToldParts['document'];
  readonly check: CheckBeforeSending;
  readonly sight?: (destination: StoredDestination, cause: LinkCause | null) => void;
  /** Whether what is signed of a study goes before the rest. */
  readonly isUrgent: (studyId: StudyId) => boolean;
  readonly onChanged: (studyId: StudyId) => void;
  /** A case was signed or held; told inside the transaction. */
  readonly seen?: (studyId: StudyId, what: 'signed' | 'held') => void;
  /** Sites that keep claims as tasks. */
  readonly claims?: StatusParts['claims'];
  /** From 0 to below 1; chance where it is absent. */
  readonly random?: () => number;
}

interface Open {
  readonly changedAt: string;
  readonly connector: Connector;
}

/** Everything that goes out: written with the act, sent when there is a line, told at the case. */
export class Outbox {
  readonly destinations: Destinations;
  readonly table: OutboxTable;
  /** For the room that signs. */
  readonly reports: QueueReports;
  /** For rooms that make objects of the archive. */
  readonly objects: QueueObjects;
  /** For whoever claims a study. */
  readonly statuses: QueueStatuses;
  /** For findings that are told after their report was signed. */
  readonly told: QueueTold;
  readonly #options: OutboxOptions;
  readonly #commitments: CommitmentTable;
  readonly #lanes = new Map<DestinationId, Lane>();
  readonly #keepers = new Map<DestinationId, CommitmentLane>();
  readonly #open = new Map<DestinationId, Open>();
  #started = false;

  constructor(options: OutboxOptions) {
    this.#options = options;
    this.destinations = new Destinations({ ...options, db: options.index });
    this.table = new OutboxTable(options.index);
    this.#commitments = new CommitmentTable(options.index);
    const { isUrgent, personId, personName = '', evaluation = true } = options;
    const queue = { table: this.table, destinations: this.destinations, isUrgent, afterwards: () => this.wake() };
    this.objects = new QueueObjects(queue);
    this.statuses = new QueueStatuses({
      ...(options.seen === undefined ? {} : { seen: options.seen }),
      ...(options.claims === undefined ? {} : { claims: options.claims }),
      ...queue,
      evaluation,
      person: { id: personId, name: personName },
    });
    this.told = new QueueTold({ ...queue, document: options.document });
    this.reports = new QueueReports({ ...queue, statuses: this.statuses });
    this.destinations.onChanged.on(() => this.wake());
  }

  /**
   * What lay here while nobody watched is checked before it goes.
   * @param isOlderCopy the store is a copy from before: whatever waits in it may have gone out from the one that came after
   */
  start(isOlderCopy = false): void {
    this.#started = true;
    const { index } = this.#options;
    for (const destinationId of this.table.destinationsWithOpen()) {
      this.table.markChecks(index, destinationId);
      if (isOlderCopy) index.transaction(() => this.#doubt(destinationId)).immediate();
    }
    this.wake();
  }

  wake(): void {
    if (!this.#started) return;
    for (const destinationId of this.table.destinationsWithOpen()) this.#lane(destinationId).wake();
    for (const destinationId of this.#commitments.destinationsWithOpen()) this.#keeper(destinationId).wake();
  }

  /** Tries everything now, whatever it waits for. @param destinationId null: all */
  flush(destinationId: DestinationId | null = null): void {
    if (!this.#started) return;
    this.lookAgain();
    for (const one of this.table.destinationsWithOpen()) {
      if (destinationId === null || destinationId === one) this.#lane(one).flush();
    }
    for (const one of this.#commitments.destinationsWithOpen()) {
      if (destinationId === null || destinationId === one) this.#keeper(one).flush();
    }
  }

  /** What an archive says to our own port, sooner or later. What it says of nothing that was asked there is left alone. */
  committed(result: CommitmentResult): void {
    if (!this.#started) return;
    const row = this.#commitments.byTransaction(result.transactionUid);
    if (row === null) return;
    const { settings } = this.destinations.get(row.destination_id);
    if (settings.kind !== 'dicom' || !isSameName(settings.source, result.peer)) return;
    const { committed, text } = outcomeOf(result, row.key);
    this.#keeper(row.destination_id).said(row, committed, text);
  }

  /** Resolves when nothing more can be done now. */
  async settled(): Promise<void> {
    await Promise.all([...this.#lanes.values()].map((lane) => lane.settled()));
    await Promise.all([...this.#keepers.values()].map((keeper) => keeper.settled()));
  }

  list(studyId: StudyId | null = null): readonly Outgoing[] {
    return this.table.list(studyId);
  }

  get(outgoingId: OutgoingId): Outgoing {
    const { study_id: studyId } = this.table.get(outgoingId);
    const found = this.table.list(studyId).find((one) => one.outgoingId === outgoingId);
    return found ?? this.table.unknown();
  }

  /** @throws AppError outbox/unknown, outbox/not-now */
  retry(outgoingId: OutgoingId): Outgoing {
    return this.#act('outbox.retry', outgoingId, { kind: 'retry' }, { notBefore: null });
  }

  /**
   * What is held is held against what its site says by now, and goes where that is what was signed.
   * @param studyId null: whatever is held only because nobody answered
   */
  lookAgain(studyId: StudyId | null = null): void {
    const { index, clock, onChanged } = this.#options;
    const rows = this.table.held(studyId);
    const facts = { hold: [], reason: null, notBefore: null, checkDue: true, checkFailures: 0, takesOnce: false };
    index
      .transaction(() => {
        for (const { outgoing_id: id } of rows) {
          this.table.step(index, id, { kind: 'release' }, { ...facts, at: clock.nowIso() });
        }
      })
      .immediate();
    for (const { study_id: one } of rows) onChanged(one);
    this.wake();
  }

  /** @param words why, for the trail of who reads it later: it stays in the store */
  drop(outgoingId: OutgoingId, words: string): Outgoing {
    const reason = { code: 'outbox/refused', text: words };
    const decision = { at: this.#options.clock.nowIso(), act: 'drop' as const, text: words };
    return this.#act('outbox.drop', outgoingId, { kind: 'drop' }, { reason, notBefore: null, decision });
  }

  /** Somebody looked at what changed: it goes as it was signed. @param words why, as for `drop` */
  release(outgoingId: OutgoingId, words = ''): Outgoing {
    const { hold, accepted } = this.table.get(outgoingId);
    const seen = [...new Set([...accepted, ...hold])];
    const decision = { at: this.#options.clock.nowIso(), act: 'send' as const, text: words };
    const facts = { hold: [], accepted: seen, reason: null, notBefore: null, decision };
    return this.#act('outbox.release', outgoingId, { kind: 'release' }, facts, { let: hold.join(' ') });
  }

  /** Somebody asked the site whether it has it. */
  answer(outgoingId: OutgoingId, there: boolean): Outgoing {
    const row = this.table.get(outgoingId);
    const at = this.#options.clock.nowIso();
    const receipt = row.receipt ?? { at, proof: 'person', text: 'asked at the site' };
    const facts = there ? { receipt, reason: null, hold: [] } : { hold: [] };
    return this.#act('outbox.answer', outgoingId, { kind: 'answer', there }, { ...facts, notBefore: null }, { there });
  }

  /** The archive that took it does not keep it, or does not say so: it goes there once more, under the same UID. */
  resend(outgoingId: OutgoingId): Outgoing {
    const facts = { notBefore: null, reason: null };
    return this.#act('outbox.resend', outgoingId, { kind: 'resend' }, facts, {}, (db) =>
      this.#commitments.forget(db, outgoingId),
    );
  }

  /** The archive is asked once more whether it keeps it. @throws AppError outbox/unknown, outbox/not-now */
  askAgain(outgoingId: OutgoingId): Outgoing {
    const { commands, personId, clock, onChanged } = this.#options;
    const row = this.table.get(outgoingId);
    const asked = this.#commitments.find(outgoingId);
    if (asked === null) throw new AppError('outbox/not-now', 'nobody is asked about it');
    const detail = { outgoing: outgoingId, destination: row.destination_id, format: row.format, key: row.key };
    commands.run({ name: 'outbox.askAgain', personId, subject: subjectOf(row), detail }, (db) => {
      this.#commitments.step(db, asked, { kind: 'again' }, { at: clock.nowIso(), notBefore: null, text: '' });
    });
    onChanged(row.study_id);
    this.wake();
    return this.get(outgoingId);
  }

  async close(): Promise<void> {
    this.#started = false;
    await Promise.all([...this.#lanes.values()].map((lane) => lane.close()));
    await Promise.all([...this.#keepers.values()].map((keeper) => keeper.close()));
    this.#keepers.clear();
    await Promise.all([...this.#open.values()].map(({ connector }) => connector.close()));
    this.#lanes.clear();
    this.#open.clear();
  }

  /** The connection of a destination, made anew when it is set up otherwise. */
  connector(destination: StoredDestination): Connector {
    const { destinationId, changedAt } = destination;
    const known = this.#open.get(destinationId);
    if (known?.changedAt === changedAt) return known.connector;
    if (known !== undefined) void known.connector.close().catch(() => undefined);
    const connector = this.#options.connect(destination);
    this.#open.set(destinationId, { changedAt, connector });
    return connector;
  }

  #doubt(destinationId: DestinationId): void {
    const { index, clock } = this.#options;
    for (const { outgoing_id, state } of this.table.open(destinationId)) {
      if (state !== 'waiting') continue;
      const facts = { takesOnce: false, at: clock.nowIso() };
      this.table.step(index, outgoing_id, { kind: 'claim' }, facts);
      this.table.step(index, outgoing_id, { kind: 'died' }, facts);
    }
  }

  #act(
    name: 'outbox.retry' | 'outbox.drop' | 'outbox.release' | 'outbox.answer' | 'outbox.resend',
    outgoingId: OutgoingId,
    event: SendEvent,
    facts: RowFacts,
    more: Readonly<Record<string, string | boolean>> = {},
    beside: (db: Db) => void = () => undefined,
  ): Outgoing {
    const { commands, personId, clock, onChanged } = this.#options;
    const row = this.table.get(outgoingId);
    const detail = { outgoing: outgoingId, destination: row.destination_id, format: row.format, key: row.key, ...more };
    const command = { name, personId, subject: subjectOf(row), detail };
    commands.run(command, (db) => {
      // How often a receiver takes the same makes no difference to what a person does.
      this.table.step(db, outgoingId, event, { ...facts, takesOnce: false, at: clock.nowIso() });
      beside(db);
    });
    onChanged(row.study_id);
    this.wake();
    return this.get(outgoingId);
  }

  #lane(destinationId: DestinationId): Lane {
    const known = this.#lanes.get(destinationId);
    if (known !== undefined) return known;
    const { random = Math.random, sight = () => undefined, ...parts } = this.#options;
    const destination = (): StoredDestination => this.destinations.get(destinationId);
    const lane = new Lane({
      ...parts,
      ...{ random, destination, table: this.table, connector: () => this.connector(destination()) },
      commitments: this.#commitments,
      onDelivered: () => this.wake(),
      sight: (cause) => sight(destination(), cause),
    });
    this.#lanes.set(destinationId, lane);
    return lane;
  }

  #keeper(destinationId: DestinationId): CommitmentLane {
    const known = this.#keepers.get(destinationId);
    if (known !== undefined) return known;
    const { random = Math.random, sight = () => undefined, ...parts } = this.#options;
    const destination = (): StoredDestination => this.destinations.get(destinationId);
    const keeper = new CommitmentLane({
      ...parts,
      ...{ random, destination, commitments: this.#commitments, connector: () => this.connector(destination()) },
      sight: (cause) => sight(destination(), cause),
    });
    this.#keepers.set(destinationId, keeper);
    return keeper;
  }
}

function isSameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}
