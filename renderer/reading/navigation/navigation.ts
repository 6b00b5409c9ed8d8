import type { StoreApi } from 'zustand/vanilla';
import { Emitter } from '../../../shared/lib/emitter.ts';
import type { SaidChange } from '../../../shared/model/desk-message.ts';
import type { ImageSource, SeriesRegistration, ViewChange, ViewerEngine, ViewportHandle } from '../../viewer/index.ts';
import type { LinkedScroll, RegisteredBetween } from '../linked-scroll.ts';
import { BeforeParts } from '../parts/before-parts.ts';
import { isReformatCell } from '../stores.ts';
import type { DeskRuntime } from '../stores.ts';
import { ComputedRegistrations } from './computed-registration.ts';
import { CursorHand } from './cursor-hand.ts';
import { PatientCursor } from './patient-cursor.ts';
import { heardChange, saidChange } from './said-view.ts';
import type { NavTold } from './said-view.ts';
import { ViewLink } from './view-link.ts';

export interface NavigationParts {
  readonly source: Pick<ImageSource, 'image'>;
  readonly runtime: StoreApi<DeskRuntime>;
  readonly handles: () => readonly ViewportHandle[];
  readonly link: LinkedScroll;
  readonly registered: RegisteredBetween;
  /** What a press does that is not the tool of the left button. */
  readonly tools: Pick<ViewerEngine['tools'], 'actOf'>;
}

/** What ties viewports to each other beside their scrolling. All of it that is of a case goes with it (fault F50). */
export class Navigation {
  readonly cursor: PatientCursor;
  readonly beforeParts = new BeforeParts();
  readonly #parts: NavigationParts;
  readonly #views: ViewLink;
  /** For the viewports of other windows. */
  readonly told = new Emitter<NavTold>();
  readonly computed: ComputedRegistrations;
  #registration: SeriesRegistration | null = null;
  readonly #hands = new Map<string, () => void>();

  constructor(parts: NavigationParts) {
    this.#parts = parts;
    const { link, runtime, handles } = parts;
    this.cursor = new PatientCursor(parts, (at) => this.told.emit({ kind: 'pointed', at }));
    // Ties are other ones now, and the place of the cross with them.
    this.computed = new ComputedRegistrations(() => {
      runtime.setState(({ ties }) => ({ ties: ties + 1 }));
      this.cursor.show();
    });
    this.#views = new ViewLink({
      ...{ runtime, handles },
      way: (from, to) => link.way(from, to),
      scrollsAlong: (from, to) => link.scrollsAlong(from, to),
    });
  }

  #cursorHand(handle: ViewportHandle): CursorHand {
    const isMeant = (event: MouseEvent): boolean => this.#parts.tools.actOf(event) === 'cursor';
    return new CursorHand(handle, isMeant, (pixel) => this.cursor.point(handle, pixel));
  }

  /** A viewport came onto the screen. */
  came(handle: ViewportHandle): void {
    this.#hands.get(handle.id)?.();
    const hand = isReformatCell(handle.id) ? null : this.#cursorHand(handle);
    const stops = [
      handle.onView((change: ViewChange) => this.#viewed(handle, change)),
      handle.onScroll((target) => {
        if (this.#views.scrolled(handle, target)) this.told.emit({ kind: 'stepped', viewportId: handle.id, target });
      }),
      () => hand?.dispose(),
    ];
    this.#hands.set(handle.id, () => stops.forEach((stop) => stop()));
    if (this.cursor.on) this.cursor.show();
  }

  /** The reader changed how a viewport of another window shows its picture. */
  viewedElsewhere(name: string, said: SaidChange): void {
    const heard = heardChange(name, said, (objectId) => this.#parts.source.image(objectId));
    if (heard) this.#views.viewed(heard.leader, heard.change);
  }

  /** A cine steps on in another window. */
  steppedElsewhere(name: string, target: number): void {
    this.#views.stepped({ id: name }, target);
  }

  get registering(): boolean {
    return this.#registration !== null;
  }

  register(registration: SeriesRegistration): void {
    this.stopRegistering();
    this.#registration = registration;
    this.registered(0);
  }

  /** Of the work, 0 to 1. */
  registered(done: number): void {
    if (this.#registration) this.#parts.runtime.setState({ registering: done });
  }

  stopRegistering(): void {
    this.#registration?.dispose();
    this.#registration = null;
    this.#parts.runtime.setState({ registering: null });
  }

  /** A viewport goes. */
  left(viewportId: string): void {
    this.#hands.get(viewportId)?.();
    this.#hands.delete(viewportId);
  }

  /** The case is closed: its place, its pair and its groups go; what the reader likes to share stays. */
  clear(): void {
    this.stopRegistering();
    this.computed.clear();
    this.cursor.clear();
    this.beforeParts.end();
    this.#parts.runtime.setState({ flicker: null, linkGroups: {} });
  }

  #viewed(handle: ViewportHandle, change: ViewChange): void {
    // What it was changed from: the others may fit their windows with these values.
    const said = saidChange(handle, change);
    if (this.#views.viewed(handle, change) && said) this.told.emit({ kind: 'viewed', change: said });
  }

  dispose(): void {
    this.stopRegistering();
    for (const stop of this.#hands.values()) stop();
    this.#hands.clear();
  }
}
