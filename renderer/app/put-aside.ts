import type { Command } from './commands/index.ts';

/** Back to the list: drafts, drawings and places are in the journal and come back with the study. */
export const PUT_ASIDE = {
  id: 'desk.put-aside',
  title: 'Put the study aside',
  group: 'Window',
  keys: ['Ctrl .'],
  scope: 'global',
} as const satisfies Omit<Command, 'run'>;
