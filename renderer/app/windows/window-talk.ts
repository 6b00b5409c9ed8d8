import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import { asAppError } from '../../../shared/errors/app-error.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import type { DeskMessage, SaidByWindow } from '../../../shared/model/desk-message.ts';
import type { GlassPlace, OpenWindow, WindowPlace } from '../../../shared/model/desk-window.ts';
import type { StationLink } from '../station-link.ts';

/** What says how things stand: only the newest of its kind is worth sending. */
const STATES: ReadonlySet<DeskMessage['kind']> = new Set([
  ...(['stands', 'focus', 'shared', 'desk', 'stepped', 'pointed', 'ways'] as const),
]);
/** More than this waits only where the shell does not answer. */
const MOST_WAITING = 200;

interface OpenWindows {
  readonly glasses: readonly GlassPlace[];
  /** All, from left to right, as the shell put them. */
  readonly windows: readonly OpenWindow[];
}

interface Waiting {
  readonly to: WindowPlace | null;
  readonly message: DeskMessage;
}

/** How one window speaks with the others of its desk. One message is on its way at a time, so that a slow shell is never flooded. */
export class WindowTalk {
  readonly place: WindowPlace;
  /** Windows with pictures that are open. */
  readonly open: StoreApi<OpenWindows> = createStore<OpenWindows>()(() => ({ glasses: [], windows: [] }));
  readonly #link: StationLink;
  readonly #heard = new Emitter<SaidByWindow>();
  /** The page of a window with pictures ended; it may be loaded anew, and says then that it is there. */
  readonly lost = new Emitter<WindowPlace>();
  #waiting = new Map<string, Waiting>();
  #number = 0;
  #sending = false;

  constructor(link: StationLink, place: WindowPlace) {
    this.#link = link;
    this.place = place;
  }

  start(): Disposer {
    const bag = new DisposerBag();
    bag.add(this.#link.on('windows.said', (said) => this.#heard.emit(said)));
    bag.add(
      this.#link.on('windows.changed', ({ open: glasses }) => {
        this.open.setState({ glasses });
        void this.look();
      }),
    );
    bag.add(
      this.#link.on('app.fault', ({ place }) => {
        if (place !== null) this.lost.emit(place);
      }),
    );
    return () => bag.dispose();
  }

  /** Asks which windows are open; the shell says every change by itself. */
  async look(): Promise<void> {
    try {
      const { open: glasses, windows } = await this.#link.call('windows.monitors', {});
      this.open.setState({ glasses, windows });
    } catch (error) {
      // Then nobody is told anything: every window shows its own.
      console.warn('windows not known', asAppError(error).code);
    }
  }

  on(listener: (said: SaidByWindow) => void): Disposer {
    return this.#heard.on(listener);
  }

  /** A window stands upright. */
  isPortrait(place: WindowPlace): boolean {
    return this.open.getState().windows.some((window) => window.place === place && window.portrait);
  }

  /** @param to one window; null: all others */
  say(message: DeskMessage, to: WindowPlace | null = null): void {
    // Nothing of a case that is closed may come after it.
    if (message.kind === 'closed') this.#waiting.clear();
    const key = keyOf(message, to) ?? `${(this.#number += 1)}`;
    this.#waiting.set(key, { to, message: joined(this.#waiting.get(key)?.message, message) });
    if (this.#waiting.size > MOST_WAITING) this.#waiting.clear();
    if (!this.#sending) void this.#send();
  }

  async #send(): Promise<void> {
    this.#sending = true;
    try {
      for (;;) {
        const [first] = this.#waiting;
        if (!first) return;
        const [key, { to, message }] = first;
        this.#waiting.delete(key);
        await this.#link.call('windows.say', { to, message });
      }
    } catch (error) {
      // The store was locked meanwhile: every window sees that for itself.
      this.#waiting.clear();
      console.warn('the other windows were not told', asAppError(error).code);
    } finally {
      this.#sending = false;
    }
  }
}

/** Messages of one key take the place of each other while they wait; null: each is sent. */
function keyOf(message: DeskMessage, to: WindowPlace | null): string | null {
  if (message.kind === 'viewed') return `viewed ${message.change.viewportId} ${to ?? ''}`;
  return message.kind === 'lead' || STATES.has(message.kind) ? `${message.kind} ${to ?? ''}` : null;
}

/** Where each viewport is led last counts; a view was changed from what it was before the first of its changes. */
function joined(before: DeskMessage | undefined, now: DeskMessage): DeskMessage {
  if (!before || !('caseId' in before) || !('caseId' in now) || before.caseId !== now.caseId) return now;
  if (before.kind === 'lead' && now.kind === 'lead') {
    const led = new Map([...before.viewports, ...now.viewports].map((one) => [one.viewportId, one]));
    return { ...now, viewports: [...led.values()] };
  }
  if (before.kind !== 'viewed' || now.kind !== 'viewed') return now;
  const { before: from, zoom, voi } = before.change;
  return { ...now, change: { ...now.change, before: from, zoom, voi } };
}
