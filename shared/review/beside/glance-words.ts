import { shareOf } from '../../rules/seen-map/parts.ts';
import { dwellText } from '../../rules/seen-map/seen-kinds.ts';
import type { Glance } from './compare-seen.ts';

/**
 * "never shown", "shown 0.4 s, smaller than full size", "shown 4.2 s, of these 3.1 s at full size (40 % of it)". Full size: a pixel of the
 * screen or more for each of the picture.
 */
export function glanceWords(glance: Glance | null): string {
  if (glance === null) return 'never shown';
  const { glassMs, fullMs, parts } = glance;
  // By a journal that did not keep for how long.
  if (glassMs === 0) return 'shown, nobody knows for how long';
  const shown = `shown ${dwellText(glassMs)}`;
  if (fullMs === 0) return `${shown}, smaller than full size`;
  const share = Math.floor(shareOf(parts) * 100);
  const part = share === 100 ? '' : ` (${share} % of it)`;
  return fullMs >= glassMs
    ? `${shown}, at full size${part}`
    : `${shown}, of these ${dwellText(fullMs)} at full size${part}`;
}
