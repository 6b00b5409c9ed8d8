import type { WindowPlace } from '../../shared/model/desk-window.ts';
import type { DeskState } from '../../shared/model/measurement.ts';
import type { StudyForReading } from '../../shared/model/study.ts';
import { hangCase, regularGrid, tracksOf, linesOf } from '../hanging/index.ts';
import type { OpenStudies, Rect, SeriesStacks, StageOnDesk } from '../hanging/index.ts';
import { INITIAL_VIEW } from '../viewer/index.ts';
import { fromDeskState } from './desk-state.ts';
import { linksOfKept, linksOfStage } from './navigation/desk-links.ts';
import type { DeskLinks } from './navigation/desk-links.ts';
import { cellIds } from './stores.ts';
import type { Composed, Composition, DeskLayout } from './stores.ts';

export interface HungDesk {
  readonly layout: Pick<DeskLayout, 'rows' | 'columns' | 'cells' | 'places' | 'active' | 'full'>;
  readonly composition: Composition;
  /** What goes together; null: as the reader has it. */
  readonly links: DeskLinks | null;
  readonly planes: StageOnDesk['planes'];
  /** Viewports that play from the beginning. */
  readonly plays: readonly string[];
  /** What of it stands in the other windows, where the hanging says so. */
  readonly elsewhere?: ReadonlyMap<WindowPlace, HungDesk>;
}

const NOTHING_MORE = { links: null, planes: null, plays: [] } as const;

/** The desk as the journal keeps it; null where nothing of it is there any more, or nobody had the case open before. */
export function leftDesk(left: DeskState | null, { current, priors }: OpenStudies): HungDesk | null {
  const restored = left ? fromDeskState(left, current, priors) : null;
  if (!restored) return null;
  const { rows, columns, ids, places, active, cells, reports } = restored;
  return {
    layout: { rows, columns, cells: ids, places, active, full: false },
    composition: { hangingName: 'As it was left', cells, reasons: {}, reports },
    ...NOTHING_MORE,
    links: left?.links ? linksOfKept(left.links) : null,
  };
}

/** The built-in hanging by modality, beside the most relevant prior. */
export function builtInDesk(current: StudyForReading, prior: StudyForReading | null, stacks: SeriesStacks): HungDesk {
  const { name, rows, columns, viewports } = hangCase(current, prior, screenOf(window), stacks);
  const ids = cellIds(rows, columns);
  const cells = ids.map((id, place): [string, Composed | null] => {
    const one = viewports[place];
    return [id, one ? { ...one, view: INITIAL_VIEW } : null];
  });
  return {
    layout: { rows, columns, cells: ids, places: {}, active: ids[0] ?? 'v1-1', full: false },
    composition: { hangingName: name, cells: Object.fromEntries(cells), reasons: {} },
    ...NOTHING_MORE,
  };
}

/** @param name said to the reader */
export function stageDesk({ cells, planes }: StageOnDesk, name: string): HungDesk {
  const { ids, ...layout } = layoutOf(cells.map(({ place }) => place));
  const named = cells.map((cell, at) => ({ ...cell, id: ids[at] ?? '' }));
  // Keys go to pictures: a document beside them is read by the eye and the wheel.
  const first = named.find(({ hung }) => hung?.start) ?? named.find(({ hung }) => hung !== null) ?? named[0];
  const composed = named.map(({ id, hung }): [string, Composed | null] => [id, hung]);
  return {
    layout: { ...layout, cells: ids, active: first?.id ?? 'v1-1', full: false },
    composition: {
      hangingName: name,
      cells: Object.fromEntries(composed),
      reports: Object.fromEntries(named.flatMap(({ id, report }) => (report === null ? [] : [[id, report]]))),
      reasons: Object.fromEntries(named.flatMap(({ id, reason }) => (reason === null ? [] : [[id, reason]]))),
    },
    links: linksOfStage(Object.fromEntries(named.map(({ id, sync }) => [id, sync]))),
    planes,
    plays: named.flatMap(({ id, plays }) => (plays ? [id] : [])),
  };
}

/** Rows and columns where the viewports are equal, else each with its place. @param places row by row */
function layoutOf(
  places: readonly Rect[],
): Pick<DeskLayout, 'rows' | 'columns' | 'places'> & { readonly ids: readonly string[] } {
  const regular = regularGrid(places);
  if (regular) return { ...regular, places: {}, ids: cellIds(regular.rows, regular.columns) };
  const tracks = tracksOf(places);
  const ids = places.map((place) => {
    const { top, left } = linesOf(place, tracks);
    return `v${top}-${left}`;
  });
  return {
    rows: Math.min(4, tracks.rows.length),
    columns: Math.min(4, tracks.columns.length),
    ids,
    places: Object.fromEntries(ids.flatMap((id, at) => (places[at] ? [[id, rectOf(places[at])]] : []))),
  };
}

function rectOf({ x, y, width, height }: Rect): Rect {
  return { x, y, width, height };
}

/** What stands beside and above the pictures until they are measured, CSS pixels: the list of series, the report, bars. */
const BESIDE = 132;
const REPORT = { share: 0.28, least: 360, most: 480 } as const;
const BARS = 110;

/** Width over height of the pictures' room, before it is on the screen. */
export function likelyAspect({ innerWidth, innerHeight }: Window): number {
  const report = Math.max(REPORT.least, Math.min(REPORT.most, innerWidth * REPORT.share));
  return Math.max(200, innerWidth - BESIDE - report) / Math.max(200, innerHeight - BARS);
}

/** How the window stands. */
export function screenOf({ innerWidth, innerHeight }: Window): 'landscape' | 'portrait' {
  return innerHeight > innerWidth ? 'portrait' : 'landscape';
}
