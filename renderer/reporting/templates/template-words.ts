import type { TemplateEntry } from '../../../shared/model/kept-template.ts';
import { entryWords } from '../../app/document-words.ts';

export function stateWords({ state }: Pick<TemplateEntry, 'state'>): string {
  const words: Readonly<Record<TemplateEntry['state'], string>> = {
    'in-force': 'in use',
    replaced: 'not used: one of a later scope counts',
    removed: 'removed',
    unreadable: 'this program does not understand it',
  };
  return words[state];
}

/** "of the site, version 3, saved 2026-11-23 02:50 by Ada — in use". */
export function standingWords(entry: TemplateEntry): string {
  return `${entryWords(entry)} — ${stateWords(entry)}`;
}
