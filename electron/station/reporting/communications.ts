import type { ParsedRequest } from '../../../shared/contract/index.ts';
import type { CommunicationAct } from '../../../shared/contract/communications.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { Communication } from '../../../shared/model/communication.ts';
import type { CommunicationEvent, Contact } from '../../../shared/model/communication.ts';
import { CommunicationId } from '../../../shared/model/ids.ts';
import type { PersonId, StudyId } from '../../../shared/model/ids.ts';
import type { CallList, CallStep } from '../../../shared/model/call-list.ts';
import { stepsDue } from '../../../shared/rules/communication/call-chain.ts';
import {
  addEvent,
  communicationClock,
  communicationState,
  openLoops,
} from '../../../shared/rules/communication/state.ts';
import type { Commands } from '../kernel/command.ts';
import { newId } from '../kernel/ids.ts';
import type { SteadyClock } from '../kernel/steady-clock.ts';
import type { Db } from '../kernel/sqlite.ts';
import type { ReportingOptions } from './reporting-options.ts';
import { toldOf } from './told-findings.ts';
import type { ToldFindings } from './told-findings.ts';
import type { WhomToCall } from './whom-to-call.ts';

export interface CommunicationsOptions {
  readonly index: Db;
  readonly commands: Commands;
  /** Never goes back: a finding that was late stays late. */
  readonly clock: SteadyClock;
  readonly personId: PersonId;
  readonly whom: WhomToCall;
  /** Who may be handed a finding. */
  readonly colleagues: () => readonly Colleague[];
  /** Sends what is told after a signature. */
  readonly told: ToldFindings;
  /** Whether no line to any site stands. */
  readonly isOffline: () => boolean;
  readonly onChanged: (studyId: StudyId) => void;
}

export interface Colleague {
  readonly personId: PersonId;
  readonly name: string;
}

/** Findings that somebody has to be told of: opened, followed, never changed. Each act is one audited command. */
export class CommunicationBook {
  readonly #options: CommunicationsOptions;

  constructor(options: CommunicationsOptions) {
    this.#options = options;
  }

  /** Throws archive/unknown-study. @param also is written with it, or neither is */
  open(
    request: ParsedRequest<'communication.open'>,
    also: (db: Db, communication: Communication) => void = () => undefined,
  ): Communication {
    const { studyId, category } = request;
    const { index, clock, personId, whom } = this.#options;
    if (index.prepare('SELECT 1 FROM study WHERE study_id = ?').get(studyId) === undefined) {
      throw new AppError('archive/unknown-study', 'the store has no such study');
    }
    const communication: Communication = {
      ...request,
      communicationId: CommunicationId.parse(newId()),
      ...whom.policy(studyId, category),
      identifiedBy: personId,
      identifiedAt: clock.nowIso(),
      events: [],
    };
    this.#keep('communication.open', communication, { category }, also);
    return communication;
  }

  /** Throws communication/unknown, communication/… where the act cannot follow what happened. */
  add({ communicationId, act }: ParsedRequest<'communication.add'>): Communication {
    const before = this.#get(communicationId);
    const next = addEvent(before, this.#event(before, act));
    this.#keep('communication.add', next, { act: act.kind, state: communicationState(next) });
    return next;
  }

  ofStudy(studyId: StudyId): readonly Communication[] {
    return this.#rows('SELECT content FROM communication WHERE study_id = ?', studyId).toSorted((a, b) =>
      a.identifiedAt.localeCompare(b.identifiedAt),
    );
  }

