import { Enums as CoreEnums, getEnabledElement } from '@cornerstonejs/core';
import type { Types } from '@cornerstonejs/core';
import { AnnotationTool, Enums, annotation as annotations, drawing, state, utilities } from '@cornerstonejs/tools';
import type { Types as ToolTypes } from '@cornerstonejs/tools';
import type { MeasureTool, Point2 } from '../../../shared/model/measurement.ts';
import type { DrawingSink } from './drawing-sink.ts';
import { crossOf, distanceToStroke } from './point-figures.ts';
import type { PointFigure, Stroke } from './point-figures.ts';

type Interaction = ToolTypes.EventTypes.InteractionEventType;
type MouseDetail = ToolTypes.EventTypes.MouseDownEventDetail;
type Helper = Parameters<typeof drawing.drawLine>[0];

/** Nearer than this two points count as one place. CSS pixels. */
const SAME_PLACE = 3;
/** A press this near to the first point closes an outline. */
const CLOSING = 8;
/** Cornerstone holds a press back this long, for the second one of a double click. */
const HELD_BACK_MS = 450;
const PRIMARY = 1;

interface Draft {
  readonly annotation: ToolTypes.Annotation;
  readonly element: HTMLDivElement;
  /** Points that stand; the one after them goes with the mouse. */
  fixed: number;
}

/**
 * A drawing that is made point by point: a press sets a point, a drag sets two. Ends by itself when the figure has all its points;
 * an open end by a double click, by Enter, an outline by a press on its first point, too.
 */
export abstract class PointsTool extends AnnotationTool {
  protected abstract readonly kind: MeasureTool;
  protected abstract readonly figure: PointFigure;
  #draft: Draft | null = null;
  #edit: { readonly annotation: ToolTypes.Annotation; readonly handle: number | null; readonly text: boolean } | null =
    null;
  #deafUntil = 0;
  #pressed = false;

  constructor(props: ConstructorParameters<typeof AnnotationTool>[0] = {}) {
    super(props, { supportedInteractionTypes: ['Mouse'], configuration: {} });
    this._dragCallback = (event: Interaction) => this.#drag(event);
    this._endCallback = (event: Interaction) => this.#endEdit(event.detail.element);
  }

  addNewAnnotation(event: Interaction): ToolTypes.Annotation | null {
    if (this.#draft || performance.now() < this.#deafUntil) return null;
    const { element, currentPoints } = event.detail;
    const start = copy(currentPoints.world);
    const made = this.createAnnotation(event, this.figure.most === 1 ? [start] : [start, copy(start)]);
    annotations.state.addAnnotation(made, element);
    this.#draft = { annotation: made, element, fixed: this.figure.most === 1 ? 0 : 1 };
    this.isDrawing = true;
    state.isInteractingWithTool = true;
    this.#listen(element, 'addEventListener');
    event.preventDefault();
    this.#redraw(element);
    return made;
  }

  handleSelectedCallback(event: Interaction, annotation: ToolTypes.Annotation, handle: ToolTypes.ToolHandle): void {
    const points = annotation.data.handles?.points ?? [];
    const index = points.indexOf(handle as Types.Point3);
    this.#beginEdit(event, annotation, index < 0 ? null : index, index < 0);
  }

  toolSelectedCallback(event: Interaction, annotation: ToolTypes.Annotation): void {
    this.#beginEdit(event, annotation, null, false);
  }

  isPointNearTool(
    element: HTMLDivElement,
    annotation: ToolTypes.Annotation,
    at: Types.Point2,
    proximity: number,
  ): boolean {
    const viewport = getEnabledElement(element)?.viewport;
    if (!viewport) return false;
    return this.#strokes(annotation, onGlass(annotation, viewport)).some(
      (stroke) => distanceToStroke([at[0], at[1]], stroke) <= proximity,
    );
  }

  /** Drops what is half drawn; what stands already stays. */
  cancel(): string | undefined {
    const draft = this.#draft;
    if (!draft) return undefined;
    this.#stop(draft);
    annotations.state.removeAnnotation(draft.annotation.annotationUID ?? '');
    this.#redraw(draft.element);
    return draft.annotation.annotationUID;
  }

