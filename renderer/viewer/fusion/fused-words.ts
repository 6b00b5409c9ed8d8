import { COLOUR_MAP_WORDS } from '../../../shared/rules/colour/colour-maps.ts';
import type { ValueScale } from '../../../shared/rules/colour/overlay-colours.ts';
import { unitText } from '../../../shared/rules/format.ts';
import { figure } from '../figure.ts';
import type { Mark } from '../mark.ts';
import type { FusedTruth } from './fused-truth.ts';

/** "SUVbw 0 to 5 g/ml". */
export function scaleWords({ low, high }: ValueScale, quantity: string, unit: string): string {
  return [quantity, figure(low), 'to', figure(high), unitText(unit)].filter((part) => part !== '').join(' ');
}

/** What stands over a fused picture: which series over which, how, what is not there, and whose values are measured. */
export function fusedMarks(fused: FusedTruth | null, below: string): readonly Mark[] {
  if (!fused) return [];
  const { name, opacity, map, scale, quantity, unit, by } = fused;
  const warn = (text: string): Mark => ({ text, tone: 'warning' });
  const quiet = (text: string): Mark => ({ text, tone: 'quiet' });
  const remarks = fused.remarks.map((words) => warn(`${name}: ${words}`));
  switch (fused.state) {
    case 'refused':
      return [warn(`NOT FUSED WITH ${name}: ${fused.words}`)];
    case 'loading':
      return [quiet(`fusion with ${name} …`), ...remarks];
    case 'outside':
      return [warn(`FUSED: ${name} HAS NOTHING AT THIS PLACE`), ...remarks];
    case 'drawn':
      return [
        warn(`FUSED: ${name} over ${below}, opacity ${Math.round(opacity * 100)} %, interpolated`),
        ...(by === null ? [] : [warn(`APPROXIMATE, ${by}`)]),
        ...remarks,
        quiet(`${COLOUR_MAP_WORDS[map]}, ${scaleWords(scale, quantity, unit)}`),
        quiet('measured: the picture below'),
      ];
  }
}
