import type { CommandScope } from './command.ts';

/** Where keys act, in words. */
export const WHERE: Readonly<Record<CommandScope, string>> = {
  global: 'everywhere',
  worklist: 'in the list',
  image: 'on the image',
  report: 'in the report',
};
