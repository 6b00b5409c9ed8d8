import type { AnyEvent } from '../../shared/contract/index.ts';
import { mayUse, REPORTING } from '../../shared/contract/roles.ts';
import { asAppError } from '../../shared/errors/app-error.ts';
import type { Disposer } from '../../shared/lib/disposable.ts';
import { Communication } from '../../shared/model/communication.ts';
import type { StudyId } from '../../shared/model/ids.ts';
import type { ReadingFigures } from '../../shared/model/reading-figures.ts';
import { communicationState } from '../../shared/rules/communication/state.ts';
import type { OpenStore } from './access/open-store.ts';
import type { StudyRules } from './access/profile/study-rules.ts';
import type { Clock, Log } from './kernel/ports.ts';
import { SteadyClock } from './kernel/steady-clock.ts';
import type { Db } from './kernel/sqlite.ts';
import { AddendumTasks } from './reporting/addendum-tasks.ts';
import { CommunicationBook } from './reporting/communications.ts';
import { watchEscalations } from './reporting/escalation.ts';
import { figuresOf } from './reporting/figures.ts';
import { FollowUpBook } from './reporting/follow-ups.ts';
import { ToldFindings } from './reporting/told-findings.ts';
import { WhomToCall } from './reporting/whom-to-call.ts';
import type { OpenedOutbox } from './transfer/outbox/open-outbox.ts';
import type { Worklist } from './worklist/worklist.ts';

export interface CommunicationParts {
  readonly store: OpenStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly outgoing: Pick<OpenedOutbox, 'links' | 'outbox'>;
  readonly rules: Pick<StudyRules, 'profileOf' | 'requireMayLeave'>;
  readonly worklist: Pick<Worklist, 'list'>;
  readonly emit: (event: AnyEvent) => void;
}

/** Findings to be told, what is to be followed up, and how reading went. */
export interface CommunicationRooms {
  readonly communications: CommunicationBook;
  readonly addenda: AddendumTasks;
  readonly followUps: FollowUpBook;
  readonly figures: (days: number) => ReadingFigures;
}

/** Findings to be told, over an open store. Offline: there are lines, and none of them stands. */
export function openCommunications(parts: CommunicationParts): CommunicationRooms & {
  /** Begins to look at their clocks. */
  readonly watch: () => Disposer;
} {
  const { store, log, outgoing, rules, emit } = parts;
  const { index, journal, commands, personId, people } = store;
  const clock = new SteadyClock(parts.clock, lastKnown(index));
  const changed = (studyId: StudyId): void => emit({ name: 'communication.changed', payload: { studyId } });
  const book = new CommunicationBook({
    ...{ index, commands, clock, personId },
    whom: new WhomToCall(index, (studyId) => rules.profileOf(studyId)),
    colleagues: () =>
      people
        .list()
        .filter(({ state, roles }) => state === 'active' && mayUse(REPORTING, roles))
        .map((person) => ({ personId: person.personId, name: person.name })),
    told: new ToldFindings((db, later) => outgoing.outbox.told.told(db, later, clock.nowIso())),
    isOffline: () => {
      const all = outgoing.links.list();
      return all.length > 0 && all.every(({ state }) => state === 'down');
    },
    onChanged: changed,
  });
  const told = { late: 0 };
  const look = (): void => {
    const { late, moved } = book.escalateDue();
    // Said once for each that became late, and each time one goes up.
    if (moved > 0 || late > told.late) emit({ name: 'communication.overdue', payload: { late, moved } });
    told.late = late;
  };
  return {
    communications: book,
    addenda: new AddendumTasks({ index, commands, personId, clock, onChanged: changed }),
    followUps: new FollowUpBook({
      ...{ index, journal, commands, personId },
      clock: parts.clock,
      requireMayLeave: (studyId) => rules.requireMayLeave(studyId, 'report'),
    }),
    figures: (days) =>
      figuresOf({ ...{ index, personId }, clock: parts.clock, studies: () => parts.worklist.list('').rows }, days),
    watch: () =>
      watchEscalations(look, (error) => log.error('communication.clock-failed', { code: asAppError(error).code })),
  };
}

/** The last moment that is on record of a finding nobody was told of: no clock is believed that says it was later. */
function lastKnown(index: Db): string | null {
  const moments = index
    .prepare<[], string>('SELECT content FROM communication')
    .pluck()
    .all()
    .map((content) => Communication.parse(JSON.parse(content)))
    .filter((one) => ['open', 'attempted'].includes(communicationState(one)))
    .flatMap(({ identifiedAt, events }) => [identifiedAt, ...events.map(({ at }) => at)]);
  return moments.sort().at(-1) ?? null;
}
