import {
  AngleTool,
  ArrowAnnotateTool,
  BidirectionalTool,
  CircleROITool,
  CobbAngleTool,
  EllipticalROITool,
  LengthTool,
  PlanarFreehandROITool,
  ProbeTool,
  RectangleROITool,
} from '@cornerstonejs/tools';
import type { Types as ToolTypes } from '@cornerstonejs/tools';
import type { MeasureTool } from '../../../shared/model/measurement.ts';
import type { DrawingSink } from './drawing-sink.ts';
import { drawOnlyOnPicture } from './only-on-picture.ts';
import { POINT_DRAWINGS } from './point-drawings.ts';
import { placeTextBeside } from './text-beside.ts';

/**
 * Cornerstone's tools only move handles here: their own arithmetic (units, statistics) is switched off before it runs,
 * and the words beside a drawing come from shared/rules.
 */
function withoutOwnValues(tool: object, kind: MeasureTool, sink: () => DrawingSink | undefined): void {
  const notify = (annotation: ToolTypes.Annotation): object => {
    annotation.invalidated = false;
    const stats = (annotation.data.cachedStats ?? {}) as Record<string, unknown>;
    // Some tools draw no text until a value of theirs is there, and one looks for the places of arcs that it does not draw.
    for (const target of Object.keys(stats)) {
      stats[target] = { unit: '', areaUnit: '', angle: 1, value: 0, points: { canvas: {}, world: {} } };
    }
    sink()?.moved(kind, annotation);
    return stats;
  };
  Object.assign(tool, { _calculateCachedStats: notify, _throttledCalculateCachedStats: notify });
  drawOnlyOnPicture(tool);
  placeTextBeside(tool);
}

function sinkOf(tool: { configuration: unknown }): () => DrawingSink | undefined {
  return () => (tool.configuration as { sink?: DrawingSink }).sink;
}

type Props = ConstructorParameters<typeof LengthTool>[0];

export class LengthDrawing extends LengthTool {
  static override toolName = 'NightjarLength';
  constructor(props?: Props) {
    super(props);
    withoutOwnValues(this, 'length', sinkOf(this));
  }
}
export class BidirectionalDrawing extends BidirectionalTool {
  static override toolName = 'NightjarBidirectional';
  constructor(props?: Props) {
    super(props);
    withoutOwnValues(this, 'bidirectional', sinkOf(this));
  }
}
export class AngleDrawing extends AngleTool {
  static override toolName = 'NightjarAngle';
  constructor(props?: Props) {
    super(props);
    withoutOwnValues(this, 'angle', sinkOf(this));
  }
}
export class CobbDrawing extends CobbAngleTool {
  static override toolName = 'NightjarCobb';
  constructor(props?: Props) {
    super(props);
    withoutOwnValues(this, 'cobb', sinkOf(this));
  }
}
export class RectangleDrawing extends RectangleROITool {
  static override toolName = 'NightjarRectangle';
  constructor(props?: Props) {
    super(props);
    withoutOwnValues(this, 'rectangle', sinkOf(this));
  }
}
export class EllipseDrawing extends EllipticalROITool {
  static override toolName = 'NightjarEllipse';
  constructor(props?: Props) {
    super(props);
    withoutOwnValues(this, 'ellipse', sinkOf(this));
  }
}
export class CircleDrawing extends CircleROITool {
  static override toolName = 'NightjarCircle';
  constructor(props?: Props) {
    super(props);
    withoutOwnValues(this, 'circle', sinkOf(this));
  }
}
export class FreehandDrawing extends PlanarFreehandROITool {
  static override toolName = 'NightjarFreehand';
  constructor(props?: Props) {
    super(props);
    withoutOwnValues(this, 'freehand', sinkOf(this));
  }
}
export class ProbeDrawing extends ProbeTool {
  static override toolName = 'NightjarProbe';
  constructor(props?: Props) {
    super(props);
    withoutOwnValues(this, 'probe', sinkOf(this));
  }
}
export class ArrowDrawing extends ArrowAnnotateTool {
  static override toolName = 'NightjarArrow';
  constructor(props?: Props) {
    super(props);
    drawOnlyOnPicture(this);
    placeTextBeside(this);
  }
}

export const DRAWING_TOOLS = {
  length: LengthDrawing,
  bidirectional: BidirectionalDrawing,
  angle: AngleDrawing,
  cobb: CobbDrawing,
  rectangle: RectangleDrawing,
  ellipse: EllipseDrawing,
  circle: CircleDrawing,
  freehand: FreehandDrawing,
  probe: ProbeDrawing,
  arrow: ArrowDrawing,
  ...POINT_DRAWINGS,
} as const satisfies Record<MeasureTool, unknown>;

/** @returns null for a name that is not one of our drawing tools. */
export function toolOfName(name: string): MeasureTool | null {
  for (const [kind, tool] of Object.entries(DRAWING_TOOLS)) {
    if (tool.toolName === name) return kind as MeasureTool;
  }
  return null;
}