  /** Of every study, the most urgent first. */
  openLoops(): readonly Communication[] {
    return openLoops(this.#rows('SELECT content FROM communication'), this.#options.clock.now());
  }

  /** UTC, ISO 8601: by this clock findings are late. */
  now(): string {
    return this.#options.clock.nowIso();
  }

  /** @throws AppError archive/unknown-study, communication/unknown */
  whom({ communicationId, ...request }: ParsedRequest<'communication.whom'>): CallList {
    const { whom, clock } = this.#options;
    return whom.list(request, communicationId === null ? null : this.#get(communicationId), clock.now());
  }

  /** Whom a finding may be handed to: not back to whoever hands it over. */
  colleagues(): readonly Colleague[] {
    return this.#options.colleagues().filter(({ personId }) => personId !== this.#options.personId);
  }

  /**
   * What the clock has come to: a finding whose step is over goes up to the next one of its list, each step once. Written down like what a
   * person does, so that nothing of it hangs on a timer.
   */
  escalateDue(): { readonly late: number; readonly moved: number } {
    const { clock, whom, personId } = this.#options;
    const now = clock.now();
    let moved = 0;
    const open = this.openLoops();
    for (const one of open) {
      const { studyId, category } = one;
      const { elapsed } = communicationClock(one, now);
      const { steps } = whom.list({ studyId, category, service: null }, one, now);
      const done = one.events.filter((event) => event.kind === 'escalated').length;
      const due = stepsDue(steps, elapsed);
      if (due <= done) continue;
      const places = [...new Set(steps.map(({ step }) => step))];
      const next = steps.find(({ step }) => step === places[due]);
      const to = next === undefined ? null : contactOf(next);
      const at = clock.nowIso();
      const event = { kind: 'escalated' as const, by: personId, at, step: due, to, byClock: true as const };
      const after = addEvent(one, event);
      this.#keep('communication.add', after, { act: 'escalated', state: communicationState(after), byClock: 1 });
      moved += 1;
    }
    const late = open.filter((one) => communicationClock(one, now).tone === 'late').length;
    return { late, moved };
  }

  /** What somebody was told of a study, in the words in which it was logged. */
  told(studyId: StudyId): readonly string[] {
    return this.ofStudy(studyId)
      .filter((one) => ['communicated', 'acknowledged', 'closed'].includes(communicationState(one)))
      .map(({ finding }) => finding);
  }

  /** What reports ask of it. */
  forReports(): Pick<ReportingOptions, 'told' | 'communications'> {
    const { index, told } = this.#options;
    return {
      told: (studyId) => this.told(studyId),
      communications: {
        of: (studyId, since) => toldOf(index, this.ofStudy(studyId), since),
        signed: (...act) => told.signed(...act),
      },
    };
  }

  #event(before: Communication, act: CommunicationAct): CommunicationEvent {
    const { clock, personId, isOffline } = this.#options;
    const said = { by: personId, at: clock.nowIso() };
    if (act.kind === 'communicated') return { ...act, ...said, offline: isOffline() };
    if (act.kind === 'handed-over') {
      const colleague = this.colleagues().find((one) => one.personId === act.to);
      if (!colleague) throw new AppError('communication/no-colleague', 'nobody of that id may take it over');
      return { ...act, ...said, name: colleague.name };
    }
    if (act.kind !== 'escalated') return { ...act, ...said };
    return { ...act, ...said, step: before.events.filter(({ kind }) => kind === 'escalated').length + 1 };
  }

  #get(communicationId: CommunicationId): Communication {
    const [found] = this.#rows('SELECT content FROM communication WHERE communication_id = ?', communicationId);
    if (!found) throw new AppError('communication/unknown', 'there is no such finding to be told');
    return found;
  }

  #keep(
    name: 'communication.open' | 'communication.add',
    next: Communication,
    detail: Record<string, string | number>,
    also: (db: Db, communication: Communication) => void = () => undefined,
  ): void {
    const { commands, personId, onChanged, told } = this.#options;
    const { communicationId, studyId } = next;
    commands.run({ name, personId, subject: studyId, detail: { communication: communicationId, ...detail } }, (db) => {
      db.prepare(
        `INSERT INTO communication (communication_id, study_id, content) VALUES (?, ?, ?)
         ON CONFLICT (communication_id) DO UPDATE SET content = excluded.content`,
      ).run(communicationId, studyId, JSON.stringify(next));
      told.changed(db, next);
      also(db, next);
    });
    onChanged(studyId);
  }

  #rows(sql: string, ...of: readonly string[]): readonly Communication[] {
    return this.#options.index
      .prepare<string[], string>(sql)
      .pluck()
      .all(...of)
      .map((content) => Communication.parse(JSON.parse(content)));
  }
}

function contactOf({ name, role, numbers }: CallStep): Contact {
  return { name, role, number: numbers[0]?.number ?? null };
}