  /** Ends an open figure with the points that were set; false when there was nothing to end. */
  finish(): boolean {
    const draft = this.#draft;
    if (!draft) return false;
    // A press that Cornerstone still holds back was made where the mouse is.
    if (this.#pressed && this.#isApart(draft)) draft.fixed += 1;
    if (draft.fixed < this.figure.least) return false;
    this.#deafUntil = performance.now() + HELD_BACK_MS;
    this.#complete(draft);
    return true;
  }

  renderAnnotation = (enabled: Types.IEnabledElement, helper: Helper): boolean => {
    const { viewport } = enabled;
    const all = annotations.state.getAnnotations(this.getToolName(), viewport.element);
    const shown: ToolTypes.Annotation[] = this.filterInteractableAnnotationsForElement(viewport.element, all) ?? [];
    for (const one of shown) this.#render(one, enabled, helper);
    return shown.length > 0;
  };

  #render(one: ToolTypes.Annotation, enabled: Types.IEnabledElement, helper: Helper): void {
    const uid = one.annotationUID ?? '';
    if (one.invalidated) {
      one.invalidated = false;
      this.#sink()?.moved(this.kind, one);
    }
    const styleSpecifier = {
      toolGroupId: this.toolGroupId,
      toolName: this.getToolName(),
      viewportId: enabled.viewport.id,
      annotationUID: uid,
    };
    const { color, lineWidth } = this.getAnnotationStyle({ annotation: one, styleSpecifier });
    const points = onGlass(one, enabled.viewport);
    this.#strokes(one, points).forEach(({ from, to, dashed }, index) => {
      const style = { color, lineWidth, lineDash: dashed ? '2,4' : '' };
      drawing.drawLine(helper, uid, `stroke${index}`, [from[0], from[1]], [to[0], to[1]], style);
    });
    const active = one.data.handles?.activeHandleIndex ?? null;
    const shownHandle = active === null ? undefined : points[active];
    if (shownHandle && !this.#draft)
      drawing.drawHandles(helper, uid, '0', [[shownHandle[0], shownHandle[1]]], { color });
    const lines = this.#sink()?.lines(one.data) ?? [];
    if (lines.length === 0) return;
    this.renderLinkedTextBoxAnnotation({
      enabledElement: enabled,
      svgDrawingHelper: helper,
      annotation: one,
      styleSpecifier,
      textLines: [...lines],
      canvasCoordinates: points.map(([x, y]): Types.Point2 => [x, y]),
    });
  }

  #strokes(one: ToolTypes.Annotation, points: readonly Point2[]): readonly Stroke[] {
    const finished = one !== this.#draft?.annotation;
    const crosses = this.figure.crosses ? points.flatMap((point) => crossOf(point)) : [];
    return [...this.figure.strokes(points, finished), ...crosses];
  }

  #sink(): DrawingSink | undefined {
    return (this.configuration as { sink?: DrawingSink }).sink;
  }

  #listen(element: HTMLDivElement, how: 'addEventListener' | 'removeEventListener'): void {
    const { MOUSE_DOWN, MOUSE_DRAG, MOUSE_MOVE, MOUSE_UP, MOUSE_CLICK, MOUSE_DOUBLE_CLICK } = Enums.Events;
    element[how](MOUSE_DOWN, this.#down);
    for (const name of [MOUSE_DRAG, MOUSE_MOVE]) element[how](name, this.#follow);
    for (const name of [MOUSE_UP, MOUSE_CLICK]) element[how](name, this.#up);
    element[how](MOUSE_DOUBLE_CLICK, this.#twice);
    element[how]('mousedown', this.#press);
    element[how](CoreEnums.Events.STACK_NEW_IMAGE, this.#left);
  }

  readonly #press = (event: Event): void => {
    this.#pressed = event instanceof MouseEvent && event.buttons === PRIMARY;
  };

  /** The picture that was drawn on is gone: a figure lies on one picture. */
  readonly #left = (): void => void this.cancel();

  readonly #follow = (event: Event): void => {
    const draft = this.#draft;
    const detail = detailOf(event);
    if (!draft || !detail) return;
    this.#put(draft, detail.currentPoints.world);
    this.#redraw(draft.element);
  };

  readonly #down = (event: Event): void => {
    const draft = this.#draft;
    const detail = detailOf(event);
    if (!draft || !detail || detail.mouseButton !== PRIMARY) return;
    this.#pressed = false;
    this.#put(draft, detail.currentPoints.world);
    // The last point, and the one that closes an outline, wait for the button to go up: until then the press is ours.
    if (this.#isApart(draft) && !this.#closes(draft) && draft.fixed + 1 < this.figure.most) this.#fix(draft);
    this.#redraw(draft.element);
  };

  readonly #up = (event: Event): void => {
    const draft = this.#draft;
    const detail = detailOf(event);
    if (!draft || !detail || detail.mouseButton !== PRIMARY) return;
    this.#put(draft, detail.currentPoints.world);
    if (this.figure.most === 1) draft.fixed = 1;
    else if (this.#closes(draft)) return this.#complete(draft);
    else if (this.#isApart(draft)) this.#fix(draft);
    if (draft.fixed >= this.figure.most) this.#complete(draft);
    else this.#redraw(draft.element);
  };

  readonly #twice = (event: Event): void => {
    const draft = this.#draft;
    const detail = detailOf(event);
    if (!draft || !detail) return;
    this.#put(draft, detail.currentPoints.world);
    if (this.#isApart(draft) && !this.#closes(draft)) this.#fix(draft);
    if (draft.fixed >= this.figure.least) this.#complete(draft);
  };

  /** The point that goes with the mouse. */
  #put({ annotation, fixed }: Draft, world: Types.Point3): void {
    const points = annotation.data.handles?.points;
    if (!points) return;
    points[Math.min(fixed, this.figure.most - 1)] = copy(world);
    annotation.invalidated = true;
  }

  #fix(draft: Draft): void {
    const points = draft.annotation.data.handles?.points;
    const last = points?.[draft.fixed];
    if (!points || !last) return;
    draft.fixed += 1;
    if (draft.fixed < this.figure.most) points[draft.fixed] = copy(last);
  }

  #isApart(draft: Draft): boolean {
    const [last, moving] = this.#places(draft, draft.fixed - 1, draft.fixed);
    return last !== undefined && moving !== undefined && apart(last, moving) >= SAME_PLACE;
  }

  #closes(draft: Draft): boolean {
    if (!this.figure.closed || draft.fixed < this.figure.least) return false;
    const [first, moving] = this.#places(draft, 0, draft.fixed);
    return first !== undefined && moving !== undefined && apart(first, moving) <= CLOSING;
  }

  #places({ annotation, element }: Draft, ...wanted: readonly number[]): readonly (Point2 | undefined)[] {
    const viewport = getEnabledElement(element)?.viewport;
    const points = viewport ? onGlass(annotation, viewport) : [];
    return wanted.map((index) => points[index]);
  }

  #complete(draft: Draft): void {
    const { annotation, element, fixed } = draft;
    if (annotation.data.handles?.points)
      annotation.data.handles.points = annotation.data.handles.points.slice(0, fixed);
    this.#stop(draft);
    annotation.invalidated = true;
    annotations.state.triggerAnnotationCompleted(annotation);
    this.#redraw(element);
  }

  #stop({ element, annotation }: Draft): void {
    this.#listen(element, 'removeEventListener');
    this.#draft = null;
    this.#pressed = false;
    this.isDrawing = false;
    state.isInteractingWithTool = false;
    annotation.highlighted = false;
  }

  #beginEdit(event: Interaction, annotation: ToolTypes.Annotation, handle: number | null, text: boolean): void {
    const { element } = event.detail;
    this.#edit = { annotation, handle, text };
    annotation.highlighted = true;
    this._activateModify(element);
    event.preventDefault();
    this.#redraw(element);
  }

  #drag(event: Interaction): void {
    const edit = this.#edit;
    if (!edit) return;
    const { element, currentPoints, deltaPoints } = event.detail;
    const { handles } = edit.annotation.data;
    if (edit.text && handles?.textBox) {
      const { worldPosition } = handles.textBox;
      handles.textBox.hasMoved = true;
      if (worldPosition) handles.textBox.worldPosition = added(worldPosition, deltaPoints.world);
      this.#redraw(element);
      return;
    }
    const points = handles?.points ?? [];
    points.forEach((point, index) => {
      if (edit.handle === null) points[index] = added(point, deltaPoints.world);
      else if (edit.handle === index) points[index] = copy(currentPoints.world);
    });
    annotations.state.triggerAnnotationModified(edit.annotation, element, Enums.ChangeTypes.HandlesUpdated);
    this.#redraw(element);
  }

  #endEdit(element: HTMLDivElement): void {
    const edit = this.#edit;
    this.#edit = null;
    this._deactivateModify(element);
    if (edit) annotations.state.triggerAnnotationCompleted(edit.annotation);
    this.#redraw(element);
  }

  #redraw(element: HTMLDivElement): void {
    const ids = utilities.viewportFilters.getViewportIdsWithToolToRender(element, this.getToolName());
    utilities.triggerAnnotationRenderForViewportIds(ids);
  }
}

function onGlass(one: ToolTypes.Annotation, viewport: Pick<Types.IViewport, 'worldToCanvas'>): readonly Point2[] {
  return (one.data.handles?.points ?? []).map((point): Point2 => {
    const [x, y] = viewport.worldToCanvas(point);
    return [x, y];
  });
}

function detailOf(event: Event): MouseDetail | null {
  return event instanceof CustomEvent ? (event.detail as MouseDetail) : null;
}

function copy([x, y, z]: Types.Point3): Types.Point3 {
  return [x, y, z];
}

function added([x, y, z]: Types.Point3, [dx, dy, dz]: Types.Point3): Types.Point3 {
  return [x + dx, y + dy, z + dz];
}

function apart(a: Point2, b: Point2): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}
