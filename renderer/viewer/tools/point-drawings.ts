import { drawOnlyOnPicture } from './only-on-picture.ts';
import { POINT_FIGURES } from './point-figures.ts';
import type { PointTool } from './point-figures.ts';
import { PointsTool } from './points-tool.ts';
import { placeTextBeside } from './text-beside.ts';

type Props = ConstructorParameters<typeof PointsTool>[0];

/** What every drawing of our own shares: no picture, no drawing; its words stand beside it. */
abstract class PointDrawing extends PointsTool {
  protected abstract override readonly kind: PointTool;
  constructor(props?: Props) {
    super(props);
    drawOnlyOnPicture(this);
    placeTextBeside(this);
  }
}

export class PolylineDrawing extends PointDrawing {
  static override toolName = 'NightjarPolyline';
  protected readonly kind = 'polyline';
  protected readonly figure = POINT_FIGURES.polyline;
}

export class PolygonDrawing extends PointDrawing {
  static override toolName = 'NightjarPolygon';
  protected readonly kind = 'polygon';
  protected readonly figure = POINT_FIGURES.polygon;
}

export class OpenAngleDrawing extends PointDrawing {
  static override toolName = 'NightjarOpenAngle';
  protected readonly kind = 'open-angle';
  protected readonly figure = POINT_FIGURES['open-angle'];
}

export class PerpendicularDrawing extends PointDrawing {
  static override toolName = 'NightjarPerpendicular';
  protected readonly kind = 'perpendicular';
  protected readonly figure = POINT_FIGURES.perpendicular;
}

export class CardiothoracicDrawing extends PointDrawing {
  static override toolName = 'NightjarCardiothoracic';
  protected readonly kind = 'cardiothoracic';
  protected readonly figure = POINT_FIGURES.cardiothoracic;
}

export class LegAxisDrawing extends PointDrawing {
  static override toolName = 'NightjarLegAxis';
  protected readonly kind = 'leg-axis';
  protected readonly figure = POINT_FIGURES['leg-axis'];
}

export class DopplerDrawing extends PointDrawing {
  static override toolName = 'NightjarDoppler';
  protected readonly kind = 'doppler';
  protected readonly figure = POINT_FIGURES.doppler;
}

export class SpineLabelDrawing extends PointDrawing {
  static override toolName = 'NightjarSpineLabel';
  protected readonly kind = 'spine-label';
  protected readonly figure = POINT_FIGURES['spine-label'];
}

export class ThresholdDrawing extends PointDrawing {
  static override toolName = 'NightjarThreshold';
  protected readonly kind = 'threshold';
  protected readonly figure = POINT_FIGURES.threshold;
}

export class ThresholdVolumeDrawing extends PointDrawing {
  static override toolName = 'NightjarThresholdVolume';
  protected readonly kind = 'threshold-volume';
  protected readonly figure = POINT_FIGURES['threshold-volume'];
}

export class CalciumDrawing extends PointDrawing {
  static override toolName = 'NightjarCalcium';
  protected readonly kind = 'calcium';
  protected readonly figure = POINT_FIGURES.calcium;
}

export const POINT_DRAWINGS = {
  threshold: ThresholdDrawing,
  polyline: PolylineDrawing,
  polygon: PolygonDrawing,
  'open-angle': OpenAngleDrawing,
  perpendicular: PerpendicularDrawing,
  cardiothoracic: CardiothoracicDrawing,
  'leg-axis': LegAxisDrawing,
  doppler: DopplerDrawing,
  'spine-label': SpineLabelDrawing,
  'threshold-volume': ThresholdVolumeDrawing,
  calcium: CalciumDrawing,
} as const satisfies Record<PointTool, unknown>;
