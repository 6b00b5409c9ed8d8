import type {
  Communication,
  CommunicationEvent,
  CommunicationMethod,
  FindingCategory,
} from '../../shared/model/communication.ts';
import type { CommunicationClock, CommunicationState } from '../../shared/rules/communication/state.ts';

export const CATEGORY_WORDS: Readonly<Record<FindingCategory, string>> = {
  1: '1, within minutes: by voice, read back',
  2: '2, within hours',
  3: '3, within days',
};

export const METHOD_WORDS: Readonly<Record<CommunicationMethod, string>> = {
  phone: 'by telephone',
  'in-person': 'in person',
  pager: 'by pager',
  system: 'by a message that is acknowledged',
};

export const STATE_WORDS: Readonly<Record<CommunicationState, string>> = {
  open: 'nobody was told',
  attempted: 'tried, nobody was told',
  communicated: 'told',
  acknowledged: 'told and acknowledged',
  closed: 'closed',
  withdrawn: 'opened in error',
};

const OUTCOME_WORDS = {
  reached: 'reached',
  'no-answer': 'no answer',
  busy: 'busy',
  'wrong-number': 'wrong number',
  'message-left': 'message left',
  sent: 'sent',
} as const;

/** "46 min left", "late by 15 min", "told after 8 min". */
export function clockWords({ elapsed, left, tone }: CommunicationClock): string {
  if (tone === 'done' || left === null) return `after ${minutesWords(elapsed)}`;
  return left > 0 ? `${minutesWords(left)} left` : `late by ${minutesWords(-left)}`;
}

/** "75 min", "2 h 05 min", "3 d 4 h". */
export function minutesWords(minutes: number): string {
  if (minutes < 120) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
  return `${Math.floor(minutes / 1440)} d ${Math.floor((minutes % 1440) / 60)} h`;
}

/** One line of what happened, without its time. */
export function eventWords(event: CommunicationEvent): string {
  switch (event.kind) {
    case 'attempted':
      return `Tried ${event.to.name} (${event.to.role}) ${METHOD_WORDS[event.method]}: ${OUTCOME_WORDS[event.outcome]}`;
    case 'communicated':
      return `Told ${event.to.name} (${event.to.role}) ${METHOD_WORDS[event.method]}${event.readBack ? ', read back' : ''}${event.offline ? ', while no line stood' : ''}`;
    case 'acknowledged':
      return `Acknowledged by ${event.from.name} (${event.from.role})`;
    case 'escalated':
      return `Escalated${event.byClock ? ' by its clock' : ''}, step ${event.step}${event.to === null ? '' : `: ${event.to.name} (${event.to.role})`}`;
    case 'handed-over':
      return `Handed over to ${event.name}`;
    case 'closed':
      return 'Closed';
    case 'withdrawn':
      return `Opened in error: ${event.reason}`;
  }
}

/** "Free air (category 1)": what it is, for a list. */
export function titleOf({ finding, category }: Pick<Communication, 'finding' | 'category'>): string {
  const line = finding.replace(/\s+/g, ' ').trim();
  return `${line.length > 60 ? `${line.slice(0, 57).trimEnd()}…` : line} (category ${category})`;
}
