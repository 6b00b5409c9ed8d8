import { asAppError } from '../../../../shared/errors/app-error.ts';
import type { AppError } from '../../../../shared/errors/app-error.ts';
import { Emitter } from '../../../../shared/lib/emitter.ts';
import type { PersonId, StudyId } from '../../../../shared/model/ids.ts';
import type { StudyStatus } from '../../../../shared/model/outbox.ts';
import type { ClaimWish, SiteClaim } from '../../../../shared/model/site-claim.ts';
import { nextClaimStep } from '../../../../shared/rules/claim-step.ts';
import { backOff, LONGEST_WAIT } from '../../../../shared/rules/outbox/patience.ts';
import type { Commands } from '../../kernel/command.ts';
import type { FaultPoints } from '../../kernel/fault-points.ts';
import type { Clock, Log } from '../../kernel/ports.ts';
import type { Db } from '../../kernel/sqlite.ts';
import { newUid } from '../../kernel/uid.ts';
import { studyFacts } from '../../reporting/study-facts.ts';
import type { WorkitemService } from '../../sources/workitem-service.ts';
import { Turns } from '../outbox/turns.ts';
import { ClaimEvents } from './claim-events.ts';
import { changeClaim, claimRow, claimRows, insertClaim, shownClaim } from './claim-rows.ts';
import type { ClaimChange, ClaimRow } from './claim-rows.ts';
import { claimStep } from './claim-step.ts';
import { readingTask } from './workitem-content.ts';
import type { Subject } from './workitem-content.ts';

/** How often a site is asked about a task that is ours, and about one that is not, milliseconds. Somebody reads for nothing meanwhile. */
const WATCH_MS = 60_000;
const LOOK_MS = 2 * 60_000;

export interface SiteClaimsOptions {
  readonly index: Db;
  readonly commands: Pick<Commands, 'run'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly faults: FaultPoints;
  readonly person: { readonly id: PersonId; readonly name: string };
  /** The worklist that keeps the claims of a study; null: its site keeps none as tasks, or none that is set up here. Never throws. */
  readonly place: (studyId: StudyId) => ClaimPlace | null;
  /** From 0 to below 1. */
  readonly random?: () => number;
}

/** A worklist of tasks. */
export interface ClaimPlace {
  readonly id: string;
  /** @throws AppError source/… where its settings cannot be used */
  open(): WorkitemService;
}

const WISH_OF: Readonly<Record<StudyStatus, ClaimWish>> = {
  claimed: 'take',
  started: 'take',
  released: 'give-back',
  'on-hold': 'give-back',
  // A preliminary report is no end: its final is still to be read.
  'read-preliminary': 'take',
  read: 'complete',
};

/** Reading tasks of sites: taken, given back and completed as the reader's own acts say, whenever there is a line. */
export class SiteClaims {
  /** Told of the study whose claim is another now. */
  readonly onChanged = new Emitter<StudyId>();
  readonly #options: SiteClaimsOptions;
  readonly #turns: Turns;
  readonly #glances = new Map<
    StudyId,
    { readonly at: number; readonly seen: { readonly reader: string | null } | null }
  >();
  readonly #events: ClaimEvents;
  /** Studies whose held task the site asks for back: for as long as the program runs and the task is held. */
  readonly #askedBack = new Set<StudyId>();
  #started = false;

