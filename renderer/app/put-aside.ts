import type { Command } from './commands/index.ts';

/** To the case that waits; one on the desk waits in its place. */
export const BACK_TO_CASE = {
  id: 'desk.back-to-case',
  title: 'Back to the case that was put aside',
  group: 'Window',
  keys: ['Alt Shift I'],
  scope: 'global',
} as const satisfies Omit<Command, 'run'>;

/** Back to the list: drafts, drawings and places are in the journal and come back with the study. */
export const PUT_ASIDE = {
  id: 'desk.put-aside',
  title: 'Put the study aside',
  group: 'Window',
  keys: ['Ctrl .'],
  scope: 'global',
} as const satisfies Omit<Command, 'run'>;
