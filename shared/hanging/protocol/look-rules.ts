import type { DisplaySet, Presentation } from './display-set.ts';

type Kind = DisplaySet['kind'];
export type LookField = keyof Presentation;

export const LOOK_WORDS: Readonly<Record<LookField, string>> = {
  picture: 'the picture that it begins with',
  window: 'the window',
  turn: 'the turn',
  flip: 'the mirroring',
  zoom: 'the zoom',
  justify: 'the edge that it stands at',
  invert: 'the inverting',
  colourMap: 'the colours',
  sort: 'the order',
  sync: 'what it shares with others',
};

const EVERY = Object.keys(LOOK_WORDS) as LookField[];
/** A plane is cut straight, lies as its letters say, is fitted, and follows its volume. */
const OF_PLANE: ReadonlySet<LookField> = new Set<LookField>(['picture', 'window', 'invert', 'colourMap', 'sync']);

/** What of a look each kind has; the rest is refused in the editor, and said where a protocol asks for it. */
export const LOOKS: Readonly<Record<Kind, ReadonlySet<LookField>>> = {
  stack: new Set(EVERY),
  cine: new Set(EVERY),
  fusion: new Set(EVERY),
  'ai-result': new Set(EVERY),
  // They come in the order of the pictures, and begin with the first one.
  'key-images': new Set(EVERY.filter((field) => field !== 'sort')),
  mpr: OF_PLANE,
  slab: OF_PLANE,
  // A preset is its window and its colours; it is looked at from the front.
  volume: new Set(),
  report: new Set(),
};

const WHY: Readonly<Record<Kind, string>> = {
  ...{ stack: '', cine: '', fusion: 'a fusion on a plane', 'ai-result': '' },
  'key-images': 'the key images, which stand in the order of the pictures',
  mpr: 'a plane, which lies as its letters say and fits its cell',
  slab: 'a slab, which lies as its letters say and fits its cell',
  volume: 'a volume, which its preset draws, from the front',
  report: 'a report, which is text',
};

/** What of a look a display set has. */
export function looksOf(display: DisplaySet): ReadonlySet<LookField> {
  return display.kind === 'fusion' && display.plane !== undefined ? OF_PLANE : LOOKS[display.kind];
}

/** Fields of its look that a display set has and its kind does not. */
export function idleLooks(display: DisplaySet): readonly LookField[] {
  const has = looksOf(display);
  return EVERY.filter((field) => display.look?.[field] !== undefined && !has.has(field));
}

/** "the zoom is not of a plane, which …", for each of them. */
export function idleWords(display: DisplaySet): readonly string[] {
  return idleLooks(display).map((field) => `${LOOK_WORDS[field]} is not of ${WHY[display.kind]}`);
}

/** @param kind what it is shown as: slices in place of a plane have all of a look */
export function looksLeftOut(kind: Kind, display: DisplaySet): readonly string[] {
  return kind === display.kind ? idleWords(display) : [];
}

/** The same with what its kind has of its look. */
export function withOwnLook(display: DisplaySet): DisplaySet {
  const { look, ...rest } = display;
  if (look === undefined) return display;
  const idle = new Set<string>(idleLooks(display));
  const own = Object.fromEntries(Object.entries(look).filter(([field]) => !idle.has(field)));
  return Object.keys(own).length > 0 ? { ...rest, look: own } : rest;
}
