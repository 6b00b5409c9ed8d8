import type { DeskMessage, StandingViewport } from '../../../shared/model/desk-message.ts';
import type { WindowPlace } from '../../../shared/model/desk-window.ts';
import { inOrder } from '../../hanging/index.ts';
import type { SeriesStack } from '../../hanging/index.ts';
import type { FrameRef } from '../../viewer/index.ts';
import type { DeskSession } from '../desk-session.ts';
import type { LinkGroups } from '../navigation/link-kinds.ts';
import { isElsewhere, nameElsewhere } from '../navigation/link-kinds.ts';
import { findSeries } from '../stores.ts';

type Session = Pick<DeskSession, 'stores' | 'stacks' | 'link'>;
type Say = (message: DeskMessage, to: WindowPlace) => void;

interface Remote {
  readonly stack: SeriesStack;
  readonly standing: StandingViewport;
  readonly handle: RemoteHandle;
}

/** Stands for a viewport of another window where viewports are tied to each other. */
class RemoteHandle {
  target: number;
  readonly #lead: (index: number, beyond: boolean) => void;

  constructor(target: number, lead: (index: number, beyond: boolean) => void) {
    this.target = target;
    this.#lead = lead;
  }

  scrollTo(index: number, beyond = false): void {
    if (index === this.target && !beyond) return;
    this.target = index;
    this.#lead(index, beyond);
  }
}

/** The viewports of the other windows: they scroll along by place as those of this one do. */
export class RemoteViewports {
  readonly #session: Session;
  readonly #say: Say;
  readonly #caseId: () => string | null;
  readonly #known = new Map<WindowPlace, Map<string, Remote>>();

  constructor(session: Session, say: Say, caseId: () => string | null) {
    this.#session = session;
    this.#say = say;
    this.#caseId = caseId;
  }

  /** How the viewports of one window stand now. */
  take(place: WindowPlace, viewports: readonly StandingViewport[]): void {
    const before = this.#known.get(place) ?? new Map<string, Remote>();
    const now = new Map<string, Remote>();
    for (const standing of viewports) {
      const made = this.#made(place, standing, before.get(standing.viewportId));
      if (made) now.set(standing.viewportId, made);
    }
    for (const viewportId of before.keys())
      if (!now.has(viewportId)) this.#session.link.set(nameElsewhere(place, viewportId), null);
    this.#known.set(place, now);
    this.#group();
  }

  /** What stands in the other windows. */
  get standing(): readonly StandingViewport[] {
    return [...this.#known.values()].flatMap((viewports) => [...viewports.values()].map(({ standing }) => standing));
  }

  /** The picture on the glass of a viewport of another window. */
  shown(place: WindowPlace, viewportId: string): FrameRef | null {
    return this.#known.get(place)?.get(viewportId)?.standing.shown ?? null;
  }

  /** Forgets the viewports of all windows but these. */
  keep(places: readonly WindowPlace[]): void {
    for (const [place, viewports] of this.#known) {
      if (places.includes(place)) continue;
      for (const viewportId of viewports.keys()) this.#session.link.set(nameElsewhere(place, viewportId), null);
      this.#known.delete(place);
    }
    this.#group();
  }

  /** The groups of this window's viewports stay; those of the others are as they say. */
  #group(): void {
    const { runtime } = this.#session.stores;
    const { linkGroups } = runtime.getState();
    const own = Object.entries(linkGroups).filter(([name]) => !isElsewhere(name));
    const theirs = [...this.#known].flatMap(([place, viewports]) =>
      [...viewports.values()].map(
        ({ standing }) => [nameElsewhere(place, standing.viewportId), standing.group] as const,
      ),
    );
    const now: LinkGroups = Object.fromEntries([...own, ...theirs]);
    if (JSON.stringify(now) === JSON.stringify(linkGroups)) return;
    runtime.setState(({ ties }) => ({ linkGroups: now, ties: ties + 1 }));
  }

  #made(place: WindowPlace, standing: StandingViewport, before: Remote | undefined): Remote | null {
    const { stores, stacks, link } = this.#session;
    const { viewportId, studyId, seriesUid, role, wanted, order } = standing;
    const series = findSeries(stores.open.getState(), studyId, seriesUid);
    const stack = series && inOrder(stacks.of(series).holding(wanted), order);
    const target = stack?.placeOf(wanted) ?? null;
    if (!stack || target === null) return null;
    if (before?.stack === stack) {
      before.handle.target = target;
      return { ...before, standing };
    }
    const handle = new RemoteHandle(target, (index, beyond) => {
      const caseId = this.#caseId();
      if (caseId !== null) this.#say({ kind: 'lead', caseId, viewports: [{ viewportId, index, beyond }] }, place);
    });
    link.set(nameElsewhere(place, viewportId), { handle, stack: stack.link, studyId, role });
    return { stack, standing, handle };
  }
}
