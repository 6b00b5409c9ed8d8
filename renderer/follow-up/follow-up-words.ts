import type { FollowUpInterval, FollowUpKind, FollowUpRow, Recommendation } from '../../shared/model/follow-up.ts';

const KIND_WORDS: Readonly<Record<FollowUpKind, string>> = {
  CT: 'CT',
  MR: 'MRI',
  US: 'ultrasound',
  XR: 'radiograph',
  MG: 'mammogram',
  NM: 'nuclear medicine',
  PT: 'PET/CT',
  DXA: 'bone densitometry',
  imaging: 'imaging',
  biopsy: 'biopsy',
  endoscopy: 'endoscopy',
  consult: 'consultation',
};

const STRENGTH_WORDS: Readonly<Record<Recommendation['strength'], string>> = {
  recommended: '',
  consider: ', to be considered',
  'only-if': ', on a condition',
};

/** "CT or MRI in 6 to 12 months, to be considered". */
export function recommendationWords({ kinds, interval, strength }: Recommendation): string {
  const what = kinds.map((kind) => KIND_WORDS[kind]).join(' or ');
  const line = `${what}${interval === null ? ', no time said' : ` ${intervalWords(interval)}`}${STRENGTH_WORDS[strength]}`;
  return line.charAt(0).toUpperCase() + line.slice(1);
}

function intervalWords({ from, to, unit }: FollowUpInterval): string {
  const units = to === 1 ? unit : `${unit}s`;
  if (from === 0) return `within ${to} ${units}`;
  return from === to ? `in ${to} ${units}` : `in ${from} to ${to} ${units}`;
}

/** "2027-05-23 to 2027-11-23"; "no day". */
export function dueWords({ dueFrom, dueTo }: Pick<FollowUpRow, 'dueFrom' | 'dueTo'>): string {
  if (dueTo === null) return 'no day';
  return dueFrom === null || dueFrom === dueTo ? dueTo : `${dueFrom} to ${dueTo}`;
}

/** The state with what it rests on. */
export function standWords({ state, fulfilledBy, ended, dueTo }: FollowUpRow): string {
  switch (state) {
    case 'open':
      return dueTo === null ? 'OPEN' : `OPEN, due by ${dueTo}`;
    case 'overdue':
      return `OVERDUE since ${dueTo ?? ''}`;
    case 'done':
      return fulfilledBy === null
        ? `Done: ${ended?.reason ?? ''}`
        : `Done: ${fulfilledBy.modalities.join('/')} of ${fulfilledBy.studyDate}`;
    case 'dropped':
      return `Not needed: ${ended?.reason ?? ''}`;
  }
}
