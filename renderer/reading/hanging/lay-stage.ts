import type { Slab } from '../../../shared/volume/render-plane.ts';
import { withOwnGroups } from '../navigation/desk-links.ts';
import type { DeskLinks } from '../navigation/desk-links.ts';
import type { ReformatDesk } from '../reformat-desk.ts';
import type { ViewportHandle } from '../../viewer/index.ts';
import type { HungDesk } from '../hang-desk.ts';
import { findSeries } from '../stores.ts';
import type { DeskRuntime } from '../stores.ts';

export interface LaidDesk extends ReformatDesk {
  readonly mpr: ReformatDesk['mpr'] & { setSlab(slab: Slab | null): void };
  handle(viewportId: string): Pick<ViewportHandle, 'stack'> | null;
  setLinked(linked: boolean): void;
}

/** Puts hangings onto the desk, and starts what they play. */
export class StageLayer {
  readonly #desk: LaidDesk;
  readonly #load: (viewportId: string) => void;
  #plays: string | null = null;
  #viewsBefore: DeskRuntime['linkedViews'] | null = null;
  /** What was laid last said which viewports go together. */
  #grouped = false;

  /** @param load puts into a viewport what the composition says */
  constructor(desk: LaidDesk, load: (viewportId: string) => void) {
    this.#desk = desk;
    this.#load = load;
  }

  lay({ layout, composition, links, planes, plays }: HungDesk): void {
    const { mpr, stores } = this.#desk;
    this.#desk.setCine(false);
    mpr.leave();
    stores.layout.setState(layout);
    stores.composition.setState({ reports: {}, ...composition });
    this.#link(links ?? {});
    for (const viewportId of layout.cells) this.#load(viewportId);
    if (planes) layOutPlanes(this.#desk, planes.slab);
    this.#plays = plays.includes(layout.active) ? layout.active : null;
    this.#start();
  }

  /** A viewport came onto the screen, and gets its pictures next. */
  came(): void {
    queueMicrotask(() => this.#start());
  }

  /** The case is closed. */
  clear(): void {
    if (this.#viewsBefore) this.#desk.stores.runtime.setState({ linkedViews: this.#viewsBefore });
    this.#viewsBefore = null;
    this.#grouped = false;
    this.#plays = null;
  }

  /** What a case shares is of the case; what the reader likes to share comes back after it. */
  #link({ linked, linkedViews, linkGroups }: DeskLinks): void {
    const { runtime } = this.#desk.stores;
    const now = runtime.getState();
    if (linkedViews) {
      this.#viewsBefore ??= now.linkedViews;
      runtime.setState({ linkedViews });
    }
    if (linkGroups) {
      runtime.setState({ linkGroups: withOwnGroups(now.linkGroups, linkGroups), ties: now.ties + 1 });
    }
    // Groups of the hanging before are by viewports that show something else now.
    else if (this.#grouped) runtime.setState({ linkGroups: withOwnGroups(now.linkGroups, {}), ties: now.ties + 1 });
    this.#grouped = linkGroups !== undefined;
    if (linked !== undefined && linked !== now.linked) this.#desk.setLinked(linked);
  }

  /** A cine that the hanging starts, as soon as it is on the screen. */
  #start(): void {
    const { active } = this.#desk.stores.layout.getState();
    if (this.#plays !== active || (this.#desk.handle(active)?.stack.length ?? 0) < 2) return;
    this.#plays = null;
    this.#desk.setCine(true);
  }
}

/** The first viewport as three planes; it stays as it is, with the reason said, where the geometry does not allow it. */
function layOutPlanes(desk: LaidDesk, slab: Slab | null): void {
  const { layout, composition, open } = desk.stores;
  const cell = composition.getState().cells[layout.getState().active];
  const series = cell ? findSeries(open.getState(), cell.studyId, cell.seriesUid) : null;
  if (!cell || !series) return;
  if (desk.mpr.enter(cell, desk.stacks.of(series).holding(cell.start), cell.start, cell.view) && slab) {
    desk.mpr.setSlab(slab);
  }
}
