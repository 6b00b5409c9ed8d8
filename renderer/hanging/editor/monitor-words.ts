import type { HangingMonitor } from '../../../shared/hanging/protocol/case-facts.ts';
import type { Stage } from '../../../shared/hanging/protocol/protocol.ts';

type Screen = Pick<Stage['screens'][number], 'on'>;

export const KIND_WORDS: Readonly<Record<NonNullable<Screen['on']>, string>> = {
  diagnostic: 'a diagnostic monitor',
  colour: 'the colour monitor',
};

/** "Screen 2, on the colour monitor". */
export function screenWords({ on }: Screen, screen: number): string {
  return `Screen ${screen + 1}${on ? `, on ${KIND_WORDS[on]}` : ''}`;
}

/** Where screens stand that share a monitor here, or ask for one that is not here; null: each has its own. */
export function sharingWords(screens: readonly Screen[], monitors: readonly HangingMonitor[]): string | null {
  const here = monitors.length === 1 ? 'One monitor is here' : `${monitors.length} monitors are here`;
  const said = [
    ...(screens.length > monitors.length ? [`of ${screens.length} screens, neighbours share one`] : []),
    ...(['diagnostic', 'colour'] as const).flatMap((role) => {
      const isAsked = screens.some(({ on }) => on === role);
      const isHere = monitors.some((one) => one.role === role);
      return isAsked && !isHere ? [`none is ${KIND_WORDS[role].replace(/^the/, 'a')}: any other takes its place`] : [];
    }),
  ];
  return said.length === 0 ? null : `${here}: ${said.join('; ')}.`;
}
