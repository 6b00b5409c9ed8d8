import type { StageCell } from '../../hanging/index.ts';
import type { Slab } from '../../../shared/volume/render-plane.ts';
import { LINKED_VIEWS } from '../navigation/link-kinds.ts';
import type { LinkedView, LinkGroup, LinkGroups } from '../navigation/link-kinds.ts';
import type { ReformatDesk } from '../reformat-desk.ts';
import type { ViewportHandle } from '../../viewer/index.ts';
import type { HungDesk } from '../hang-desk.ts';
import { findSeries } from '../stores.ts';
import type { DeskRuntime } from '../stores.ts';

type Sync = Readonly<Record<string, StageCell['sync']>>;
type Links = Partial<Pick<DeskRuntime, 'linked' | 'linkedViews' | 'linkGroups'>>;

/** The letters of the groups that the desk has. */
const GROUPS: readonly LinkGroup[] = ['A', 'B'];

/** What the viewports of a stage share. Scrolling is on where the stage asks for it; what it does not speak of stays as the reader has it. */
function linksOf(sync: Sync): Links {
  const asked = Object.values(sync).flatMap((groups) => groups ?? []);
  const views = LINKED_VIEWS.filter((view): view is LinkedView => asked.some(({ of }) => of.includes(view)));
  const scrolls = asked.some(({ of }) => of.includes('scroll'));
  if (views.length === 0) return scrolls ? { linked: true } : {};
  const names = [...new Set(asked.map(({ group }) => group))];
  const linkGroups: LinkGroups = Object.fromEntries(
    Object.entries(sync).map(([id, groups]) => {
      const at = names.indexOf(groups?.[0]?.group ?? '');
      return [id, GROUPS[at] ?? 'alone'];
    }),
  );
  return { linkedViews: views, linkGroups, ...(scrolls ? { linked: true } : {}) };
}

export interface LaidDesk extends ReformatDesk {
  readonly mpr: ReformatDesk['mpr'] & { setSlab(slab: Slab | null): void };
  handle(viewportId: string): Pick<ViewportHandle, 'stack'> | null;
}

/** Puts hangings onto the desk, and starts what they play. */
export class StageLayer {
  readonly #desk: LaidDesk;
  readonly #load: (viewportId: string) => void;
  #plays: string | null = null;
  #viewsBefore: DeskRuntime['linkedViews'] | null = null;

  /** @param load puts into a viewport what the composition says */
  constructor(desk: LaidDesk, load: (viewportId: string) => void) {
    this.#desk = desk;
    this.#load = load;
  }

  lay({ layout, composition, sync, planes, plays }: HungDesk): void {
    const { mpr, stores } = this.#desk;
    this.#desk.setCine(false);
    mpr.leave();
    stores.layout.setState(layout);
    stores.composition.setState(composition);
    const links = sync ? linksOf(sync) : {};
    // What a hanging shares is of its case; what the reader likes to share comes back after it.
    if (links.linkedViews) this.#viewsBefore ??= stores.runtime.getState().linkedViews;
    stores.runtime.setState(links);
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
    this.#plays = null;
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
