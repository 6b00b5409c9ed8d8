import { WindowPlace } from '../../../shared/model/desk-window.ts';
import type { MonitorUses, ScreenRect } from '../../../shared/model/desk-window.ts';

/** A monitor, as far as windows stand on it. */
export interface Monitor {
  readonly key: string;
  /** Without the system's own bars. */
  readonly workArea: ScreenRect;
  readonly primary: boolean;
}

export interface PlacedWindow {
  /** Of the monitor. */
  readonly key: string;
  readonly bounds: ScreenRect;
  /** It stands on another monitor than the one that is for it, which is not there. */
  readonly guest: boolean;
}

export interface PlacementRequest {
  readonly monitors: readonly Monitor[];
  readonly uses: MonitorUses;
  /** Windows that are open. */
  readonly open: readonly WindowPlace[];
  /** Where the reader put windows on these monitors. */
  readonly kept?: Partial<Record<WindowPlace, ScreenRect>>;
}

/** Names the set of monitors that are there, in whatever order the system lists them. */
export function arrangementOf(monitors: readonly Pick<Monitor, 'key'>[]): string {
  return JSON.stringify(monitors.map(({ key }) => key).toSorted());
}

/**
 * What the monitors that are there are for: every one has a use, exactly one has the desk, and no place is there twice.
 * @param wanted what was said of them; the first one said of a place has it
 */
export function soundUses(monitors: readonly Monitor[], wanted: MonitorUses): MonitorUses {
  const taken = new Set<string>();
  const uses: Record<string, MonitorUses[string]> = {};
  for (const { key } of monitors) {
    const use = wanted[key] ?? 'none';
    uses[key] = taken.has(use) ? 'none' : use;
    if (use !== 'none') taken.add(use);
  }
  if (!taken.has('desk')) {
    const free = monitors.filter(({ key }) => uses[key] === 'none');
    // The main monitor of the system, unless it is for pictures and another one is for nothing.
    const desk =
      free.find(({ primary }) => primary) ?? free[0] ?? monitors.find(({ primary }) => primary) ?? monitors[0];
    if (desk) uses[desk.key] = 'desk';
  }
  return uses;
}

/** Gives a monitor a use; whichever had it before is for what this one was for. */
export function withUse(uses: MonitorUses, key: string, use: MonitorUses[string]): MonitorUses {
  const before = uses[key] ?? 'none';
  const holder = use === 'none' ? undefined : Object.keys(uses).find((other) => other !== key && uses[other] === use);
  // The desk is somewhere: it goes to another monitor, and never away.
  if (before === 'desk' && use !== 'desk' && holder === undefined) return uses;
  return { ...uses, [key]: use, ...(holder === undefined ? {} : { [holder]: before }) };
}

/** The windows that the monitors are for. */
export function wantedPlaces(uses: MonitorUses): readonly WindowPlace[] {
  const all = new Set(Object.values(uses));
  return WindowPlace.options.filter((place) => place === 'desk' || all.has(place));
}

/**
 * Where each open window stands. Alone on its monitor it has all of it, or what the reader left it at; a window whose monitor is not
 * there shares another one side by side, so that none covers another.
 */
export function placeWindows(request: PlacementRequest): ReadonlyMap<WindowPlace, PlacedWindow> {
  const { monitors, uses, open, kept = {} } = request;
  const homes = new Map<Monitor, { readonly place: WindowPlace; readonly guest: boolean }[]>();
  for (const place of WindowPlace.options.filter((one) => open.includes(one))) {
    const home = monitors.find(({ key }) => uses[key] === place);
    const monitor = home ?? standIn(monitors, uses, new Set(homes.keys()));
    if (!monitor) continue;
    homes.set(monitor, [...(homes.get(monitor) ?? []), { place, guest: home === undefined }]);
  }
  const placed = new Map<WindowPlace, PlacedWindow>();
  for (const [{ key, workArea }, windows] of homes) {
    windows.forEach(({ place, guest }, at) => {
      const left = windows.length === 1 && !guest ? kept[place] : undefined;
      // Monitors may have changed sides since: what the reader left elsewhere says nothing of this one.
      const bounds = left && isOn(left, workArea) ? within(left, workArea) : share(workArea, at, windows.length);
      placed.set(place, { key, bounds, guest });
    });
  }
  return placed;
}

/** For a window whose monitor is not there: one that nothing stands on, else one for pictures, else the desk's. */
function standIn(monitors: readonly Monitor[], uses: MonitorUses, occupied: ReadonlySet<Monitor>): Monitor | undefined {
  return (
    monitors.find((one) => (uses[one.key] ?? 'none') === 'none' && !occupied.has(one)) ??
    monitors.find(({ key }) => uses[key] === 'left' || uses[key] === 'right') ??
    monitors.find(({ key }) => uses[key] === 'desk') ??
    monitors[0]
  );
}

/** Parts of an area along its longer side, with nothing between them. */
function share({ x, y, width, height }: ScreenRect, at: number, count: number): ScreenRect {
  const isTall = height > width;
  const long = isTall ? height : width;
  const from = Math.floor((long * at) / count);
  const size = Math.max(1, Math.floor((long * (at + 1)) / count) - from);
  return isTall ? { x, y: y + from, width, height: size } : { x: x + from, y, width: size, height };
}

/** The middle of a window is on a monitor. */
function isOn({ x, y, width, height }: ScreenRect, area: ScreenRect): boolean {
  const [across, down] = [x + width / 2, y + height / 2];
  return across >= area.x && across < area.x + area.width && down >= area.y && down < area.y + area.height;
}

/** No window is larger than the work area of its monitor, or reaches beyond it. */
export function within(bounds: ScreenRect, area: ScreenRect): ScreenRect {
  const width = Math.min(bounds.width, area.width);
  const height = Math.min(bounds.height, area.height);
  const into = (at: number, size: number, from: number, room: number): number =>
    Math.max(from, Math.min(at, from + room - size));
  return {
    x: into(bounds.x, width, area.x, area.width),
    y: into(bounds.y, height, area.y, area.height),
    width,
    height,
  };
}
