import { z } from 'zod';
import { DocumentScope } from '../../model/kept-document.ts';
import { StackRule, StudyRule } from './condition.ts';
import { DisplaySet, LocalId, ProtocolId } from './display-set.ts';
import { ForeignRule } from './foreign-rules.ts';

/** Which earlier study an image set is of, among those that fit. */
export const PriorChoice = z.strictObject({
  /** Relevance (0 to 1) that an earlier study needs to be looked at. */
  least: z.number().min(0).max(1),
  pick: z.discriminatedUnion('by', [
    z.strictObject({ by: z.literal('relevance') }),
    /** The one before the current study. */
    z.strictObject({ by: z.literal('nearest') }),
    z.strictObject({ by: z.literal('oldest') }),
    /** 1: the most relevant, 2: the one after that … */
    z.strictObject({ by: z.literal('nth'), nth: z.number().int().min(1).max(20) }),
  ]),
  /** The same as the current study in this: where one of the two does not say, it is not the same. */
  same: z.array(z.enum(['region', 'modality', 'procedureCode', 'side'])).optional(),
  /** Days before the current study. */
  age: z.strictObject({ from: z.number().int().min(0).optional(), to: z.number().int().min(0).optional() }).optional(),
  /** Asked of the earlier study; what is no must adds to its relevance, 100 points for 1. */
  rules: z.array(StudyRule).max(32).optional(),
});
export type PriorChoice = z.infer<typeof PriorChoice>;

/** Finds one stack: of those that every must fits, the one with most points. */
export const ImageSet = z.strictObject({
  id: LocalId,
  label: z.string().min(1).max(64),
  of: z.union([z.literal('current'), PriorChoice]),
  rules: z.array(StackRule).min(1).max(64),
  /** Points that it adds to the protocol where a stack is found. */
  weight: z.number().int().min(0).max(1000),
  /** Without it the protocol does not hang. */
  must: z.boolean().optional(),
  /** Not the stack of these sets, which come before it. */
  besides: z.array(LocalId).max(16).optional(),
  /** Points for being like the stack of that set, by plane, words, side, view, thickness: up to 50. */
  like: LocalId.optional(),
});
export type ImageSet = z.infer<typeof ImageSet>;

const Share = z.number().min(0).max(1);

/** A viewport: shares of its screen from the top left. */
export const Box = z.strictObject({
  x: Share,
  y: Share,
  width: z.number().positive().max(1),
  height: z.number().positive().max(1),
  show: LocalId,
});
export type Box = z.infer<typeof Box>;

const Screen = z.strictObject({
  boxes: z.array(Box).min(1).max(64),
  /** The kind of monitor that it is for, where there is one: a scan in colour, pictures that are diagnosed. Absent: any. */
  on: z.enum(['diagnostic', 'colour']).optional(),
});

/** `screens` from left to right; where there are fewer monitors, neighbours share one. */
export const Stage = z.strictObject({
  id: LocalId,
  name: z.string().min(1).max(64),
  /** Image sets that the stage is for: without one of them it is left out. */
  needs: z.array(LocalId).max(16).optional(),
  screens: z.array(Screen).min(1).max(8),
  /** What is left out leaves its place with the reason in it, or gives it to its neighbours. */
  partial: z.enum(['MAINTAIN_LAYOUT', 'ADAPT_LAYOUT']),
  /** On a monitor that stands upright a single row becomes a column; `keep`: it stays a row, as chest wall to chest wall asks. */
  upright: z.enum(['turn', 'keep']).optional(),
});
export type Stage = z.infer<typeof Stage>;

const Shape = z.strictObject({
  schema: z.literal(1),
  id: ProtocolId,
  name: z.string().min(1).max(64),
  /** Of this document; the higher one wins within a scope. */
  version: z.number().int().min(1),
  scope: DocumentScope,
  note: z.string().max(1000).optional(),
  /** Studies, readers and desks that it is for. */
  for: z.array(StudyRule).min(1).max(64),
  imageSets: z.array(ImageSet).min(1).max(64),
  displaySets: z.array(DisplaySet).min(1).max(64),
  stages: z.array(Stage).min(1).max(16),
  /** Rules of kinds that only a later version of the program knows: foreign-rules.ts. */
  foreign: z.array(ForeignRule).max(64).optional(),
});
type Shape = z.infer<typeof Shape>;

/** A hanging protocol: one document. What it names inside itself is there, and its boxes lie on their screen beside each other. */
export const HangingProtocol = Shape.superRefine((protocol, context) => {
  for (const message of faultsOf(protocol)) context.addIssue({ code: 'custom', message });
});
export type HangingProtocol = Readonly<z.infer<typeof HangingProtocol>>;

/** The shape alone, as resources/hanging/protocol.schema.json publishes it. */
export function protocolJsonSchema(): unknown {
  return z.toJSONSchema(Shape, { io: 'input', reused: 'ref' });
}

/** What does not hold together inside a document, in words; that each value is of its kind is not looked at. */
export function faultsOf(protocol: Shape): readonly string[] {
  const sets = protocol.imageSets.map(({ id }) => id);
  const shown = protocol.displaySets.map(({ id }) => id);
  const stages = protocol.stages.map(({ id }) => id);
  const known = (names: readonly string[], wanted: readonly string[], where: string): readonly string[] =>
    wanted.filter((name) => !names.includes(name)).map((name) => `${where}: there is no ${name}`);
  return [
    ...[sets, shown, stages].flatMap((ids) =>
      ids.filter((id, at) => ids.indexOf(id) < at).map((id) => `${id} stands there twice`),
    ),
    ...protocol.imageSets.flatMap((set, at) =>
      known(
        sets.slice(0, at),
        [...(set.besides ?? []), ...(set.like === undefined ? [] : [set.like])],
        `image set ${set.id}`,
      ),
    ),
    ...protocol.displaySets.flatMap((display) => {
      const named = [display.set, ...(display.kind === 'fusion' ? [display.over] : [])];
      const next = display.missing.do === 'next-best' ? [display.missing.set] : [];
      return known(sets, [...named, ...next], `display set ${display.id}`);
    }),
    ...protocol.stages.flatMap((stage) => [
      ...known(sets, stage.needs ?? [], `stage ${stage.id}`),
      ...stage.screens.flatMap(({ boxes }) => [
        ...known(
          shown,
          boxes.map(({ show }) => show),
          `stage ${stage.id}`,
        ),
        ...boxFaults(boxes).map((fault) => `stage ${stage.id}: ${fault}`),
      ]),
    ]),
  ];
}

/** Thirds do not add up to one in binary. */
const ROUNDING = 1e-3;

function boxFaults(boxes: readonly Box[]): readonly string[] {
  const outside = boxes.filter(({ x, y, width, height }) => x + width > 1 + ROUNDING || y + height > 1 + ROUNDING);
  const over = boxes.filter((a, at) =>
    boxes
      .slice(0, at)
      .some(
        (b) =>
          Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > ROUNDING &&
          Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > ROUNDING,
      ),
  );
  return [
    ...outside.map(({ show }) => `${show} lies beyond the edge of its screen`),
    ...over.map(({ show }) => `${show} lies over another`),
  ];
}
