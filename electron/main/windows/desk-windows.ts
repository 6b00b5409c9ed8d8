import { screen } from 'electron';
import type { BrowserWindow, WebContents } from 'electron';
import { Emitter } from '../../../shared/lib/emitter.ts';
import type {
  GlassPlace,
  MonitorUse,
  MonitorUses,
  OpenWindow,
  ScreenRect,
  WindowPlace,
} from '../../../shared/model/desk-window.ts';
import { keepLeast, loadPage, makeWindow } from '../desk-window.ts';
import { monitorsNow } from './monitors.ts';
import { arrangementOf, placeWindows, soundUses, wantedPlaces, withUse } from './placement.ts';
import type { Monitor } from './placement.ts';
import type { WindowMemory } from './window-memory.ts';

/** The system tells of one change of monitors in several words. */
const SETTLE_MS = 250;
/** How long a window with pictures that is closed by hand may take for its last words. */
const PATIENCE_MS = 1000;
/** A window that is dragged or pulled larger says so many times. */
const KEEP_MS = 600;
/** A window manager puts frames around windows: less than this is not where the reader put it. */
const FRAME_PX = 48;

export interface WindowsParts {
  readonly nodeFolder: string;
  readonly memory: WindowMemory;
  /** The desk's window is about to close. */
  readonly deskCloses: (event: Electron.Event) => void;
  /** The program ends: windows go without being asked. */
  readonly isOver: () => boolean;
  readonly opened: (window: BrowserWindow, place: WindowPlace) => void;
}

interface Open {
  readonly window: BrowserWindow;
  /** Where it was put last. */
  target: ScreenRect;
  /** Where it stands, as far as that was looked at: the reader may have put it elsewhere. */
  stands: ScreenRect;
}

/** The windows of the program by what they are for, each on its monitor for as long as that is there. */
export class DeskWindows {
  readonly #parts: WindowsParts;
  readonly #open = new Map<WindowPlace, Open>();
  #monitors: readonly Monitor[] = [];
  #uses: MonitorUses = {};
  #settling: NodeJS.Timeout | null = null;
  readonly #moving = new Map<WindowPlace, NodeJS.Timeout>();
  /** A window with pictures was opened or closed, or windows were put elsewhere. */
  readonly changed = new Emitter<readonly GlassPlace[]>();

  constructor(parts: WindowsParts) {
    this.#parts = parts;
  }

