import { PROPOSED, proposeShortAxis } from '../../shared/rules/propose-short-axis.ts';
import type { DrawingState, ViewerEngine } from '../viewer/index.ts';

/**
 * A bidirectional drawing as it was drawn, with a short axis that ends at the edge of what lies under its long one, marked as proposed.
 * Its values are worked out anew without the mark as soon as a handle is moved. Unchanged where no edge is found.
 */
export function withShortAxis({ source, tools }: ViewerEngine, drawing: DrawingState): DrawingState {
  const [from, to] = drawing.points;
  const image = source.image(drawing.ref.objectId);
  const decoded = source.decoded(drawing.ref);
  if (drawing.tool !== 'bidirectional' || !from || !to || !image || !decoded) return drawing;
  const { columns, rows, samples } = decoded.header;
  const pixels = { columns, rows, samples, data: decoded.pixels };
  const short = proposeShortAxis([from, to], image, drawing.ref.frame, pixels);
  if (!short) return drawing;
  const points = [from, to, ...short];
  const result = tools.drawings.measure('bidirectional', points, drawing.ref, {});
  return { ...drawing, points, result: { ...result, warnings: [...result.warnings, PROPOSED] } };
}
