import { adaptBoxes, inOneRow, placeScreens } from './boxes.ts';
import type { Place } from './boxes.ts';
import type { HangingStack } from './case-facts.ts';
import type { DisplaySet, Presentation } from './display-set.ts';
import { extraShown, isExtra } from './extras.ts';
import { looksLeftOut } from './look-rules.ts';
import type { Box, HangingProtocol, Stage } from './protocol.ts';
import type { FilledSet, ReadCase } from './sets.ts';

/** What one viewport shows, or the reason why it shows nothing: never neither. */
export interface HungViewport {
  /** Of the display set. */
  readonly label: string;
  readonly kind: DisplaySet['kind'];
  readonly place: Place;
  readonly role: 'current' | 'prior';
  readonly stack: HangingStack | null;
  /** What lies over it, in a fusion. */
  readonly over: HangingStack | null;
  /** Why there is nothing to show; null where there is. */
  readonly reason: string | null;
  /** What is shown otherwise than was asked for, in words. */
  readonly remark: string | null;
  readonly display: DisplaySet | null;
  readonly look: Presentation;
  /** How many key images it shows; absent: it shows something else. */
  readonly keyImages?: number;
}

export interface HungStage {
  readonly id: string;
  readonly name: string;
  /** What becomes of the place of a viewport that is left out later: `on-desk.ts`. */
  readonly partial: Stage['partial'];
  readonly viewports: readonly HungViewport[];
}

type Sets = ReadonlyMap<string, FilledSet>;

/** A display set with what it found. */
interface Shown {
  readonly display: DisplaySet;
  readonly filled: FilledSet;
  /** What it is shown as: a volume of two pictures is a stack. */
  readonly kind: DisplaySet['kind'];
  readonly stack: HangingStack | null;
  readonly over: HangingStack | null;
  readonly remark: string | null;
  /** Null where it is shown. */
  readonly why: string | null;
}

/** Fewer pictures are no volume. */
const LEAST_VOLUME = 3;

/** The stages that have something to show. @param sets filled for this case */
export function hangStages(protocol: HangingProtocol, sets: Sets, read: ReadCase): readonly HungStage[] {
  const shown = new Map(protocol.displaySets.map((display) => [display.id, show(display, sets)]));
  return protocol.stages
    .filter(({ needs = [] }) => needs.every((id) => isThere(sets.get(id))))
    .map((stage) => ({
      ...{ id: stage.id, name: stage.name, partial: stage.partial },
      viewports: viewportsOf(stage, shown, read),
    }))
    .filter(({ viewports }) => viewports.some(({ reason }) => reason === null));
}

/** The display set that gives the case away to another protocol; null where none does. */
export function givesWay(protocol: HangingProtocol, sets: Sets): DisplaySet | null {
  return (
    protocol.displaySets.find((one) => one.missing.do === 'other-protocol' && show(one, sets).why !== null) ?? null
  );
}

function isThere(filled: FilledSet | undefined): boolean {
  return (filled?.stack ?? null) !== null;
}

function viewportsOf(stage: Stage, shown: ReadonlyMap<string, Shown>, read: ReadCase): readonly HungViewport[] {
  const stays = ({ show: id }: Box): boolean => {
    const one = shown.get(id);
    return one !== undefined && (one.why === null || one.display.missing.do === 'message');
  };
  const isAdapting = stage.partial === 'ADAPT_LAYOUT';
  const screens = isAdapting
    ? stage.screens
        .map((screen) => ({ ...screen, boxes: inOneRow(screen.boxes, adaptBoxes(screen.boxes, stays)) }))
        .filter(({ boxes }) => boxes.length > 0)
    : stage.screens;
  return placeScreens(screens, read.facts.monitors, stage.upright).flatMap(({ show: id, place }) => {
    const one = shown.get(id);
    return one ? [viewportOf(one, place)] : [];
  });
}

