import { usage, wholeNumber } from '../../arguments.ts';
import type { Arguments } from '../../arguments.ts';

/** Days for which a package may be taken, where nobody says. */
export const PACKAGE_DAYS = 30;

/** @throws AppError request/usage */
export function daysOf(args: Arguments, otherwise: number): number {
  const said = args.value('days');
  if (said === null) return otherwise;
  const days = wholeNumber(said, 'days', 1);
  if (days > 3660) throw usage('--days is 3660 at most');
  return days;
}
