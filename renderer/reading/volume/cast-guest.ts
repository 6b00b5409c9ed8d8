import { AppError, asAppError } from '../../../shared/errors/app-error.ts';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import type { CastOrder } from '../../../shared/volume/cast/cast-rows.ts';
import type { VolumePreset } from '../../../shared/model/desk-volume.ts';
import type { ObjectId } from '../../../shared/model/ids.ts';
import type { Point2 } from '../../../shared/model/measurement.ts';
import { CastPool, startReformatWorker } from '../../viewer/index.ts';
import type { GlassLayer, ReformatStack, ViewportHandle } from '../../viewer/index.ts';
import { CAST_CELL, LOOKING_TOOLS } from '../stores.ts';
import { boxGrips, boxLayer, voxelAlong } from './box-layer.ts';
import { buildCast, putTableBack, removeTable } from './cast-build.ts';
import type { CastBuilt } from './cast-build.ts';
import { CastHand } from './cast-hand.ts';
import { MOVING, MOVING_ON_CARD, PIXELS, RESTING } from './cast-model.ts';
import type { CastModel } from './cast-model.ts';
import { CastPicture } from './cast-picture.ts';
import type { GuestParts } from './guest-parts.ts';
import type { MprGuest } from './mpr-guest.ts';
import { followMouse, mouseOn, placeUnder } from './plane-places.ts';

/** Without a move for so long, the picture is made fine. */
const REST_MS = 180;
const MOST_WORKERS = 4;
/** How near the mouse takes hold of a face, CSS pixels. */
const REACH = 9;

/** What a volume begins with, and where it is taken down what the reader looks at it as. */
export interface CastWanted {
  readonly begins: VolumePreset;
  readonly now: (preset: VolumePreset) => void;
}

/** The volume seen from outside, beside its planes or alone in a viewport. */
export class CastGuest implements MprGuest {
  readonly viewportId = CAST_CELL;
  readonly #parts: GuestParts;
  readonly #wanted: CastWanted | null;
  readonly #pool: CastPool;
  readonly #bag = new DisposerBag();
  readonly #drag = new DisposerBag();
  readonly #picture: CastPicture;
  #built: CastBuilt | null = null;
  #handle: ViewportHandle | null = null;
  #hand: CastHand | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #building = false;
  /** Coarse pictures are made; there is a move that none of them shows yet. */
  #moving = false;
  #moved = false;
  #disposed = false;

  /** @param wanted null: as its values are looked at first */
  constructor(parts: GuestParts, wanted: CastWanted | null = null) {
    this.#parts = parts;
    this.#wanted = wanted;
    const host = parts.host();
    if (!host) throw new AppError('internal/bug', '3D stands beside the planes');
    this.#picture = new CastPicture(parts.source, host.reformatter);
    const cores = navigator.hardwareConcurrency || 2;
    this.#pool = new CastPool(startReformatWorker, Math.max(1, Math.min(MOST_WORKERS, cores)));
    this.#bag.add(host.reformatter.onChange(() => void this.#build()));
    void this.#build();
  }

  get model(): CastModel | null {
    return this.#built?.model ?? null;
  }

