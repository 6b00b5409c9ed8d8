import { assertNever } from '../../../shared/lib/assert-never.ts';
import type { Point2 } from '../../../shared/model/measurement.ts';
import { partPlaces } from '../../../shared/rules/part-places.ts';
import type { ViewState } from '../../viewer/index.ts';
import type { DeskSession } from '../desk-session.ts';

/** Every picture on the desk part by part, one pixel of it on one of the screen, as mammograms are gone through. */
export type PartAction = { readonly do: 'next-part' | 'part-before' | 'end-parts' };

const ACTS: readonly string[] = ['next-part', 'part-before', 'end-parts'] satisfies PartAction['do'][];

export function isPartAction<T extends { readonly do: string }>(action: T): action is Extract<T, PartAction> {
  return ACTS.includes(action.do);
}

/** What is asked of a viewport. */
export interface PartViewport {
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
  activate(viewportId: string): void;
  say(title: string, text: string): void;
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
      activate: (viewportId) => layout.setState({ active: viewportId }),
      say: (title, text) => desk.say(title, text),
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
      return end(partsOn(desk));
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
  if (here && here.handle !== next?.handle) asHung(here.handle);
  if (!next) {
    end(parts);
    const pictures = new Set(parts.map(({ handle }) => handle)).size;
    if (by > 0)
      desk.say(
        'All parts were shown',
        `${parts.length} parts of ${pictures} pictures, one pixel on one of the screen.`,
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

function end(parts: readonly Part[]): void {
  for (const handle of new Set(parts.map((part) => part.handle))) asHung(handle);
}

/** The whole picture, at the edge and the scale that it hung with. */
function asHung(handle: PartViewport): void {
  handle.setView({ scale: null, center: null });
}
