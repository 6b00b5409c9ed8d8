import type { MouseActs } from '../model/controls.ts';

/** What a choice of acts would leave without a way, in words; null: nothing. */
export function mouseRefusal({ drag, wheel }: Pick<MouseActs, 'drag' | 'wheel'>): string | null {
  const scrolls = Object.values(wheel).includes('scroll') || Object.values(drag).includes('scroll');
  return scrolls
    ? null
    : 'The wheel or a drag has to scroll picture by picture: pictures would be skipped, or not be reached at all.';
}