  constructor(options: SiteClaimsOptions) {
    this.#options = options;
    this.#events = new ClaimEvents({
      ...{ clock: options.clock, log: options.log, look: (studyId) => this.flush(studyId) },
      askedBack: (studyId) => {
        this.#askedBack.add(studyId);
        this.onChanged.emit(studyId);
      },
    });
    this.#turns = new Turns({
      work: () => this.#work(),
      failed: (error) => this.#failed(error),
      longestSleep: LONGEST_WAIT,
    });
  }

  /** What the reader did, in the transaction of that: so that it is asked for whatever becomes of the line. */
  said(db: Db, studyId: StudyId, status: StudyStatus, at: string): void {
    const row = claimRow(db, studyId);
    const wish = WISH_OF[status];
    if (row === null && (wish === 'give-back' || this.#options.place(studyId) === null)) return;
    if (row?.state === 'completed' || row?.wish === 'complete') return;
    const { id, name } = this.#options.person;
    const ended = wish === 'complete' ? at : null;
    if (row !== null) {
      const by = wish === 'take' && row.wish !== 'take' ? { by_person: id, by_name: name, begun_at: at } : {};
      changeClaim(db, row, { ...by, wish, ended_at: ended, not_before: null, changed_at: at });
    } else {
      insertClaim(db, {
        ...{ study_id: studyId, wish, state: 'waiting', by_person: id, by_name: name },
        ...{ workitem_uid: null, transaction_uid: null, holder: null, reason: null, asked_at: null, told_at: null },
        ...{ begun_at: at, ended_at: ended, changed_at: at, failures: 0, not_before: null },
      });
    }
    setImmediate(() => this.#tell(studyId));
  }

  /** Null: nobody here claimed it, or its site keeps no tasks. */
  of(studyId: StudyId): SiteClaim | null {
    const row = claimRow(this.#options.index, studyId);
    return row === null ? null : this.#shown(row);
  }

  list(): readonly (SiteClaim & { readonly studyId: StudyId })[] {
    return claimRows(this.#options.index).map((row) => ({ studyId: row.study_id, ...this.#shown(row) }));
  }

  takes(studyId: StudyId): boolean {
    return this.#options.place(studyId) !== null;
  }

  /** Somebody looks at a case that nobody here claimed: looking takes nothing, a task cannot be put back. */
  glance(studyId: StudyId): { readonly reader: string | null } | null {
    const known = this.#glances.get(studyId);
    const now = this.#options.clock.monotonic();
    if (this.#started && (known === undefined || now - known.at > LOOK_MS)) {
      this.#glances.set(studyId, { at: now, seen: known?.seen ?? null });
      void this.#look(studyId);
    }
    return known?.seen ?? null;
  }

  start(): void {
    this.#started = true;
    this.wake();
  }

  wake(): void {
    if (this.#started) this.#turns.wake();
  }

  /** The line is back, or somebody wants to know now. @param studyId null: all */
  flush(studyId: StudyId | null = null): void {
    const { index } = this.#options;
    index
      .prepare(
        'UPDATE site_claim SET not_before = NULL WHERE not_before IS NOT NULL AND (@studyId IS NULL OR study_id = @studyId)',
      )
      .run({ studyId });
    this.wake();
  }

  /** For tests and the command line. */
  settled(): Promise<void> {
    return this.#turns.settled();
  }

  async close(): Promise<void> {
    this.#started = false;
    await Promise.all([this.#turns.close(), this.#events.close()]);
  }

  #shown(row: ClaimRow): SiteClaim {
    const isAsked = row.state === 'held' && row.wish === 'take' && this.#askedBack.has(row.study_id);
    return isAsked ? { ...shownClaim(row), askedBack: true } : shownClaim(row);
  }

  async #look(studyId: StudyId): Promise<void> {
    const { index, place, clock, log } = this.#options;
    try {
      const subject = subjectOf(index, studyId);
      const found = await place(studyId)?.open().find(subject, this.#turns.signal);
      const task = readingTask(found ?? [], subject, null);
      const seen = task?.state === 'IN PROGRESS' ? { reader: task.performer } : null;
      const before = this.#glances.get(studyId)?.seen ?? null;
      this.#glances.set(studyId, { at: clock.monotonic(), seen });
      if (before?.reader !== seen?.reader || (before === null) !== (seen === null)) this.onChanged.emit(studyId);
    } catch (error) {
      if (!this.#turns.signal.aborted) log.warn('claim.not-seen', { code: asAppError(error).code });
    }
  }

  /** One task after the other at a site; a site that does not answer keeps no other waiting. */
  async #work(): Promise<void> {
    const byPlace = new Map<string, { readonly place: ClaimPlace; readonly rows: ClaimRow[] }>();
    for (const row of claimRows(this.#options.index)) {
      const place = nextClaimStep(row.wish, row.state) === null ? null : this.#options.place(row.study_id);
      if (place === null) continue;
      byPlace.set(place.id, { place, rows: [...(byPlace.get(place.id)?.rows ?? []), row] });
    }
    await Promise.all([...byPlace.values()].map(({ place, rows }) => this.#atSite(place, rows)));
    if (this.#started) this.#hear([...byPlace.values()].map(({ place }) => place));
    this.#sleep();
  }

  async #atSite(place: ClaimPlace, rows: readonly ClaimRow[]): Promise<void> {
    for (const { study_id: studyId } of rows) {
      if (this.#turns.signal.aborted) return;
      await this.#one(place, studyId);
    }
  }

  /** Of what is held now; nothing at a site where nothing is. */
  #hear(places: readonly ClaimPlace[]): void {
    const held = claimRows(this.#options.index).filter(({ state, wish }) => state === 'held' && wish === 'take');
    const isHeld = new Set(held.map((row) => row.study_id));
    for (const studyId of this.#askedBack) if (!isHeld.has(studyId)) this.#askedBack.delete(studyId);
    for (const place of places) {
      const tasks = held.filter((row) => this.#options.place(row.study_id)?.id === place.id);
      this.#events.want(
        place.id,
        () => place.open(),
        new Map(tasks.map((row) => [row.workitem_uid ?? '', row.study_id])),
      );
    }
  }

  /** Until nothing more can be done about it now. */
  async #one(place: ClaimPlace, studyId: StudyId): Promise<void> {
    for (let most = 8; most > 0; most -= 1) {
      const row = claimRow(this.#options.index, studyId);
      if (row === null || !this.#isDue(row) || this.#turns.signal.aborted) return;
      const step = nextClaimStep(row.wish, row.state);
      if (step === null) return;
      try {
        const change = await claimStep(step, row, this.#parts(place.open(), row));
        this.#settle(row, change);
      } catch (error) {
        if (this.#turns.signal.aborted) return;
        this.#notAnswered(row, asAppError(error));
        return;
      }
    }
  }

  #parts(service: WorkitemService, row: ClaimRow): Parameters<typeof claimStep>[2] {
    const { index, clock } = this.#options;
    return {
      ...{ service, signal: this.#turns.signal, newUid, nowIso: () => clock.nowIso() },
      subject: subjectOf(index, row.study_id),
      before: (change) => this.#write(row.study_id, change),
    };
  }

  #settle(row: ClaimRow, change: ClaimChange): void {
    const rest = { failures: 0, reason: change.reason ?? null };
    const now = this.#write(row.study_id, { ...rest, ...change });
    const isStill = now.state === row.state && now.wish === row.wish;
    const waits = now.state === 'held' && now.wish === 'take' ? WATCH_MS : LOOK_MS;
    const isOpen = now.state === 'held' || now.state === 'other' || now.state === 'absent' || now.state === 'ended';
    if ((isStill || isOpen || now.reason !== null) && nextClaimStep(now.wish, now.state) !== null) {
      if (now.wish === 'take' || isStill) this.#write(row.study_id, { not_before: this.#in(waits) });
    }
  }

  #notAnswered(row: ClaimRow, error: AppError): void {
    if (error.family === 'bug') this.#options.log.error('claim.step-failed', { code: error.code });
    const { random = Math.random } = this.#options;
    const failures = row.failures + 1;
    const isAsked = claimRow(this.#options.index, row.study_id)?.state === 'asked';
    this.#write(row.study_id, {
      ...{ failures, reason: error.code, not_before: this.#in(backOff(failures, random())) },
      // What was sent may come from now on, and not before long.
      ...(isAsked ? { asked_at: this.#options.clock.nowIso() } : {}),
    });
  }

  /** A change of what is known is a record of the trail; that it waits is none. */
  #write(studyId: StudyId, change: ClaimChange): ClaimRow {
    const { index, commands, faults, person, clock } = this.#options;
    const at = clock.nowIso();
    const put = (db: Db): ClaimRow => {
      const row = claimRow(db, studyId);
      if (row === null) throw new Error('a claim is not there any more');
      const isNew = change.state !== undefined && change.state !== row.state;
      const next = { ...row, ...change, changed_at: isNew ? at : row.changed_at };
      insertClaim(db, next);
      return next;
    };
    const before = claimRow(index, studyId);
    if (before === null || change.state === undefined || change.state === before.state) {
      const next = faults.around('site claim', () => index.transaction(() => put(index)).immediate());
      if (before !== null && before.reason !== next.reason) this.onChanged.emit(studyId);
      return next;
    }
    const detail = { from: before.state, to: change.state, wish: before.wish };
    const next = commands.run({ name: 'claim.step', personId: person.id, subject: studyId, detail }, put);
    this.onChanged.emit(studyId);
    return next;
  }

  #tell(studyId: StudyId): void {
    this.onChanged.emit(studyId);
    this.wake();
  }

  #isDue({ not_before: notBefore }: ClaimRow): boolean {
    if (notBefore === null) return true;
    const wait = Date.parse(notBefore) - Date.parse(this.#options.clock.nowIso());
    // A wait longer than any we give means that the clock was set back.
    return wait <= 0 || wait > LONGEST_WAIT;
  }

  #sleep(): void {
    const now = Date.parse(this.#options.clock.nowIso());
    const waits = claimRows(this.#options.index)
      .filter((row) => nextClaimStep(row.wish, row.state) !== null && row.not_before !== null)
      .map((row) => Date.parse(row.not_before ?? '') - now);
    if (waits.length > 0) this.#turns.later(Math.min(...waits));
  }

  #failed(error: unknown): void {
    this.#options.log.error('claim.turn-failed', { code: asAppError(error).code });
    this.#turns.later(LOOK_MS);
  }

  #in(ms: number): string {
    return new Date(Date.parse(this.#options.clock.nowIso()) + ms).toISOString();
  }
}

function subjectOf(index: Db, studyId: StudyId): Subject {
  const { study, studyUid, patient } = studyFacts(index, studyId);
  return { accession: study.accession, studyUid, patientId: patient.patientId };
}
