import type { CallList, CallStep } from '../../shared/model/call-list.ts';
import { localMinutes } from '../app/local-time.ts';
import { minutesWords } from './critical-words.ts';

/** Whose list it is, and how old: what is out of date says so first. */
export function listAge({ site, standing, asOf, until, zone }: CallList): string {
  const whose = site === null ? '' : ` of ${site}`;
  switch (standing) {
    case 'none':
      return site === null
        ? 'No site profile covers this study: whom to call is not known here. Ask the switchboard.'
        : `${site} gave no list of whom to call. Ask the switchboard.`;
    case 'out-of-date':
      return `OUT OF DATE since ${localMinutes(until ?? '')}: the list${whose} may name the wrong people. Check the number first.`;
    case 'not-yet':
      return `The list${whose} does not hold yet. It came here ${localMinutes(asOf ?? '')}.`;
    case 'current':
      return `List${whose}, here since ${localMinutes(asOf ?? '')}, good until ${localMinutes(until ?? '')}; duty by the clock of ${zone}.`;
  }
}

/** When it is somebody's turn. */
export function stepWords({ step, after, onDuty, service }: CallStep, isOffered: boolean): string {
  const whose = service === null ? '' : `${service}, `;
  const when = isOffered ? 'call now' : after === 0 ? 'at once' : `after ${minutesWords(after)}`;
  return `${whose}step ${step}, ${when}${onDuty ? '' : ', NOT ON DUTY by the list'}`;
}
