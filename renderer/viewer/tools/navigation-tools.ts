import { BaseTool } from '@cornerstonejs/tools';
import type { Types as ToolTypes } from '@cornerstonejs/tools';
import type { Point2 } from '../../../shared/model/measurement.ts';

/** A drag on a viewport, in CSS pixels: moved since the last event, now at, began at. */
export interface DragStep {
  readonly viewportId: string;
  readonly delta: Point2;
  readonly at: Point2;
  readonly from: Point2;
}

export type NavigationTool = 'scroll' | 'window' | 'zoom' | 'pan' | 'magnify';

/** What the mouse does is decided by the desk; these tools only say which drag it was. */
export interface NavigationSink {
  readonly dragged: (tool: NavigationTool, step: DragStep) => void;
}

/** Cornerstone's dispatcher gives annotation handles the first chance at a press; a drag on nothing comes here. */
abstract class DragTool extends BaseTool {
  protected abstract readonly kind: NavigationTool;

  mouseDragCallback(event: ToolTypes.EventTypes.MouseDragEventType): void {
    const { viewportId, deltaPoints, currentPoints, startPoints } = event.detail;
    const sink = (this.configuration as { sink?: NavigationSink }).sink;
    sink?.dragged(this.kind, {
      viewportId,
      delta: [deltaPoints.canvas[0], deltaPoints.canvas[1]],
      at: [currentPoints.canvas[0], currentPoints.canvas[1]],
      from: [startPoints.canvas[0], startPoints.canvas[1]],
    });
  }
}

export class ScrollDrag extends DragTool {
  static override toolName = 'NightjarScroll';
  protected readonly kind = 'scroll';
}
export class WindowDrag extends DragTool {
  static override toolName = 'NightjarWindow';
  protected readonly kind = 'window';
}
export class ZoomDrag extends DragTool {
  static override toolName = 'NightjarZoom';
  protected readonly kind = 'zoom';
}
export class PanDrag extends DragTool {
  static override toolName = 'NightjarPan';
  protected readonly kind = 'pan';
}
export class MagnifyDrag extends DragTool {
  static override toolName = 'NightjarMagnify';
  protected readonly kind = 'magnify';
}

export const NAVIGATION_TOOLS = {
  scroll: ScrollDrag,
  window: WindowDrag,
  zoom: ZoomDrag,
  pan: PanDrag,
  magnify: MagnifyDrag,
} as const;
