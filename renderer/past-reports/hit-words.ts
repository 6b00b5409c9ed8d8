import type { ReportHit } from '../../shared/model/report-hit.ts';
import { isoDate } from '../../shared/report/draft.ts';

const STATES: Readonly<Record<ReportHit['state'], string>> = {
  preliminary: 'preliminary',
  final: 'final',
  addendum: 'addendum',
  corrected: 'corrected',
  withdrawn: 'withdrawn',
};

/** "2026-03-01 · CT · St. Anna · final by Ada Reader". */
export function hitFacts({ date, modalities, site, state, signer, origin }: ReportHit): string {
  const by = signer === '' ? '' : ` by ${signer}`;
  const from = origin === 'own' ? '' : ', of another system';
  return [isoDate(date) ?? 'no date', modalities.join('/'), site, `${STATES[state]}${by}${from}`]
    .filter((part) => part !== '')
    .join(' · ');
}

/** What stands under the field. */
export function countWords(words: string, count: number, more: boolean): string {
  if (words.trim() === '') return 'Words in any order, "words together", -word for none of it.';
  if (count === 0) return 'No report has these words.';
  if (more) return `The newest ${count}; there are more.`;
  return count === 1 ? '1 report' : `${count} reports`;
}
