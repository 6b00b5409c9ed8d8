import { HOLD_WORDS } from '../../shared/rules/case-hold.ts';
import type { RowHold } from '../../shared/model/case-hold.ts';
import { localMinutes } from '../app/local-time.ts';

/** "waits for earlier studies since 2026-11-23 18:02: the CT of March". */
export function holdWords({ cause, note, at }: RowHold): string {
  return `waits for ${HOLD_WORDS[cause]} since ${localMinutes(at)}${note === '' ? '' : `: ${note}`}`;
}

/** Who learns of it by itself. */
export function toldWords(told: number): string {
  if (told === 0) return 'No worklist of the site is told of it by itself: telephone, or write to them.';
  return `The site is told: ${told} ${told === 1 ? 'worklist' : 'worklists'}.`;
}
