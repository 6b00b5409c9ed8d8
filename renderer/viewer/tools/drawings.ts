import { eventTarget } from '@cornerstonejs/core';
import { Enums, annotation as annotations } from '@cornerstonejs/tools';
import type { Types as ToolTypes } from '@cornerstonejs/tools';
import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import { asAppError } from '../../../shared/errors/app-error.ts';
import type { RowColumn } from '../../../shared/model/image.ts';
import type {
  MeasureChoices,
  Measurement,
  MeasureResult,
  MeasureTool,
  Point2,
} from '../../../shared/model/measurement.ts';
import { measureDrawing } from '../../../shared/rules/measure.ts';
import { displaySpacing } from '../../../shared/rules/display-spacing.ts';
import { fromImageId, toImageId } from '../image-id.ts';
import type { FrameRef } from '../image-id.ts';
import type { ImageSource } from '../image-source.ts';
import { glassLines } from './glass-lines.ts';
import { handleOf, pointsOf, toAnnotation } from './annotation-model.ts';
import { toolOfName } from './drawing-tools.ts';
import type { DrawingSink } from './drawing-sink.ts';

/** A drawing as it stands now. `key` is the measurement id once it has one, Cornerstone's name before. */
export interface DrawingState {
  readonly key: string;
  readonly tool: MeasureTool;
  readonly ref: FrameRef;
  readonly points: readonly Point2[];
  readonly result: MeasureResult;
  readonly text: string;
}

export type DrawingEvent =
  | { readonly kind: 'moving' | 'drawn' | 'changed'; readonly drawing: DrawingState }
  | { readonly kind: 'removed'; readonly key: string };

/** The drawings on the pictures: Cornerstone's handles on one side, points and values of ours on the other. */
export class Drawings {
  readonly sink: DrawingSink;
  readonly #source: ImageSource;
  readonly #events = new Emitter<DrawingEvent>();
  readonly #asked = new Emitter<(text: string) => void>();
  readonly #results = new WeakMap<object, { readonly signature: string; readonly result: MeasureResult }>();
  readonly #ordinals = new Map<string, number>();
  readonly #choices = new Map<string, MeasureChoices>();
  readonly #keys = new WeakMap<object, string>();
  readonly #finished = new Set<string>();
  readonly #bag = new DisposerBag();
  #quiet = false;
  #chosen: MeasureChoices = {};