  /** Opens the desk's window, then those that the monitors are for. Follows the monitors from now on. */
  async start(): Promise<BrowserWindow> {
    this.#look();
    const settle = (): void => {
      if (this.#settling !== null) clearTimeout(this.#settling);
      this.#settling = setTimeout(() => {
        this.#settling = null;
        this.#rearrange();
      }, SETTLE_MS);
    };
    screen.on('display-added', settle);
    screen.on('display-removed', settle);
    screen.on('display-metrics-changed', settle);
    const desk = await this.#make('desk');
    this.openWanted();
    return desk;
  }

  get desk(): BrowserWindow | null {
    return this.#open.get('desk')?.window ?? null;
  }

  get glasses(): readonly GlassPlace[] {
    return [...this.#open.keys()].filter((place) => place !== 'desk');
  }

  /** The windows that are open, from left to right, then from the top. */
  get standing(): readonly OpenWindow[] {
    return [...this.#open]
      .toSorted(([, { stands: a }], [, { stands: b }]) => a.x - b.x || a.y - b.y)
      .map(([place, { stands }]) => ({ place, portrait: stands.height > stands.width }));
  }

  /** What each monitor is for, and the monitors from left to right. */
  get arrangement(): { readonly monitors: readonly Monitor[]; readonly uses: MonitorUses } {
    return { monitors: this.#monitors, uses: this.#uses };
  }

  placeOf(contents: WebContents): WindowPlace | null {
    for (const [place, { window }] of this.#open) if (window.webContents === contents) return place;
    return null;
  }

  windowAt(place: WindowPlace): BrowserWindow | null {
    return this.#open.get(place)?.window ?? null;
  }

  use(key: string, use: MonitorUse): void {
    if (this.#uses[key] === undefined) return;
    this.#uses = withUse(this.#uses, key, use);
    this.#parts.memory.keepUses(arrangementOf(this.#monitors), this.#uses);
    const wanted = wantedPlaces(this.#uses);
    for (const place of this.glasses) if (!wanted.includes(place)) this.#open.get(place)?.window.close();
    this.openWanted();
    this.#place(true);
  }

  /** Opens every window that a monitor is for and that is not there. */
  openWanted(): void {
    for (const place of wantedPlaces(this.#uses)) {
      if (this.#open.has(place)) continue;
      this.#make(place).catch((error: unknown) =>
        process.stderr.write(`A window with pictures could not be opened: ${String(error)}\n`),
      );
    }
  }

  async #make(place: WindowPlace): Promise<BrowserWindow> {
    const target = this.#targets([...this.#open.keys(), place]).get(place)?.bounds ?? this.#monitors[0]?.workArea;
    if (!target) throw new Error('no monitor is there');
    const window = makeWindow(this.#parts.nodeFolder, place, target, (event) => this.#closes(place, event));
    this.#open.set(place, { window, target, stands: target });
    window.once('closed', () => {
      this.#open.delete(place);
      if (place !== 'desk') this.changed.emit(this.glasses);
    });
    // 'moved' and 'resized', which come at the end, are unknown to Linux.
    window.on('move', () => this.#moved(place));
    window.on('resize', () => this.#moved(place));
    this.#parts.opened(window, place);
    if (place !== 'desk') this.changed.emit(this.glasses);
    await loadPage(window);
    return window;
  }

  #closes(place: WindowPlace, event: Electron.Event): void {
    if (place === 'desk') return this.#parts.deskCloses(event);
    if (this.#parts.isOver()) return;
    const window = this.windowAt(place);
    if (!window) return;
    event.preventDefault();
    // Kept, for a window that is gone by then is not to be asked for it: that would end in an error that stops the whole program.
    const { webContents } = window;
    webContents.send('nightjar:event', 'windows.closing', {});
    setTimeout(() => this.gone(webContents), PATIENCE_MS);
  }

  /** A window with pictures has written its last words, or had its time. */
  gone(contents: WebContents): void {
    if (contents.isDestroyed()) return;
    const place = this.placeOf(contents);
    if (place !== null && place !== 'desk') this.windowAt(place)?.destroy();
  }

  #look(): void {
    this.#monitors = monitorsNow(screen.getAllDisplays(), screen.getPrimaryDisplay());
    const keys = this.#monitors.map(({ key }) => key);
    this.#uses = soundUses(this.#monitors, this.#parts.memory.usesOf(arrangementOf(this.#monitors), keys));
  }

  /** Monitors came, went or are another size. Windows that are open stay so, wherever they stand. */
  #rearrange(): void {
    this.#look();
    // None at all for a moment, as while a cable is changed: windows stay where the system has them.
    if (this.#monitors.length === 0 || this.#parts.isOver()) return;
    this.openWanted();
    this.#place(false);
  }

  #targets(open: readonly WindowPlace[]): ReturnType<typeof placeWindows> {
    return placeWindows({
      monitors: this.#monitors,
      uses: this.#uses,
      open,
      kept: this.#parts.memory.boundsOf(arrangementOf(this.#monitors)),
    });
  }

  /** @param all also those whose place is the same as before, which the reader may have moved */
  #place(all: boolean): void {
    let moved = false;
    for (const [place, { bounds }] of this.#targets([...this.#open.keys()])) {
      const open = this.#open.get(place);
      if (!open || open.window.isDestroyed()) continue;
      if (!all && sameRect(open.target, bounds)) continue;
      open.target = bounds;
      open.stands = bounds;
      moveWindow(open.window, place, bounds);
      moved = true;
    }
    if (moved) this.changed.emit(this.glasses);
  }

  #moved(place: WindowPlace): void {
    const before = this.#moving.get(place);
    if (before) clearTimeout(before);
    this.#moving.set(
      place,
      setTimeout(() => this.#keep(place), KEEP_MS),
    );
  }

  /** The reader put a window elsewhere: it stands there the next time, too. What the system moves with a monitor is not that. */
  #keep(place: WindowPlace): void {
    const open = this.#open.get(place);
    const now = arrangementOf(monitorsNow(screen.getAllDisplays(), screen.getPrimaryDisplay()));
    if (!open || open.window.isDestroyed() || this.#settling !== null || now !== arrangementOf(this.#monitors)) return;
    const bounds = open.window.getBounds();
    if (open.window.isFullScreen() || open.window.isMinimized()) return;
    const before = JSON.stringify(this.standing);
    open.stands = isNear(bounds, open.target) ? open.target : bounds;
    if (open.stands === bounds) {
      this.#parts.memory.keepBounds(now, this.#uses, place, bounds);
      // Already there: a change of something else about the monitors moves nothing.
      open.target = this.#targets([...this.#open.keys()]).get(place)?.bounds ?? open.target;
    }
    // Made upright, or put on the other side of another one: a case that nobody touched hangs so.
    if (JSON.stringify(this.standing) !== before) this.changed.emit(this.glasses);
  }
}

/** A window that fills its monitor cannot be moved: it fills the other one afterwards. */
function moveWindow(window: BrowserWindow, place: WindowPlace, bounds: ScreenRect): void {
  const filled = window.isFullScreen();
  if (filled) window.setFullScreen(false);
  if (window.isMaximized()) window.unmaximize();
  keepLeast(window, place, bounds);
  window.setBounds(bounds);
  // On a monitor with another scale the system first takes the size for one of the monitor before.
  if (!sameRect(window.getBounds(), bounds)) window.setBounds(bounds);
  if (filled) window.setFullScreen(true);
}

function sameRect(a: ScreenRect, b: ScreenRect): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

function isNear(a: ScreenRect, b: ScreenRect): boolean {
  return (['x', 'y', 'width', 'height'] as const).every((side) => Math.abs(a[side] - b[side]) < FRAME_PX);
}
