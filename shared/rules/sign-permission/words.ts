import type { SignPermission } from './question.ts';

/** What stands in the way of a final report and what is left, in one line; null when nothing is refused. */
export function refusalWords({ allowed, reasons }: SignPermission): string | null {
  const refused = reasons.filter((reason) => reason.tier === 'refuse');
  if (refused.length === 0) return null;
  const left =
    allowed === 'preliminary'
      ? 'Still allowed: reading the images, and a preliminary report.'
      : 'Still allowed: reading the images; the draft is kept.';
  return [...refused.map((reason) => reason.words), left].join(' ');
}
