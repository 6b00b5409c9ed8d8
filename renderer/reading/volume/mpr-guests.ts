import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import type { ObjectId } from '../../../shared/model/ids.ts';
import type { Vec3 } from '../../../shared/model/image.ts';
import type { GlassLayer, ReformatStack, ViewportHandle } from '../../viewer/index.ts';
import { planesGrid } from '../planes-grid.ts';
import { REFORMAT_CELLS } from '../stores.ts';
import type { Composed, DeskStores } from '../stores.ts';
import type { MprGuest } from './mpr-guest.ts';

/** The picture that stands beside the three planes, one at a time; it goes with them (F50). */
export class MprGuests {
  readonly #stores: DeskStores;
  readonly #handle: (viewportId: string) => ViewportHandle | null;
  readonly #redraw: () => void;
  #guest: MprGuest | null = null;
  readonly #hands = new DisposerBag();

  constructor(stores: DeskStores, handle: (viewportId: string) => ViewportHandle | null, redraw: () => void) {
    this.#stores = stores;
    this.#handle = handle;
    this.#redraw = redraw;
  }

  get now(): MprGuest | null {
    return this.#guest;
  }

  /** Another guest takes the place of the one before; it has no viewport until `show`. */
  invite(guest: MprGuest): void {
    this.leave();
    this.#guest = guest;
    this.#redraw();
  }

  /** Gives the guest its viewport beside the planes. @param like what the planes are composed of */
  show(like: Composed): void {
    const guest = this.#guest;
    if (!guest || this.isShown) return;
    const { viewportId } = guest;
    this.#stores.composition.setState(({ cells }) => ({ cells: { ...cells, [viewportId]: like } }));
    this.#stores.layout.setState({
      ...{ rows: 2, columns: 2, full: false },
      cells: [...REFORMAT_CELLS, viewportId],
      active: viewportId,
    });
  }

  get isShown(): boolean {
    const { cells } = this.#stores.layout.getState();
    return this.#guest !== null && cells.includes(this.#guest.viewportId);
  }

  /** Back to the three planes alone. */
  leave(): void {
    const guest = this.#guest;
    if (!guest) return;
    const shown = this.isShown;
    const section = this.#handle(guest.viewportId)?.element.closest('section');
    // The keys stay with the pictures when the viewport that has them goes.
    if (section?.contains(document.activeElement) === true) {
      this.#handle(REFORMAT_CELLS[0] ?? '')
        ?.element.closest('section')
        ?.focus({ preventScroll: true });
    }
    this.clear();
    if (!shown) return this.#redraw();
    this.#stores.layout.setState(({ active }) => ({
      ...{ ...planesGrid(), cells: REFORMAT_CELLS, full: false },
      active: REFORMAT_CELLS.includes(active) ? active : (REFORMAT_CELLS[0] ?? active),
    }));
    this.#redraw();
  }

  /** The planes go. */
  clear(): void {
    const guest = this.#guest;
    this.#guest = null;
    this.#hands.dispose();
    guest?.dispose();
  }

  /** A viewport of the reformat came onto the screen; true where it is the guest's. */
  attach(viewportId: string, handle: ViewportHandle): boolean {
    if (this.#guest?.viewportId !== viewportId) return false;
    this.#hands.dispose();
    this.#hands.add(this.#guest.attach(handle));
    return true;
  }

  /** The guest hears of a press on a plane before anybody else. */
  watch(handle: ViewportHandle, own: () => ReformatStack | null): Disposer {
    const { element } = handle;
    const down = (event: MouseEvent): void => {
      const plane = own();
      if (!plane || this.#guest?.press(handle, plane, event) !== true) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    element.addEventListener('mousedown', down, { capture: true });
    return () => element.removeEventListener('mousedown', down, { capture: true });
  }

  layers(handle: ViewportHandle, own: ReformatStack): readonly GlassLayer[] {
    return this.#guest?.layers(handle, own) ?? [];
  }

  /** Whether a picture is that of the guest: of the volume, but no plane to draw on. */
  has(objectId: ObjectId): boolean {
    return this.#guest?.has(objectId) ?? false;
  }

  crossed(place: Vec3): void {
    this.#guest?.crossed(place);
  }
}
