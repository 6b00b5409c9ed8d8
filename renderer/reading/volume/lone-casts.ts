import type { Disposer } from '../../../shared/lib/disposable.ts';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { DeskVolume } from '../../../shared/model/desk-volume.ts';
import type { ObjectId } from '../../../shared/model/ids.ts';
import type { Vec3 } from '../../../shared/model/image.ts';
import { planVolume } from '../../../shared/volume/plan-volume.ts';
import { Reformatter } from '../../viewer/index.ts';
import type { ViewportHandle } from '../../viewer/index.ts';
import type { SeriesStack } from '../../hanging/index.ts';
import { refusalWords } from '../mpr-places.ts';
import type { Composed } from '../stores.ts';
import { CastGuest } from './cast-guest.ts';
import type { GuestParts } from './guest-parts.ts';

export interface CastsParts extends Omit<GuestParts, 'host' | 'show'> {
  /** A place that was pressed on the picture of a viewport: the others show it. */
  readonly point: (place: Vec3, frameOfReference: string, viewportId: string) => void;
}

export interface WantedCast {
  readonly cell: Composed;
  readonly volume: DeskVolume;
  readonly stack: SeriesStack;
}

interface Lone {
  readonly guest: CastGuest;
  readonly handle: ViewportHandle;
  readonly stack: SeriesStack;
  readonly bag: DisposerBag;
}

/** The reader has turned nothing yet: the mouse on the planes of a reformat has none here to move. */
const NO_CROSS: Vec3 = [0, 0, 0];

/** Volumes that are seen from outside, each alone in a viewport beside other pictures. */
export class LoneCasts {
  readonly #parts: CastsParts;
  readonly #open = new Map<string, Lone>();

  constructor(parts: CastsParts) {
    this.#parts = parts;
  }

  /** Fills a viewport with its volume; false, with the reason said, where there is none, and the slices are to be shown. */
  attach(viewportId: string, handle: ViewportHandle, wanted: WantedCast, bytesBeside: number): boolean {
    const { source, say, stores } = this.#parts;
    const { cell, volume, stack } = wanted;
    const plan = planVolume(stack.frames, source.volumeMemory - bytesBeside);
    if (!plan.ok) {
      keepVolume(stores, viewportId, null);
      say('No 3D of this series', `${refusalWords(plan.words, [])} Its slices are shown.`);
      return false;
    }
    const reformatter = new Reformatter(source, plan, [], cell.start);
    const { window, preset, invert } = cell.view;
    const host = {
      ...{ reformatter, cross: NO_CROSS, grey: { window, preset, invert } },
      moveTo: (place: Vec3) => this.#point(viewportId, place),
      redraw: (): void => undefined,
    };
    const guest = new CastGuest(
      { ...this.#parts, host: () => host, show: () => undefined },
      { begins: volume.preset, now: (id) => keepVolume(stores, viewportId, { preset: id }) },
    );
    const bag = new DisposerBag();
    const off: Disposer = guest.attach(handle);
    bag.add(() => reformatter.dispose());
    bag.add(() => guest.dispose());
    bag.add(off);
    this.#open.set(viewportId, { guest, handle, stack, bag });
    return true;
  }

  detach(viewportId: string): void {
    const lone = this.#open.get(viewportId);
    if (!lone) return;
    this.#open.delete(viewportId);
    // Nothing of it waits on the glass for the page to take its viewport down (F50).
    lone.handle.setStack([], 0);
    lone.bag.dispose();
  }

  /** The case is closed. */
  clear(): void {
    for (const viewportId of [...this.#open.keys()]) this.detach(viewportId);
  }

  /** What keys mean while that viewport is the active one; null where it shows no volume. */
  in(viewportId: string): CastGuest | null {
    return this.#open.get(viewportId)?.guest ?? null;
  }

  /** Whether a picture is one of theirs. */
  has(objectId: ObjectId): boolean {
    return [...this.#open.values()].some(({ guest }) => guest.has(objectId));
  }

  /** Stacks that are held as volumes. */
  get held(): readonly SeriesStack[] {
    return [...this.#open.values()].map(({ stack }) => stack);
  }

  #point(viewportId: string, place: Vec3): void {
    const space = this.#open.get(viewportId)?.stack.link.frameOfReference ?? null;
    if (space !== null && space !== '') return this.#parts.point(place, space, viewportId);
    this.#parts.say(
      'No place for the others',
      'This series names no frame of reference: no other one lies where it does.',
    );
  }
}

function keepVolume({ composition }: CastsParts['stores'], viewportId: string, volume: DeskVolume | null): void {
  const { cells } = composition.getState();
  const cell = cells[viewportId];
  if (!cell?.volume || cell.volume.preset === volume?.preset) return;
  composition.setState({ cells: { ...cells, [viewportId]: { ...cell, volume } } });
}
