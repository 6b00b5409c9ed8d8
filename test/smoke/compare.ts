import type { Glass } from '../e2e/helpers/desk.ts';
import { ofFrame } from './reference.ts';
import type { FileFacts, Pair } from './reference.ts';

/** Modalities whose Pixel Spacing lies in the patient and needs no rule to be believed. */
const CROSS_SECTION = new Set(['CT', 'MR', 'PT']);

/** Windows and spacings are written with four significant figures on the glass. */
const CLOSE = 2e-3;

/**
 * What of a viewport's attributes is not as the file says; empty when all is well. Several files may share a SOP UID:
 * one of them must fit.
 * @param candidates one at least
 */
export function mismatches(glass: Glass, candidates: readonly FileFacts[]): readonly string[] {
  const found = candidates.map((facts) => mismatch(glass, facts));
  return found.find((one) => one.length === 0) ?? found[0] ?? [];
}

function mismatch(glass: Glass, facts: FileFacts): readonly string[] {
  const frame = Number(glass['frame']);
  const said = (name: string, shown: string | undefined, filed: string): string[] =>
    filed === '' || shown === filed ? [] : [`${name}: glass ${shown ?? 'nothing'}, file ${filed}`];
  return [
    ...said('study', glass['studyUid'], facts.studyUid),
    ...said('series', glass['seriesUid'], facts.seriesUid),
    ...(frame >= 1 && frame <= facts.frames ? [] : [`frame ${frame} of ${facts.frames}`]),
    ...windowMismatch(glass, facts, frame),
    ...spacingMismatch(glass, facts, frame),
    ...edgeMismatch(glass, facts, frame),
  ];
}

/** Only what the object asks for: nothing was changed by hand. A curve of a radiograph goes before its windows. */
function windowMismatch(glass: Glass, facts: FileFacts, frame: number): readonly string[] {
  if (glass['state'] !== 'shown' || glass['voiFunction'] === '' || glass['voiFunction'] === 'LUT') return [];
  const window = ofFrame(facts.windows, frame);
  if (!window || !(window[1] >= 1) || facts.hasCurve) return [];
  const shown: Pair = [Number(glass['windowCenter']), Number(glass['windowWidth'])];
  // PET of which the uptake is known begins from nothing, at SUV 0 to 5, whatever its object asks for.
  if (facts.modality === 'PT' && close(shown, [shown[1] / 2, shown[1]])) return [];
  return close(shown, window)
    ? []
    : [`window: glass ${glass['windowCenter']}/${glass['windowWidth']}, file ${window.join('/')}`];
}

function spacingMismatch(glass: Glass, facts: FileFacts, frame: number): readonly string[] {
  const spacing = ofFrame(facts.spacings, frame);
  if (!spacing || !CROSS_SECTION.has(facts.modality) || facts.frames === 0) return [];
  const shown = /^(\S+)\\(\S+) mm$/.exec(glass['spacing'] ?? '');
  const numbers: Pair = [Number(shown?.[1]), Number(shown?.[2])];
  return close(numbers, spacing) ? [] : [`spacing: glass ${glass['spacing']}, file ${spacing.join('\\')}`];
}

/** The letters stand as left/right/top/bottom; oblique planes have more than one: the first is the dominant one. */
function edgeMismatch(glass: Glass, facts: FileFacts, frame: number): readonly string[] {
  const edges = ofFrame(facts.edges, frame);
  if (!edges || glass['state'] !== 'shown') return [];
  const [left, , top] = (glass['orientation'] ?? '').split('/');
  return `${left?.[0] ?? ''}${top?.[0] ?? ''}` === edges
    ? []
    : [`orientation: glass ${glass['orientation']}, file has ${edges} left and on top`];
}

function close(a: Pair, b: Pair): boolean {
  return a.every((value, place) => {
    const other = b[place] ?? Number.NaN;
    return Math.abs(value - other) <= Math.max(Math.abs(other) * CLOSE, 1e-6) || Math.round(other) === value;
  });
}