function viewportOf({ display, filled, kind, stack, over, remark, why }: Shown, place: Place): HungViewport {
  const said = [...(remark === null ? [] : [remark]), ...looksLeftOut(kind, display)];
  return {
    label: display.label,
    kind,
    place,
    role: filled.set.of === 'current' ? 'current' : 'prior',
    stack: why === null ? stack : null,
    over: why === null ? over : null,
    reason: why === null ? null : reasonWords(display, why),
    remark: why === null ? (said.length > 0 ? said.join('; ') : null) : null,
    display,
    look: display.look ?? {},
    ...(kind === 'key-images' && why === null ? { keyImages: filled.study?.keyImages ?? 0 } : {}),
  };
}

function reasonWords({ label, missing }: DisplaySet, why: string): string {
  return missing.do === 'message' ? missing.text : `${label}: ${why}`;
}

function show(display: DisplaySet, sets: Sets): Shown {
  const own = sets.get(display.set);
  if (!own) throw new RangeError(`no image set ${display.set}`);
  const made = shownOf(display, own, sets);
  if (made.why === null || display.missing.do !== 'next-best') return made;
  const next = sets.get(display.missing.set);
  if (!next || next.stack === null) return made;
  // In place of what a study has beside its pictures stand the pictures.
  const second: Shown = isExtra(display.kind)
    ? { ...made, filled: next, kind: 'stack', stack: next.stack, remark: null, why: null }
    : shownOf(display, next, sets);
  if (second.why !== null) return made;
  return {
    ...second,
    remark: `${next.set.label} in place of ${isExtra(display.kind) ? display.label : own.set.label}${second.remark === null ? '' : `; ${second.remark}`}`,
  };
}

function shownOf(display: DisplaySet, filled: FilledSet, sets: Sets): Shown {
  const { kind } = display;
  const made = { display, filled, kind, stack: filled.stack, over: null, remark: null, why: null };
  if (isExtra(kind) && filled.study !== null) return { ...made, ...extraShown(kind, filled.study, filled.stack) };
  if (filled.stack === null) return { ...made, why: whyNot(filled) };
  switch (kind) {
    case 'key-images':
    case 'report':
    case 'ai-result':
      return made;
    case 'fusion': {
      const over = sets.get(display.over)?.stack ?? null;
      if (over !== null && isFitFor(kind, filled.stack, over)) return { ...made, over };
      const lacking = `${sets.get(display.over)?.set.label ?? display.over} is not there`;
      const why = over === null ? lacking : 'the two are not volumes of one frame of reference';
      return { ...made, kind: 'stack', remark: `not fused: ${why}` };
    }
    case 'stack':
      return made;
    case 'mpr':
      // Slices that were made in that plane are its best picture.
      if (filled.stack.plane === display.plane) return { ...made, kind: 'stack' };
      return orStack(made, kind, filled.stack);
    case 'cine':
    case 'slab':
    case 'volume':
      return orStack(made, kind, filled.stack);
  }
}

function orStack(made: Shown, kind: keyof typeof UNFIT, stack: HangingStack): Shown {
  return isFitFor(kind, stack, null) ? made : { ...made, kind: 'stack', remark: `as a stack: ${UNFIT[kind]}` };
}

const UNFIT = {
  cine: 'its frames do not follow each other in time',
  mpr: 'too few slices, or without a place in space',
  slab: 'too few slices, or without a place in space',
  volume: 'too few slices, or without a place in space',
} as const;

function isFitFor(kind: DisplaySet['kind'], stack: HangingStack, over: HangingStack | null): boolean {
  const isVolume = ({ plane, images }: HangingStack): boolean => plane !== null && images >= LEAST_VOLUME;
  switch (kind) {
    case 'cine':
      return stack.cine;
    case 'mpr':
    case 'slab':
    case 'volume':
      return isVolume(stack);
    case 'fusion':
      return (
        over !== null &&
        isVolume(stack) &&
        isVolume(over) &&
        stack.frameOfReference !== null &&
        stack.frameOfReference === over.frameOfReference
      );
    case 'stack':
    case 'key-images':
    case 'report':
    case 'ai-result':
      return true;
  }
}

function whyNot({ study, set }: FilledSet): string {
  if (study === null) return 'no earlier study fits';
  return set.of === 'current' ? 'no such series in this study' : 'no such series in the earlier study';
}
