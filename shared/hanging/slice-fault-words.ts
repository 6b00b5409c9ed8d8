import type { SliceFaults, SliceGap, SpacingChange } from './slice-faults.ts';

/** "4 slices missing between 57 and 58", counted from 1 as the slice number on the picture is. */
export function gapWords({ after, missing }: SliceGap): string {
  return `${missing} ${missing === 1 ? 'slice' : 'slices'} missing between ${after + 1} and ${after + 2}`;
}

/** "slices 4 mm apart up to 9, 7 mm from there on". */
function changeWords({ at, before, after }: SpacingChange): string {
  return `slices ${mm(before)} apart up to ${at + 1}, ${mm(after)} from there on`;
}

function turnWords(after: number): string {
  return `slices lie in another direction from ${after + 2} on`;
}

export function tiltWords(tilt: number): string {
  return `tilted stack: slices lean by ${tilt.toFixed(1)}°`;
}

function mm(length: number): string {
  return `${Number(length.toFixed(2))} mm`;
}

/** What has to be said on the picture at one place, from 0. */
export function wordsAt(faults: SliceFaults, place: number): readonly string[] {
  const gaps = faults.gaps.filter(({ after }) => after === place || after + 1 === place).map(gapWords);
  const twice = faults.duplicates
    .filter((one) => one.place === place || one.of === place)
    .map((one) => `DUPLICATE: slices ${one.of + 1} and ${one.place + 1} are at the same place`);
  const changes = faults.changes.filter(({ at }) => at === place).map(changeWords);
  const turns = faults.turns.filter((after) => after === place || after + 1 === place).map(turnWords);
  return [...gaps, ...new Set(twice), ...changes, ...turns];
}

/** More lines than this are counted instead of listed. */
const LISTED = 6;

/** How the series is ordered and everything that is wrong with it, a line each. */
export function faultLines(faults: SliceFaults): readonly string[] {
  const { order, numbersDiffer, gaps, duplicates, uneven, changes, turns, tilt } = faults;
  const twice = duplicates.map(({ place, of }) => `slice ${place + 1} is at the same place as slice ${of + 1}`);
  return [
    faults.sorted ?? (order === 'position' ? 'sorted by position' : 'sorted by number: positions are not known'),
    ...(numbersDiffer ? ['the numbers of the images run otherwise than their positions'] : []),
    ...shortened(gaps.map(gapWords), 'gaps'),
    ...shortened(twice, 'duplicates'),
    ...shortened(changes.map(changeWords), 'changes of spacing'),
    ...shortened(turns.map(turnWords), 'changes of direction'),
    ...(tilt === null ? [] : [tiltWords(tilt)]),
    ...(uneven > 0 ? [`${uneven} ${uneven === 1 ? 'place has' : 'places have'} fewer images than the others`] : []),
  ];
}

/** Places of a stack where something has to be said, in order, each once. */
export function faultPlaces({ gaps, duplicates, changes, turns }: SliceFaults): readonly number[] {
  const places = [
    ...gaps.map(({ after }) => after),
    ...duplicates.map(({ place }) => place),
    ...changes.map(({ at }) => at),
    ...turns,
  ];
  return [...new Set(places)].sort((a, b) => a - b);
}

/** Slices that are known to be missing between others. */
export function missingSlices({ gaps }: SliceFaults): number {
  return gaps.reduce((sum, { missing }) => sum + missing, 0);
}

function shortened(lines: readonly string[], what: string): readonly string[] {
  if (lines.length <= LISTED) return lines;
  return [...lines.slice(0, LISTED), `${lines.length - LISTED} more ${what}`];
}
