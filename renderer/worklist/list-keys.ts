import type { CommandFacts } from '../app/commands/index.ts';
import { COLUMNS } from './columns.tsx';

const list = (id: string, title: string, keys: readonly string[], group = 'Worklist'): CommandFacts => ({
  ...{ id: id.includes('.') ? id : `worklist.${id}`, title, group, keys },
  scope: 'worklist',
});

/** Commands of the list, as they are named on the desk, too. */
export const LIST_KEYS = {
  open: list('open', 'Open the study', ['Enter']),
  preview: list('preview', 'Show or hide the preview', ['Space']),
  readiness: list('readiness', 'What reading this case offline needs', ['I']),
  next: list('next', 'Next study', ['↓']),
  previous: list('previous', 'Previous study', ['↑']),
  pageDown: list('page-down', 'One page down', ['PgDn']),
  pageUp: list('page-up', 'One page up', ['PgUp']),
  first: list('first', 'First study', ['Home']),
  last: list('last', 'Last study', ['End']),
  showNew: list('show-new', 'Show what arrived', ['U']),
  search: list('search', 'Search the list', ['/', 'Ctrl F']),
  claimed: list('claimed', 'I read this case, or no longer', ['C']),
  'on-call': list('on-call', 'Keep here: I am on call for it, or no longer', ['O']),
  pinned: list('pinned', 'Keep here, or no longer', ['K']),
  importFolder: list('import-folder', 'Import a folder', ['Ctrl O'], 'Import'),
  importFiles: list('import-files', 'Import files', ['Ctrl Shift O'], 'Import'),
  openSamples: list('open-samples', 'Open the sample studies', [], 'Import'),
  tonight: list('transfers.tonight', 'Fetch ahead tonight, though a line is paid by the byte', ['T'], 'Transfers'),
} as const;

export function sortKey({ id, name, title }: Pick<(typeof COLUMNS)[number], 'id' | 'name' | 'title'>): CommandFacts {
  return list(`sort-${id}`, `Sort by ${name ?? title}`, []);
}

/** All of them. */
export function listKeys(): readonly CommandFacts[] {
  return [...Object.values(LIST_KEYS), ...COLUMNS.map(sortKey)];
}