  constructor(source: ImageSource) {
    this.#source = source;
    this.sink = {
      moved: (tool, drawing) => this.#moved(tool, drawing),
      lines: (data) => this.#lines(data),
      askText: (done) => this.#asked.emit(done),
    };
    const { ANNOTATION_COMPLETED, ANNOTATION_MODIFIED, ANNOTATION_REMOVED } = Enums.Events;
    this.#listen(ANNOTATION_COMPLETED, (drawing) => this.#completed(drawing));
    this.#listen(ANNOTATION_MODIFIED, (drawing) => {
      const tool = toolOfName(drawing.metadata?.toolName ?? '');
      if (tool) this.#moved(tool, drawing);
    });
    this.#listen(ANNOTATION_REMOVED, (drawing) => {
      const key = drawing.annotationUID ?? '';
      const known = this.#finished.delete(key);
      if (known && !this.#quiet) this.#events.emit({ kind: 'removed', key });
    });
  }

  on(listener: (event: DrawingEvent) => void): Disposer {
    return this.#events.on(listener);
  }

  /** An arrow wants its words; call back with them, or with nothing to drop it. */
  onAskText(listener: (done: (text: string) => void) => void): Disposer {
    return this.#asked.on(listener);
  }

  /** Puts a measurement on its picture, or moves it to where it says. */
  show(measurement: Measurement): void {
    this.remove(measurement.measurementId);
    const place = this.#source.placeOf(measurement);
    const image = place && this.#source.image(place.ref.objectId);
    if (!image || measurement.deleted) return;
    const { ref, points } = place;
    const spacing = displaySpacing(image, ref.frame);
    const { measurementId, tool, text } = measurement;
    const drawing = toAnnotation(measurementId, tool, ref, points, spacing, text);
    this.#ordinals.set(measurementId, measurement.ordinal);
    this.#choices.set(measurementId, { range: measurement.range, suv: measurement.suv });
    this.#keys.set(drawing.data, measurementId);
    this.#finished.add(measurementId);
    // The stored result stands until a handle moves: pixels may not be here yet.
    this.#results.set(drawing.data, {
      signature: signatureOf(this.#points(tool, drawing) ?? []),
      result: measurement.result,
    });
    this.#quietly(() => annotations.state.addAnnotation(drawing, toImageId(ref)));
  }

  /** Gives a fresh drawing its measurement id. */
  adopt(key: string, measurement: Measurement): void {
    this.#quietly(() => annotations.state.removeAnnotation(key));
    this.show(measurement);
  }

  remove(key: string): void {
    this.#finished.delete(key);
    if (annotations.state.getAnnotation(key)) this.#quietly(() => annotations.state.removeAnnotation(key));
  }

  /** Keys of the drawings that the reader has selected. */
  selected(): readonly string[] {
    return annotations.selection.getAnnotationsSelected().filter((key) => this.#finished.has(key));
  }

  select(key: string): void {
    if (annotations.state.getAnnotation(key)) annotations.selection.setAnnotationSelected(key, true, false);
  }

  /** What the reader chose for drawings from now on. */
  choose(chosen: MeasureChoices): void {
    this.#chosen = chosen;
  }

  /** Shows one handle of a drawing as the one that the keys move; null: none. */
  hold(key: string, index: number | null): void {
    const drawing = annotations.state.getAnnotation(key);
    const tool = toolOfName(drawing?.metadata?.toolName ?? '');
    if (drawing?.data.handles && tool)
      drawing.data.handles.activeHandleIndex = index === null ? null : handleOf(tool, index);
  }

  /** Shape of the pixels that a measurement lies on, as [row, column]; null when its picture is not known. */
  shapeOf({ objectId, frame }: Pick<Measurement, 'objectId' | 'frame'>): RowColumn | null {
    const image = this.#source.image(objectId);
    return image ? displaySpacing(image, frame) : null;
  }

  deselect(): void {
    annotations.selection.deselectAnnotation();
  }

  /** Takes everything off the pictures without telling anybody: the case is closing. */
  clear(): void {
    this.#quietly(() => annotations.state.removeAllAnnotations());
    this.#finished.clear();
    this.#ordinals.clear();
    this.#choices.clear();
  }

  dispose(): void {
    this.clear();
    this.#bag.dispose();
  }

  #listen(name: string, handle: (drawing: ToolTypes.Annotation) => void): void {
    const listener = (event: Event): void => {
      const detail = event instanceof CustomEvent ? (event.detail as { annotation?: ToolTypes.Annotation }) : {};
      if (detail.annotation) handle(detail.annotation);
    };
    eventTarget.addEventListener(name, listener);
    this.#bag.add(() => eventTarget.removeEventListener(name, listener));
  }

  #moved(tool: MeasureTool, drawing: ToolTypes.Annotation): void {
    const state = this.#state(tool, drawing);
    if (!state || this.#quiet || !state.changed) return;
    if (this.#finished.has(state.drawing.key)) this.#events.emit({ kind: 'moving', drawing: state.drawing });
  }

  #completed(drawing: ToolTypes.Annotation): void {
    const tool = toolOfName(drawing.metadata?.toolName ?? '');
    const state = tool ? this.#state(tool, drawing) : null;
    if (!state || this.#quiet) return;
    const known = this.#finished.has(state.drawing.key);
    this.#finished.add(state.drawing.key);
    this.#events.emit({ kind: known ? 'changed' : 'drawn', drawing: state.drawing });
  }

  #state(tool: MeasureTool, drawing: ToolTypes.Annotation): { drawing: DrawingState; changed: boolean } | null {
    const ref = fromImageId(drawing.metadata?.referencedImageId ?? '');
    const image = ref ? this.#source.image(ref.objectId) : null;
    const points = this.#points(tool, drawing);
    const key = drawing.annotationUID;
    if (!ref || !image || !points || points.length === 0 || key === undefined) return null;
    const signature = signatureOf(points);
    const last = this.#results.get(drawing.data);
    const changed = last?.signature !== signature;
    const result = changed ? this.measure(tool, points, ref, this.#choices.get(key) ?? this.#chosen) : last.result;
    if (changed) this.#results.set(drawing.data, { signature, result });
    this.#keys.set(drawing.data, key);
    return { changed, drawing: { key, tool, ref, points, result, text: drawing.data.label ?? '' } };
  }

  #points(tool: MeasureTool, drawing: ToolTypes.Annotation): readonly Point2[] | null {
    const ref = fromImageId(drawing.metadata?.referencedImageId ?? '');
    const image = ref ? this.#source.image(ref.objectId) : null;
    return ref && image ? pointsOf(tool, drawing, displaySpacing(image, ref.frame)) : null;
  }

  /** Values of a drawing on a picture as it is here now; nothing for a figure that is half drawn. */
  measure(tool: MeasureTool, points: readonly Point2[], ref: FrameRef, choices: MeasureChoices): MeasureResult {
    const image = this.#source.image(ref.objectId);
    if (!image) return { values: [], basis: '', warnings: [] };
    const frame = this.#source.decoded(ref);
    const pixels = frame
      ? { columns: frame.header.columns, rows: frame.header.rows, samples: frame.header.samples, data: frame.pixels }
      : null;
    try {
      return measureDrawing(tool, points, image, ref.frame, pixels, choices);
    } catch (error) {
      // Half-drawn shapes have too few points; the finished one is measured again. Thrown here anything would stop the drawing
      // of every viewport, so what should not happen is said beside the drawing.
      const warnings = asAppError(error).code === 'measure/bad-points' ? [] : ['cannot be measured'];
      return { values: [], basis: '', warnings };
    }
  }

  #lines(data: ToolTypes.Annotation['data']): readonly string[] {
    const result = this.#results.get(data)?.result;
    // A label of the spine is its words.
    if (result?.values.length === 0 && data.label) return [data.label];
    const ordinal = this.#ordinals.get(this.#keys.get(data) ?? '');
    return result ? glassLines(ordinal ?? null, result) : [];
  }

  #quietly(act: () => void): void {
    this.#quiet = true;
    try {
      act();
    } finally {
      this.#quiet = false;
    }
  }
}

function signatureOf(points: readonly Point2[]): string {
  return points.map(([x, y]) => `${x.toFixed(3)},${y.toFixed(3)}`).join(' ');
}
