import { annotation as annotations, utilities } from '@cornerstonejs/tools';
import type { Types as ToolTypes } from '@cornerstonejs/tools';
import type { StackViewport } from '@cornerstonejs/core';
import type { Point2 } from '../../../shared/model/measurement.ts';
import { boundsOf, placeText, RIM, standsStill } from './text-place.ts';
import type { Box } from './text-place.ts';
import { fitLines, textSize } from './text-size.ts';

/** Cornerstone sets the text off from the place it is given by this much, both ways. */
const OFFSET = 25;

const NOWHERE = {
  topLeft: [0, 0, 0],
  topRight: [0, 0, 0],
  bottomLeft: [0, 0, 0],
  bottomRight: [0, 0, 0],
} satisfies Record<string, [number, number, number]>;

interface RenderText {
  readonly enabledElement: { readonly viewport: Pick<StackViewport, 'canvasToWorld' | 'worldToCanvas' | 'element'> };
  readonly annotation: ToolTypes.Annotation;
  readonly textLines: readonly string[];
  readonly canvasCoordinates: readonly (readonly number[])[];
}

/** Puts the text of a tool's drawings beside what they measure, until the reader moves it (text-place.ts). */
export function placeTextBeside(tool: object): void {
  const draw: unknown = Reflect.get(tool, 'renderLinkedTextBoxAnnotation');
  if (typeof draw !== 'function') return;
  Object.assign(tool, {
    renderLinkedTextBoxAnnotation(asked: RenderText): unknown {
      const { data } = asked.annotation;
      const options = { ...asked, textLines: fitLines(asked.textLines, roomIn(asked.enabledElement.viewport.element)) };
      if (!data.handles || data.handles.textBox?.hasMoved === true) return Reflect.apply(draw, tool, [options]);
      const { viewport } = options.enabledElement;
      const [x, y] = besideDrawing(options);
      const before = boxOf(options);
      // Marked as moved while it is drawn only: Cornerstone would put it where it likes.
      const held = {
        worldBoundingBox: NOWHERE,
        ...data.handles.textBox,
        hasMoved: true,
        worldPosition: viewport.canvasToWorld([x - OFFSET, y - OFFSET]),
      };
      data.handles.textBox = held;
      try {
        return Reflect.apply(draw, tool, [options]);
      } finally {
        held.hasMoved = false;
        // Those after it gave way to where it stood, and may have been drawn already.
        if (!standsStill(before, boxOf(options))) drawAgain(viewport.element);
      }
    },
  });
}

function besideDrawing({ enabledElement: { viewport }, annotation, textLines, canvasCoordinates }: RenderText): Point2 {
  const { element } = viewport;
  const others = neighboursOf(annotation);
  const corner = (world: readonly number[]): Point2 =>
    toPoint(viewport.worldToCanvas([world[0] ?? 0, world[1] ?? 0, world[2] ?? 0]));
  return placeText({
    drawing: boundsOf(canvasCoordinates.map(toPoint)),
    size: textSize(textLines),
    area: { width: element.clientWidth, height: element.clientHeight },
    texts: [
      ...overlayTexts(element),
      // Only those before it in the list: two that give way to each other would never come to rest.
      ...others.before.flatMap(({ data }) => {
        const box = data.handles?.textBox?.worldBoundingBox;
        return box ? [boundsOf([corner(box.topLeft), corner(box.bottomRight)])] : [];
      }),
    ],
    drawings: others.all.flatMap(({ data }) => {
      const points = data.contour?.polyline ?? data.handles?.points ?? [];
      return points.length === 0 ? [] : [boundsOf(points.map(corner))];
    }),
  });
}

/** Where the text of a drawing stands now, CSS pixels; null before it was drawn. */
function boxOf({ annotation, enabledElement: { viewport } }: RenderText): Box | null {
  const box = annotation.data.handles?.textBox?.worldBoundingBox;
  if (!box) return null;
  const corner = ([x = 0, y = 0, z = 0]: readonly number[]): Point2 => toPoint(viewport.worldToCanvas([x, y, z]));
  return boundsOf([corner(box.topLeft), corner(box.bottomRight)]);
}

/** In the next frame: Cornerstone forgets what is asked of it while it draws. */
function drawAgain(element: HTMLDivElement): void {
  requestAnimationFrame(() => {
    if (element.isConnected) utilities.triggerAnnotationRender(element);
  });
}

/** Width that text may take over a glass: beside it stands the slice bar. */
function roomIn({ clientWidth }: HTMLElement): number {
  return clientWidth - 2 * RIM;
}

function neighboursOf(own: ToolTypes.Annotation) {
  const same = annotations.state
    .getAllAnnotations()
    .filter(({ metadata }) => metadata?.referencedImageId === own.metadata?.referencedImageId);
  const place = same.findIndex(({ annotationUID }) => annotationUID === own.annotationUID);
  return { before: same.slice(0, Math.max(0, place)), all: same.filter((_, i) => i !== place) };
}

/** Where text and marks stand over this glass, in its own coordinates. */
function overlayTexts(element: HTMLElement): readonly Box[] {
  const origin = element.getBoundingClientRect();
  const marks = element.closest('[data-viewport-id]')?.querySelectorAll('[data-over-image]') ?? [];
  return [...marks].map((mark) => {
    const { left, top, width, height } = mark.getBoundingClientRect();
    return { x: left - origin.left, y: top - origin.top, width, height };
  });
}

function toPoint(point: readonly number[]): Point2 {
  return [point[0] ?? 0, point[1] ?? 0];
}
