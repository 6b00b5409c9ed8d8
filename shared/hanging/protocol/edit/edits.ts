import type { Rule } from '../condition.ts';
import type { DisplaySet } from '../display-set.ts';
import type { HangingProtocol, ImageSet, Stage } from '../protocol.ts';
import type { Side } from './cells.ts';

/** New values of some fields; undefined takes a field away. */
export type Patch<T> = { readonly [K in keyof T]?: T[K] | undefined };

/** A screen of a stage. */
export interface ScreenPlace {
  readonly stage: string;
  /** From 0, left to right. */
  readonly screen: number;
}

/** A cell of a stage: the cells of a screen have no name of their own. */
export interface CellPlace extends ScreenPlace {
  readonly box: number;
}

/** Whose rules: of the studies that the protocol is for, of the pictures of an image set, of its earlier studies. */
export type RuleList =
  | { readonly of: 'studies' }
  | { readonly of: 'pictures'; readonly set: string }
  | { readonly of: 'priors'; readonly set: string };

type StageEdit =
  | { readonly do: 'add-stage'; readonly after: string }
  | { readonly do: 'copy-stage' | 'remove-stage'; readonly stage: string }
  | { readonly do: 'move-stage'; readonly stage: string; readonly by: 1 | -1 }
  | {
      readonly do: 'set-stage';
      readonly stage: string;
      readonly patch: Patch<Pick<Stage, 'name' | 'needs' | 'partial' | 'upright'>>;
    };

type CellEdit =
  | { readonly do: 'add-screen'; readonly stage: string }
  | { readonly do: 'remove-screen'; readonly at: ScreenPlace }
  /** undefined: on any monitor. */
  | { readonly do: 'set-screen'; readonly at: ScreenPlace; readonly on: Stage['screens'][number]['on'] }
  | { readonly do: 'grid'; readonly at: ScreenPlace; readonly rows: number; readonly columns: number }
  /** `row`: beside each other. */
  | { readonly do: 'split'; readonly at: CellPlace; readonly into: 'row' | 'column' }
  | { readonly do: 'merge'; readonly at: CellPlace; readonly side: Side }
  | { readonly do: 'remove-cell'; readonly at: CellPlace }
  | { readonly do: 'move-edge'; readonly at: CellPlace; readonly side: Side; readonly by: number }
  /** What two cells of a stage show changes places. */
  | { readonly do: 'swap'; readonly at: CellPlace; readonly other: CellPlace }
  | { readonly do: 'show'; readonly at: CellPlace; readonly display: string };

type DisplayEdit =
  /** A new stack of an image set, shown in a cell. */
  | { readonly do: 'add-display'; readonly at: CellPlace; readonly set: string }
  /** One of its own for this cell, so that what is changed is changed here alone. */
  | { readonly do: 'copy-display'; readonly at: CellPlace }
  | { readonly do: 'remove-display'; readonly display: string }
  /** All but its id. */
  | { readonly do: 'set-display'; readonly display: string; readonly to: DisplaySet };

type SetEdit =
  | { readonly do: 'add-set' }
  | { readonly do: 'copy-set' | 'remove-set'; readonly set: string }
  | { readonly do: 'move-set'; readonly set: string; readonly by: 1 | -1 }
  | { readonly do: 'set-set'; readonly set: string; readonly patch: Patch<Omit<ImageSet, 'id' | 'rules'>> };

type RuleEdit =
  | { readonly do: 'add-rule'; readonly list: RuleList }
  | { readonly do: 'set-rule'; readonly list: RuleList; readonly rule: number; readonly to: Rule }
  | { readonly do: 'remove-rule'; readonly list: RuleList; readonly rule: number };

/** What a reader does to a protocol, as a value. */
export type Edit =
  | { readonly do: 'set-protocol'; readonly patch: Patch<Pick<HangingProtocol, 'name' | 'note'>> }
  | StageEdit
  | CellEdit
  | DisplayEdit
  | SetEdit
  | RuleEdit;

/** What becomes of it: a document, or the reason why it stays as it is. */
export type Outcome =
  | {
      readonly ok: true;
      readonly document: HangingProtocol;
      /** Where the cell is that the reader was at. */
      readonly at?: CellPlace;
      /** Of what is new, to go on with. */
      readonly id?: string;
    }
  | { readonly ok: false; readonly words: string };

export const refused = (words: string): Outcome => ({ ok: false, words });

/** Said where a value names something that is not there: it was made for another document. */
export const NOT_THERE = refused('It is not there any more.');

/** With other values in some of its fields. */
export function patched<T extends object>(of: T, patch: Patch<T>): T {
  const entries = Object.entries({ ...of, ...patch }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as T;
}

/** "stage", "stage-2", "stage-3" …: the first that nobody has. */
export function freshId(base: string, taken: readonly string[]): string {
  const short = base.slice(0, 36);
  if (!taken.includes(short)) return short;
  const numbers = Array.from({ length: taken.length + 1 }, (_unused, at) => `${short}-${at + 2}`);
  return numbers.find((id) => !taken.includes(id)) ?? short;
}

const LONGEST_LABEL = 64;

/** "Lung, copy". */
export function copyLabel(label: string): string {
  return `${label.slice(0, LONGEST_LABEL - 6)}, copy`;
}

export function moved<T>(items: readonly T[], at: number, by: 1 | -1): T[] | null {
  const to = at + by;
  const item = items[at];
  if (item === undefined || to < 0 || to >= items.length) return null;
  return items.toSpliced(at, 1).toSpliced(to, 0, item);
}
