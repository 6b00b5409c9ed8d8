import type { FrameRef } from '../image-id.ts';
import type { GlassLayer, GlassMark } from './glass-layer.ts';

/** Marks that one object may put on one picture; a stranger's object may hold millions. */
export const MARKS_A_LAYER = 5000;

export interface LayerMarks {
  readonly layer: GlassLayer;
  readonly marks: readonly GlassMark[];
}

/** What stands over this picture, layer by layer in their order; only layers that say something about it. */
export function marksOver(layers: readonly GlassLayer[], ref: FrameRef): readonly LayerMarks[] {
  return layers.flatMap((layer) => {
    const marks = (layer.of(ref) ?? []).slice(0, MARKS_A_LAYER).filter(isDrawable);
    return marks.length === 0 ? [] : [{ layer, marks }];
  });
}

function isDrawable(mark: GlassMark): boolean {
  switch (mark.kind) {
    case 'line':
      return mark.points.length > 0 && mark.points.every((point) => point.every(Number.isFinite));
    case 'point':
    case 'text':
      return mark.at.every(Number.isFinite);
    case 'mask':
      return mark.columns > 0 && mark.rows > 0 && mark.alpha.length >= mark.columns * mark.rows;
  }
}