  attach(handle: ViewportHandle): Disposer {
    this.#picture.forget();
    handle.setStack([], 0, { ...handle.view, ...this.#parts.host()?.grey });
    this.#handle = handle;
    const hand = new CastHand(handle, {
      tool: () => this.#parts.stores.runtime.getState().tool,
      change: (how) => this.change(how),
      window: (dx, dy) => this.#window(handle, dx, dy),
      goTo: (pixel) => void this.#goTo(pixel),
      cut: (outline, away) => this.#cut(outline, away),
      refuse: () => this.#refuse(),
    });
    this.#hand = hand;
    this.draw();
    return () => {
      hand.dispose();
      this.#handle = null;
      this.#hand = null;
    };
  }

  /** The next outline that is drawn on the picture cuts. */
  beginCut(away: 'inside' | 'outside'): void {
    if (!this.model) return;
    this.#hand?.beginCut(away);
    this.change(
      (model) => (model.note = away === 'inside' ? 'DRAW ROUND WHAT IS TO GO' : 'DRAW ROUND WHAT IS TO STAY'),
    );
  }

  /** Esc: no cut after all. */
  endCut(): boolean {
    if (this.#hand?.endCut() !== true) return false;
    this.change((model) => (model.note = null));
    return true;
  }

  /** Changes how the volume is looked at: coarse at once, fine when it rests. */
  change(how: (model: CastModel) => void): void {
    if (!this.model) return;
    how(this.model);
    this.#wanted?.now(this.model.now.id);
    this.draw();
  }

  layers(_handle: ViewportHandle, own: ReformatStack): readonly GlassLayer[] {
    return this.model ? [boxLayer(this.model, own)] : [];
  }

  press(handle: ViewportHandle, own: ReformatStack, event: MouseEvent): boolean {
    const model = this.model;
    const looking = LOOKING_TOOLS.includes(this.#parts.stores.runtime.getState().tool);
    if (!model || !looking || event.button !== 0 || handle.truth.state !== 'shown') return false;
    const [x, y] = mouseOn(handle, event);
    const held = boxGrips(model, own.stack).find(({ at }) => {
      const there = handle.pixelToCanvas([at[0], at[1]]);
      return there !== null && Math.hypot(there[0] - x, there[1] - y) <= REACH;
    });
    if (!held) return false;
    this.#drag.dispose();
    const moved = (next: MouseEvent): void => {
      const place = placeUnder(handle, mouseOn(handle, next));
      if (place) this.change((now) => now.setFace(held.face, voxelAlong(now, held.face.axis, place)));
      this.#parts.host()?.redraw();
    };
    this.#drag.add(followMouse(moved, () => undefined));
    return true;
  }

  has(objectId: ObjectId): boolean {
    return this.#picture.has(objectId);
  }

  crossed(): void {
    // A place inside of the volume has no mark on a picture of its outside.
  }

  dispose(): void {
    this.#disposed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#drag.dispose();
    this.#bag.dispose();
    this.#pool.end();
    this.#picture.forget();
  }

  /** Once every slice is here, or will not come: the even grid, then the first picture. */
  async #build(): Promise<void> {
    const reformatter = this.#parts.host()?.reformatter;
    if (!reformatter || this.model || this.#building || this.#disposed) return;
    const { here, of, failed } = reformatter.progress;
    if (here + failed < of) return;
    this.#building = true;
    try {
      // The card proves itself while the voxels are laid out.
      const judged = this.#pool.judge(this.#parts.paint);
      const built = await buildCast(reformatter);
      if (!built) return;
      await removeTable(reformatter, built);
      await judged;
      if (this.#isGone()) return;
      this.#pool.setScene(built.cast, built.memory);
      built.model.front();
      if (this.#wanted) built.model.choose(this.#wanted.begins);
      this.#built = built;
      this.draw();
      this.#parts.host()?.redraw();
    } catch (error) {
      this.#say(error);
    } finally {
      this.#building = false;
    }
  }

  /** The couch goes from this picture, or comes back; the camera stays. */
  async toggleTable(): Promise<void> {
    const built = this.#built;
    const reformatter = this.#parts.host()?.reformatter;
    if (!built || !reformatter || this.#building) return;
    if (!built.model.hasTable) {
      return this.#parts.say(
        'No table to remove',
        'It is told from the patient by Hounsfield units: CT alone has them.',
      );
    }
    this.#building = true;
    try {
      if (built.model.tableGone) await putTableBack(reformatter, built);
      else if (!(await removeTable(reformatter, built)) || !built.model.tableGone) {
        return this.#parts.say('No table found', 'Nothing lies beside the patient that could be taken away.');
      }
      if (this.#isGone()) return;
      this.#pool.setScene(built.cast, built.memory);
      this.draw();
    } catch (error) {
      this.#say(error);
    } finally {
      this.#building = false;
    }
  }

  #isGone(): boolean {
    return this.#disposed;
  }

  /** Coarse pictures while it moves, each to its end, the last move in the last of them; then a fine one. */
  draw(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#moved = true;
    if (!this.#moving) void this.#follow();
  }

  async #follow(): Promise<void> {
    this.#moving = true;
    while (this.#moved && !this.#isGone()) {
      this.#moved = false;
      // The card draws the whole picture as fast as the processor a coarse one.
      await this.#render(this.#pool.by.by === 'card' ? MOVING_ON_CARD : MOVING);
    }
    this.#moving = false;
    if (this.#isGone()) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#rest();
    }, REST_MS);
  }

  /** Finer and finer, until it moves again. */
  async #rest(): Promise<void> {
    for (const times of RESTING) if (!this.#moved && !this.#moving && !this.#isGone()) await this.#render(times);
  }

  async #render(times: number): Promise<void> {
    const model = this.model;
    if (!model || !this.#handle) return;
    const order = model.order(times, this.#padding());
    try {
      const was = this.#pool.by.by;
      const memory = await this.#pool.render(order);
      const { by, why } = this.#pool.by;
      if (was === 'card' && by === 'processor') model.instead = why;
      model.byCard = by === 'card';
      if (memory && !this.#isGone()) this.#put(model, order, memory);
    } catch (error) {
      this.#say(error);
    }
  }

  #put(model: CastModel, order: CastOrder, memory: SharedArrayBuffer): void {
    const reformatter = this.#parts.host()?.reformatter;
    const handle = this.#handle;
    if (!reformatter || !handle) return;
    this.#picture.put(handle, order, memory, [...model.words, ...reformatter.remarks]);
  }

  #padding(): number {
    return this.#parts.host()?.reformatter.values.padding ?? 0;
  }

  #window(handle: ViewportHandle, dx: number, dy: number): void {
    if (this.model?.now.kind === 'projection') this.#parts.windowBy(handle, dx, dy);
    else this.change((model) => model.zoom(Math.exp(-dy / 200)));
  }

  async #goTo(pixel: Point2): Promise<void> {
    const last = this.#pool.pixels;
    if (last === null) return;
    const times = PIXELS / last;
    const place = await this.#pool.seen([Math.floor(pixel[0] / times), Math.floor(pixel[1] / times)]);
    if (this.#isGone()) return;
    if (place) this.#parts.host()?.moveTo(place);
    else this.#parts.say('Nothing to go to', 'There is nothing opaque under this point of the 3D picture.');
  }

  #cut(outline: readonly Point2[], away: 'inside' | 'outside'): void {
    const model = this.model;
    if (!model) return;
    model.note = null;
    if (outline.length < 3) return this.draw();
    const before = model.cuts;
    model.cut(outline, away);
    const after = model.cuts;
    const set = (cuts: typeof after) => () => {
      if (this.#disposed) return;
      model.cuts = cuts;
      this.draw();
    };
    this.#parts.history.push({ undo: set(before), redo: set(after) });
    this.draw();
  }

  #refuse(): void {
    this.#parts.say(
      '3D, not for measuring',
      'This picture lays near and far over each other, so nothing on it has a length. Measure on one of the planes: a click here takes them to the place.',
    );
  }

  #say(error: unknown): void {
    if (asAppError(error).family !== 'cancelled') this.#parts.failed(error);
  }
}
