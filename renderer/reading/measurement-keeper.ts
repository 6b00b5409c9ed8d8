import type { Described } from '../../shared/model/described.ts';
import type { ObjectId } from '../../shared/model/ids.ts';
import { frameInfo } from '../../shared/model/image.ts';
import type {
  MeasureChoices,
  Measurement,
  MeasurementPlane,
  MeasureResult,
  Point2,
} from '../../shared/model/measurement.ts';
import { worldOf } from '../../shared/rules/geometry.ts';
import { needsPixels } from '../../shared/rules/measure.ts';
import type { callStation } from '../client/index.ts';
import type { DrawingEvent, DrawingState, FrameRef, ViewerEngine } from '../viewer/index.ts';
import type { History } from './history.ts';
import { MeasurementWriter } from './measurement-writer.ts';
import type { DrawingOwner } from './drawing-owner.ts';
import type { DeskStores } from './stores.ts';

/** Between a handle's last move and the journal. */
const DEBOUNCE_MS = 250;

export interface KeeperParts {
  readonly engine: ViewerEngine;
  readonly stores: DeskStores;
  readonly history: History;
  readonly call: typeof callStation;
  readonly failed: (error: unknown) => void;
  /** What the desk adds to a drawing that was finished now: the level of a spine label, the range of a threshold region. */
  readonly own?: (drawing: DrawingState) => Partial<Pick<Measurement, 'text' | 'range' | 'suv'>>;
  /** What the desk makes of a drawing that was finished now: a short axis is proposed. */
  readonly completed?: (drawing: DrawingState) => DrawingState;
  /** Told of a drawing that belongs to no study. */
  readonly stray?: (drawing: DrawingState) => void;
  /** For a drawing on a reformat: the stored picture nearest to it, and its plane; null for any other. */
  readonly homeOf?: (
    ref: FrameRef,
    points: readonly Point2[],
  ) => (FrameRef & { readonly plane: MeasurementPlane }) | null;
}

/** The study and reader that a drawing on an object belongs to; null while no case is open. */
export type OwnerOf = (objectId: ObjectId) => DrawingOwner | null;

/** Drawings on the glass on one side, measurements in the journal on the other. */
export class MeasurementKeeper {
  readonly #parts: KeeperParts;
  readonly #ownerOf: OwnerOf;
  readonly #pending = new Map<string, ReturnType<typeof setTimeout>>();
  /** As they were before the drag that goes on now. */
  readonly #before = new Map<string, Measurement>();
  /** Drawings that wait for their id, as they stand now, by Cornerstone's name. */
  readonly #nameless = new Map<string, DrawingState>();
  /** Of drawings that were ended: their way to a number. */
  readonly #begun = new Set<Promise<void>>();
  readonly #writer: MeasurementWriter;
  readonly #release: () => void;

