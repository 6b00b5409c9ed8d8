import type { ParsedRequest } from '../../../shared/contract/index.ts';
import type { CommunicationAct } from '../../../shared/contract/communications.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import { Communication } from '../../../shared/model/communication.ts';
import type { CommunicationEvent } from '../../../shared/model/communication.ts';
import { CommunicationId } from '../../../shared/model/ids.ts';
import type { PersonId, StudyId } from '../../../shared/model/ids.ts';
import { addEvent, communicationState, DEFAULT_POLICY, openLoops } from '../../../shared/rules/communication/state.ts';
import type { Commands } from '../kernel/command.ts';
import { newId } from '../kernel/ids.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Db } from '../kernel/sqlite.ts';

export interface CommunicationsOptions {
  readonly index: Db;
  readonly commands: Commands;
  readonly clock: Clock;
  readonly personId: PersonId;
  /** Whether no line to any site stands. */
  readonly isOffline: () => boolean;
  readonly onChanged: (studyId: StudyId) => void;
}

/** Findings that somebody has to be told of: opened, followed, never changed. Each act is one audited command. */
export class CommunicationBook {
  readonly #options: CommunicationsOptions;

  constructor(options: CommunicationsOptions) {
    this.#options = options;
  }

  /** Throws archive/unknown-study. */
  open(request: ParsedRequest<'communication.open'>): Communication {
    const { studyId, category } = request;
    const { index, clock, personId } = this.#options;
    if (index.prepare('SELECT 1 FROM study WHERE study_id = ?').get(studyId) === undefined) {
      throw new AppError('archive/unknown-study', 'the store has no such study');
    }
    const communication: Communication = {
      ...request,
      communicationId: CommunicationId.parse(newId()),
      policyId: DEFAULT_POLICY.policyId,
      identifiedBy: personId,
      identifiedAt: clock.nowIso(),
      events: [],
    };
    this.#keep('communication.open', communication, { category });
    return communication;
  }

  /** Throws communication/unknown, communication/… where the act cannot follow what happened. */
  add({ communicationId, act }: ParsedRequest<'communication.add'>): Communication {
    const before = this.#get(communicationId);
    const next = addEvent(before, this.#event(before, act), DEFAULT_POLICY);
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
    return openLoops(
      this.#rows('SELECT content FROM communication'),
      DEFAULT_POLICY,
      Date.parse(this.#options.clock.nowIso()),
    );
  }

  /** What somebody was told of a study, in the words in which it was logged. */
  told(studyId: StudyId): readonly string[] {
    return this.ofStudy(studyId)
      .filter((one) => ['communicated', 'acknowledged', 'closed'].includes(communicationState(one)))
      .map(({ finding }) => finding);
  }

  #event(before: Communication, act: CommunicationAct): CommunicationEvent {
    const { clock, personId, isOffline } = this.#options;
    const said = { by: personId, at: clock.nowIso() };
    if (act.kind === 'communicated') return { ...act, ...said, offline: isOffline() };
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
  ): void {
    const { commands, personId, onChanged } = this.#options;
    const { communicationId, studyId } = next;
    commands.run({ name, personId, subject: studyId, detail: { communication: communicationId, ...detail } }, (db) => {
      db.prepare(
        `INSERT INTO communication (communication_id, study_id, content) VALUES (?, ?, ?)
         ON CONFLICT (communication_id) DO UPDATE SET content = excluded.content`,
      ).run(communicationId, studyId, JSON.stringify(next));
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
