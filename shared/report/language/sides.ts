import type { Word } from './words.ts';

export type Side = 'left' | 'right';

/** A side named in a sentence; `at` is its place among the words. Both: "bilateral". */
export interface SideWord {
  readonly side: Side | 'both';
  readonly at: number;
}

const LOBES: Readonly<Record<string, Side>> = {
  rul: 'right',
  rml: 'right',
  rll: 'right',
  lul: 'left',
  lll: 'left',
  lingula: 'left',
  lingular: 'left',
  rk: 'right',
  lk: 'left',
};
const BOTH = new Set([
  'bilateral',
  'bilaterally',
  'both',
  'biapical',
  'bibasal',
  'bibasilar',
  'bihilar',
  'bifrontal',
  'biparietal',
]);
/** What follows "left" or "right" where they are no side of the body. */
const NO_SIDE_AFTER = new Set(
  'the a an away to in at and or of is was were are than untreated unchanged alone as over lateral anterior posterior decubitus shift shifted shunt convex concave dominant handed hand-side angled ward'.split(
    ' ',
  ),
);
/** Parts that have a side in their name, not in the body. */
const NAMED_AFTER = new Set(
  'ventricle ventricular atrium atrial heart bundle main anterior circumflex coronary gastric hepatic colic colon ventricles atria dominance dominant axis hemicolectomy hemicolon portal appendage sinus cusp hepatectomy hemihepatectomy hemiliver trisectionectomy liver gastroepiploic'.split(
    ' ',
  ),
);

/** Between two sides of one matter: "severe right and mild left stenosis". */
const JOINING = new Set('and or & / , minimal slight mild moderate severe marked small large'.split(' '));

/** Whether nothing but "and" and a degree stands between two places: what follows the second is said of both. */
export function areJoined(words: readonly Word[], one: number, other: number): boolean {
  return other > one + 1 && words.slice(one + 1, other).every(({ word }) => JOINING.has(word));
}

/** Sides of the body that a sentence names, without those in names of structures ("left ventricle") and positions ("left lateral decubitus"). */
export function sideWords(words: readonly Word[]): SideWord[] {
  return words.flatMap((entry, at): SideWord[] => {
    const { word, raw } = entry;
    const lobe = LOBES[word];
    if (lobe !== undefined) return [{ side: lobe, at }];
    if (BOTH.has(word)) return word === 'both' && words[at + 1]?.word === 'of' ? [] : [{ side: 'both', at }];
    const side = sideOf(word, raw, words[at + 1]?.word ?? '');
    return side === null || isName(words, at) ? [] : [{ side, at }];
  });
}

function sideOf(word: string, raw: string, next: string): Side | null {
  if (word === 'left' || word === 'lt' || (raw === 'L' && isNoun(next))) return 'left';
  if (word === 'right' || word === 'rt' || (raw === 'R' && isNoun(next))) return 'right';
  return null;
}

/** "L kidney", and not "L spine", the lumbar one. */
function isNoun(word: string): boolean {
  return /^\p{L}{4,}$/u.test(word) && word !== 'spine';
}

function isName(words: readonly Word[], at: number): boolean {
  let next = at + 1;
  if (words[next]?.word === '-') next += 1;
  if (words[next]?.word === 'sided') next += 1;
  const after = words[next]?.word ?? '';
  // "left lateral malleolus" is a side; "left lateral decubitus", "left lateral view" and "left anterior descending" are names.
  if (after === 'lateral' || after === 'anterior' || after === 'posterior') {
    const further = words[next + 1]?.word ?? '';
    return /^(decubitus|view|position|projection|oblique|descending|radiograph|film|section|sector|segment|sectionectomy|segmentectomy|fascicular|hemiblock)$/.test(
      further,
    );
  }
  if ((after === 'and' || after === 'or') && isJoinedOn(words, at)) return false;
  if (NO_SIDE_AFTER.has(after)) return ownWord(words, at, after);
  return NAMED_AFTER.has(after) || (after === 'sided' && words[next + 1]?.word === 'heart');
}

/** "left" before these words is a verb or a direction, unless a noun stood before it ("the nodule on the left is"). */
function ownWord(words: readonly Word[], at: number, after: string): boolean {
  const before = words[at - 1]?.word ?? '';
  const isPlace = before === 'the' && /^(on|to|at|in|of|from|than)$/.test(words[at - 2]?.word ?? '');
  const isDirection = after === 'of' && words[at - 2]?.word === 'to';
  if (isPlace) return isDirection && !words.slice(at + 2, at + 4).some(({ word }) => word === 'midline');
  return true;
}

function isJoinedOn(words: readonly Word[], at: number): boolean {
  const next = words.findIndex(({ word }, place) => place > at && !JOINING.has(word));
  return /^(?:left|right|lt|rt)$/.test(words[next]?.word ?? '');
}
