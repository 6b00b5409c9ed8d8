import { assertNever } from '../../../shared/lib/assert-never.ts';
import type { Point2 } from '../../../shared/model/measurement.ts';
import { partPlaces } from '../../../shared/rules/part-places.ts';
import type { ViewState } from '../../viewer/index.ts';
import type { DeskSession } from '../desk-session.ts';
import type { BeforeParts, PlacedViewport } from './before-parts.ts';
import type { Say } from '../said-tone.ts';

/** Every picture on the desk part by part, one pixel of it on one of the screen, as mammograms are gone through. */
export type PartAction = { readonly do: 'next-part' | 'part-before' | 'end-parts' };

const ACTS: readonly string[] = ['next-part', 'part-before', 'end-parts'] satisfies PartAction['do'][];

export function isPartAction<T extends { readonly do: string }>(action: T): action is Extract<T, PartAction> {
  return ACTS.includes(action.do);
}

/** What is asked of a viewport. */
export interface PartViewport extends PlacedViewport {
  readonly id: string;
  readonly element: { readonly clientWidth: number; readonly clientHeight: number };
  readonly view: Pick<ViewState, 'scale' | 'center' | 'rotation'>;
  readonly truth: {
    readonly image: { readonly pixels: { readonly columns: number; readonly rows: number } | null } | null;
  };
  setView(change: Pick<ViewState, 'scale' | 'center'>): void;
}

/** The viewports in their order, and which of them has the keys. */
export interface PartDesk {
  readonly active: string;
  readonly viewports: readonly PartViewport[];
  readonly before: BeforeParts;
  activate(viewportId: string): void;
  readonly say: Say;
}

/** One part of one picture. */
interface Part {
  readonly handle: PartViewport;
  readonly center: Point2;
}

/** Device pixels for a pixel of the picture. */
const ONE_TO_ONE = 1;
/** Pixels by which a view may stand beside a part and still be it. */
const NEAR = 1;

export function runPartAction(desk: DeskSession, action: PartAction): void {
  const { layout } = desk.stores;
  const { active, cells } = layout.getState();
  goThroughParts(
    {
      active,
      viewports: cells.flatMap((id) => desk.handle(id) ?? []),
      before: desk.nav.beforeParts,
      activate: (viewportId) => layout.setState({ active: viewportId }),
      say: (...said) => desk.say(...said),
    },
    action,
  );
}

export function goThroughParts(desk: PartDesk, action: PartAction): void {
  switch (action.do) {
    case 'next-part':
      return step(desk, 1);
    case 'part-before':
      return step(desk, -1);
    case 'end-parts':
      return end(desk);
    default:
      return assertNever(action.do);
  }
}

function step(desk: PartDesk, by: 1 | -1): void {
  const parts = partsOn(desk);
  if (parts.length === 0) return desk.say('No pictures to go through', 'No viewport shows stored slices or views.');
  const { active } = desk;
  const now = parts.findIndex(({ handle, center }) => handle.id === active && standsAt(handle, center));
  const own = parts.findIndex(({ handle }) => handle.id === active);
  const next = parts[now < 0 ? Math.max(0, own) : now + by];
  const here = parts[now];
  if (now < 0) {
    const isPart = (one: PlacedViewport): boolean =>
      parts.some(({ handle, center }) => handle === one && standsAt(handle, center));
    desk.before.begin(desk.viewports, isPart);
  }
  if (here && here.handle !== next?.handle) asBefore(desk, here.handle);
  if (!next) {
    end(desk);
    const pictures = new Set(parts.map(({ handle }) => handle)).size;
    if (by > 0)
      desk.say(
        'All parts were shown',
        `${parts.length} parts of ${pictures} ${pictures === 1 ? 'picture' : 'pictures'}, one pixel on one of the screen.`,
        'ok',
      );
    return;
  }
  desk.activate(next.handle.id);
  next.handle.setView({ scale: ONE_TO_ONE, center: next.center });
}

/** Pictures in the order of their viewports. */
function partsOn({ viewports }: PartDesk): readonly Part[] {
  return viewports.flatMap((handle) => {
    const pixels = handle.truth.image?.pixels;
    if (!pixels) return [];
    return partPlaces(pixels, roomOf(handle)).map((center) => ({ handle, center }));
  });
}

/** In pixels of the picture, at one to one. */
function roomOf({ element, view }: PartViewport): { readonly width: number; readonly height: number } {
  const ratio = globalThis.devicePixelRatio || 1;
  const [width, height] = [element.clientWidth * ratio, element.clientHeight * ratio];
  return view.rotation % 180 === 0 ? { width, height } : { width: height, height: width };
}

function standsAt({ view }: PartViewport, [x, y]: Point2): boolean {
  const { scale, center } = view;
  return scale === ONE_TO_ONE && center !== null && Math.hypot(center[0] - x, center[1] - y) <= NEAR;
}

/** What the reader zoomed meanwhile stays. */
function end(desk: PartDesk): void {
  for (const { handle, center } of partsOn(desk)) if (standsAt(handle, center)) asBefore(desk, handle);
  desk.before.end();
}

/** As the reader had it; as it hung, where nobody had zoomed it. */
function asBefore({ before }: PartDesk, handle: PartViewport): void {
  handle.setView(before.of(handle));
}