  constructor(parts: KeeperParts, ownerOf: OwnerOf) {
    this.#parts = parts;
    this.#ownerOf = ownerOf;
    this.#writer = new MeasurementWriter({
      call: parts.call,
      failed: parts.failed,
      changed: ({ unsaved, failing, savedAt }) =>
        parts.stores.saved.setState(({ savedAt: before }) => ({
          state: failing ? 'failed' : unsaved > 0 ? 'saving' : 'saved',
          unsaved,
          savedAt: savedAt ?? before,
        })),
    });
    const stop = parts.engine.tools.drawings.on((event) => this.#take(event));
    const settle = (): void => this.#settle();
    window.addEventListener('mouseup', settle);
    this.#release = () => {
      stop();
      window.removeEventListener('mouseup', settle);
    };
  }

  /** Shows what the journal holds. */
  load(measurements: readonly Measurement[]): void {
    this.#parts.engine.tools.drawings.clear();
    this.#before.clear();
    this.#parts.stores.saved.setState({ measurements });
    for (const measurement of measurements) this.#parts.engine.tools.drawings.show(measurement);
  }

  /** The planes of a reformat are new or gone: what was drawn on them shows where its plane does. */
  showPlanes(): void {
    const { measurements } = this.#parts.stores.saved.getState();
    for (const one of measurements) if (one.plane) this.#parts.engine.tools.drawings.show(one);
  }

  /** Drawn or changed in another window, and in the journal: shown as it stands there. What is under way here is not touched. */
  hear(measurements: readonly Measurement[]): void {
    for (const heard of measurements) {
      const own = this.#find(heard.measurementId);
      const busy = this.#pending.has(heard.measurementId) || this.#before.has(heard.measurementId);
      if (busy || (own && JSON.stringify(own) === JSON.stringify(heard))) continue;
      this.#put(heard);
      this.#parts.engine.tools.drawings.show(heard);
    }
    this.#parts.engine.rendering.render();
  }

  /** Marks as deleted; comes back with undo. */
  remove(measurementId: string): void {
    const measurement = this.#find(measurementId);
    if (!measurement || measurement.deleted) return;
    this.#replace({ ...measurement, deleted: true }, measurement);
  }

  rename(measurementId: string, text: string): void {
    const measurement = this.#find(measurementId);
    if (measurement && measurement.text !== text) this.#replace({ ...measurement, text }, measurement);
  }

  /** Says what it is of, where, and on which side, as one step of history; what is left out is taken back. */
  describe(measurementId: string, described: Described): void {
    const measurement = this.#find(measurementId);
    if (!measurement) return;
    const plain = { ...measurement };
    delete plain.finding;
    delete plain.findingSite;
    delete plain.laterality;
    delete plain.evaluations;
    this.#replace({ ...plain, ...described }, measurement);
  }

  /** Puts the points of a drawing elsewhere, as one step of history, and measures it anew. */
  move(measurementId: string, points: readonly Point2[]): void {
    this.#remeasure(measurementId, { points: points.map(([x, y]): Point2 => [x, y]) });
  }

  /** Other values count in a threshold region, or another kind of SUV is wanted. */
  choose(measurementId: string, choices: MeasureChoices): void {
    this.#remeasure(measurementId, choices);
  }

  /** What was worked out over a whole stack of pictures: no step of history, the press that it comes from is one. */
  setResult(measurementId: string, result: MeasureResult): void {
    const one = this.#find(measurementId);
    if (one && !one.deleted) this.#apply({ ...one, result });
  }

  #remeasure(measurementId: string, change: MeasureChoices & { readonly points?: Point2[] }): void {
    const before = this.#find(measurementId);
    if (!before) return;
    const moved = { ...before, ...change };
    const { source, tools } = this.#parts.engine;
    // Points on a plane of a reformat are pixels of that plane: the stored picture nearest to it has other pixels there.
    const place = source.placeOf(moved);
    const image = place && source.image(place.ref.objectId);
    // What was worked out stands where its pixels are gone: measured anew without them it would lose its values.
    if (!place || !image || (needsPixels(moved.tool) && !source.isLoaded(place.ref))) return;
    const { ref, points } = place;
    const result = tools.drawings.measure(moved.tool, points, ref, moved);
    this.#replace(
      { ...moved, world: worldOf(frameInfo(image, ref.frame), points), result, at: new Date().toISOString() },
      before,
    );
  }

  /** Writes at once whatever waits. */
  flush(): void {
    for (const [id, timer] of this.#pending) {
      clearTimeout(timer);
      this.#pending.delete(id);
      const measurement = this.#find(id);
      if (measurement) this.#writer.write(measurement);
    }
    this.#writer.hurry();
  }

  dispose(): void {
    this.flush();
    this.#release();
  }

  #find(measurementId: string): Measurement | undefined {
    return this.#parts.stores.saved.getState().measurements.find((one) => one.measurementId === measurementId);
  }

  #take(event: DrawingEvent): void {
    switch (event.kind) {
      case 'drawn':
        this.#follow(this.#begin(event.drawing));
        return;
      case 'moving':
      case 'changed':
        this.#move(event.drawing);
        return;
      case 'removed':
        if (!this.#nameless.delete(event.key)) this.remove(event.key);
    }
  }

  #follow(begun: Promise<void>): void {
    const followed = begun.finally(() => this.#begun.delete(followed));
    this.#begun.add(followed);
  }

  /** Resolves when every drawing that was ended has its number and is on its way to the journal. */
  async named(): Promise<void> {
    await Promise.all(this.#begun);
  }

  async #begin(made: DrawingState): Promise<void> {
    const drawn = this.#parts.completed?.(made) ?? made;
    const owner = this.#ownerOf(drawn.ref.objectId);
    if (!owner) return this.#parts.stray?.(drawn);
    // What was chosen before is not meant any more: keys that insert, describe or delete would take it for this one.
    this.#parts.engine.tools.drawings.deselect();
    this.#parts.stores.runtime.setState({ selectedMeasurement: null });
    // Worked out now: the case may be closed before the station answers, and its pictures gone.
    let values = this.#values(drawn);
    // Taken now as well: a label is of the level that stood there when it was pressed, whichever is answered first.
    const own = this.#parts.own?.(drawn);
    const { objectId, frame } = drawn.ref;
    const home = this.#parts.homeOf?.(drawn.ref, drawn.points) ?? { objectId, frame };
    this.#nameless.set(drawn.key, drawn);
    const fresh = await this.#writer.begin(owner.studyId, () => this.#nameless.has(drawn.key));
    const drawing = this.#nameless.get(drawn.key);
    this.#nameless.delete(drawn.key);
    if (!fresh || !drawing) return;
    const here = this.#ownerOf(drawing.ref.objectId)?.studyId === owner.studyId;
    if (here) values = this.#values(drawing);
    const prior = this.#ownerOf(home.objectId)?.prior ?? owner.prior;
    const measurement: Measurement = {
      ...fresh,
      studyId: owner.studyId,
      tool: drawing.tool,
      ...home,
      ...values,
      ...(prior === undefined ? {} : { prior }),
      text: drawing.text,
      ...own,
      by: owner.by,
      at: new Date().toISOString(),
      deleted: false,
    };
    if (here) {
      this.#parts.engine.tools.drawings.adopt(drawing.key, measurement);
      this.#put(measurement);
      // Its number is known only now.
      this.#parts.engine.rendering.render();
      this.#parts.history.push({
        undo: () => this.#apply({ ...measurement, deleted: true }),
        redo: () => this.#apply(measurement),
      });
    }
    this.#writer.write(measurement);
  }

  #move(drawing: DrawingState): void {
    if (this.#nameless.has(drawing.key)) this.#nameless.set(drawing.key, drawing);
    const measurement = this.#find(drawing.key);
    if (!measurement) return;
    if (!this.#before.has(drawing.key)) this.#before.set(drawing.key, measurement);
    this.#put({ ...measurement, ...this.#values(drawing), text: drawing.text, at: new Date().toISOString() });
    clearTimeout(this.#pending.get(drawing.key));
    this.#pending.set(
      drawing.key,
      setTimeout(() => this.flush(), DEBOUNCE_MS),
    );
  }

  /** The button went up: what was dragged is one step of history and is written now. */
  #settle(): void {
    for (const [id, before] of this.#before) {
      const after = this.#find(id);
      if (after) this.#parts.history.push({ undo: () => this.#apply(before), redo: () => this.#apply(after) });
    }
    this.#before.clear();
    this.flush();
  }

  #replace(after: Measurement, before: Measurement): void {
    this.#apply(after);
    this.#parts.history.push({ undo: () => this.#apply(before), redo: () => this.#apply(after) });
  }

  #apply(measurement: Measurement): void {
    this.#put(measurement);
    this.#parts.engine.tools.drawings.show(measurement);
    this.#parts.engine.rendering.render();
    this.#writer.write(measurement);
  }

  #put(measurement: Measurement): void {
    const { measurements } = this.#parts.stores.saved.getState();
    const others = measurements.filter((one) => one.measurementId !== measurement.measurementId);
    const all = [...others, measurement].toSorted((a, b) => a.ordinal - b.ordinal);
    this.#parts.stores.saved.setState({ measurements: all });
  }

  #values(drawing: DrawingState): Pick<Measurement, 'points' | 'world' | 'result'> {
    const image = this.#parts.engine.source.image(drawing.ref.objectId);
    return {
      points: drawing.points.map(([x, y]): Point2 => [x, y]),
      world: image ? worldOf(frameInfo(image, drawing.ref.frame), drawing.points) : null,
      result: drawing.result,
    };
  }
}
