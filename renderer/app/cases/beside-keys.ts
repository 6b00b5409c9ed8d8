import type { CommandFacts } from '../commands/index.ts';

/** To the study beside this one in the list; nothing is signed, and a draft stays a draft. */
export const NEXT_STUDY = {
  id: 'desk.next-study',
  title: 'Next study of the list, the draft stays as it is',
  group: 'Window',
  keys: ['Alt Shift PgDn'],
  scope: 'global',
} as const satisfies CommandFacts;

export const PREVIOUS_STUDY = {
  id: 'desk.previous-study',
  title: 'Previous study of the list, the draft stays as it is',
  group: 'Window',
  keys: ['Alt Shift PgUp'],
  scope: 'global',
} as const satisfies CommandFacts;
