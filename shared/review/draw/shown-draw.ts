import type { Draw, ShownDraw } from '../../model/review/draw.ts';

/**
 * A draw for somebody who may read some of its cases blind themselves: of those no reason, which would say whose report it is or what it was
 * looked for on purpose.
 * @param hidden reports of cases that they have not locked
 */
export function shownDraw(draw: Draw, hidden: ReadonlySet<string>): ShownDraw {
  const picks = draw.picks.map((pick) => (hidden.has(pick.sourceReportId) ? { ...pick, reason: null } : pick));
  return { ...draw, picks };
}
