import type { SliceFaults, SliceGap } from './slice-faults.ts';

/** "4 slices missing between 57 and 58", counted from 1 as the slice number on the picture is. */
export function gapWords({ after, missing }: SliceGap): string {
  return `${missing} ${missing === 1 ? 'slice' : 'slices'} missing between ${after + 1} and ${after + 2}`;
}

/** What has to be said on the picture at one place, from 0. */
export function wordsAt(faults: SliceFaults, place: number): readonly string[] {
  const gaps = faults.gaps.filter(({ after }) => after === place || after + 1 === place).map(gapWords);
  const twice = faults.duplicates
    .filter((one) => one.place === place || one.of === place)
    .map((one) => `DUPLICATE: slices ${one.of + 1} and ${one.place + 1} are at the same place`);
  return [...gaps, ...new Set(twice)];
}

/** More lines than this are counted instead of listed. */
const LISTED = 6;

/** How the series is ordered and everything that is wrong with it, a line each. */
export function faultLines(faults: SliceFaults): readonly string[] {
  const { order, numbersDiffer, gaps, duplicates, uneven } = faults;
  const twice = duplicates.map(({ place, of }) => `slice ${place + 1} is at the same place as slice ${of + 1}`);
  return [
    order === 'position' ? 'sorted by position' : 'sorted by number: positions are not known',
    ...(numbersDiffer ? ['the numbers of the images run otherwise than their positions'] : []),
    ...shortened(gaps.map(gapWords), 'gaps'),
    ...shortened(twice, 'duplicates'),
    ...(uneven > 0 ? [`${uneven} ${uneven === 1 ? 'place has' : 'places have'} fewer images than the others`] : []),
  ];
}

/** Slices that are known to be missing between others. */
export function missingSlices({ gaps }: SliceFaults): number {
  return gaps.reduce((sum, { missing }) => sum + missing, 0);
}

function shortened(lines: readonly string[], what: string): readonly string[] {
  if (lines.length <= LISTED) return lines;
  return [...lines.slice(0, LISTED), `${lines.length - LISTED} more ${what}`];
}
