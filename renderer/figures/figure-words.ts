import type { ReadingClass, ReadingFigures } from '../../shared/model/reading-figures.ts';
import { minutesWords } from '../critical/index.ts';

export const CLASS_WORDS: Readonly<Record<ReadingClass, string>> = {
  stat: 'STAT',
  urgent: 'Urgent',
  routine: 'Routine',
  none: 'Without an order',
};

/** "9 of 10 in time; target 30 min". */
export function turnaroundWords({ inTime, total, target }: ReadingFigures['turnaround'][number]): string {
  if (target === null) return `${total} read; nobody promised a time`;
  return `${inTime} of ${total} in time; target ${minutesWords(Math.round(target))}`;
}

/** "2 of 3 told in time, 1 open". */
export function toldWords({ inTime, total, open }: ReadingFigures['told'][number]): string {
  return `${inTime} of ${total} told in time${open === 0 ? '' : `, ${open} open`}`;
}

export function minutesText(minutes: number): string {
  return minutesWords(Math.round(minutes));
}
