import { missingSlices } from '../../shared/hanging/slice-fault-words.ts';
import { NO_FAULTS } from '../../shared/hanging/slice-faults.ts';
import type { SliceFaults } from '../../shared/hanging/slice-faults.ts';
import { spacingOf } from '../../shared/rules/spacing.ts';
import type { GlassTruth } from './glass-truth.ts';
import { lettersOf, sideText } from './letters.ts';
import { figure } from './figure.ts';
import { qualityOf } from './overlay-text.ts';
import type { SeriesFacts } from './overlay-text.ts';

/** The page's word for what is on the glass: read by tests, blind readers and the smoke run (architecture.md). */
export function glassAttributes(
  viewportId: string,
  truth: GlassTruth,
  facts: SeriesFacts | null,
  faults: SliceFaults = NO_FAULTS,
): Readonly<Record<`data-${string}`, string | number | undefined>> {
  const { image, ref, voi } = truth;
  const own = { 'data-viewport-id': viewportId, 'data-state': truth.state, 'data-count': truth.count };
  if (!facts) return own;
  const series = {
    ...own,
    'data-study-uid': facts.studyUid,
    'data-series-uid': facts.seriesUid,
    'data-stack': facts.stack,
    'data-role': facts.role,
    'data-expected': facts.expected ?? '',
    // Without a picture there is nothing that could be of full quality.
    'data-quality': truth.state === 'empty' ? undefined : qualityOf(truth, facts),
    'data-order': faults.sorted ?? faults.order,
    'data-missing': missingSlices(faults),
    'data-duplicates': faults.duplicates.length,
    'data-spacing-changes': faults.changes.length,
    'data-tilt': faults.tilt === null ? '' : faults.tilt.toFixed(1),
  };
  if (!image || !ref) return series;
  const letters = lettersOf(image, ref.frame, truth.rotation, truth.flip);
  const spacing = spacingOf(image, ref.frame);
  const window = voi?.kind === 'window' ? voi : null;
  return {
    ...series,
    'data-sop-uid': image.sopUid ?? '',
    'data-object-id': ref.objectId,
    'data-frame': ref.frame,
    'data-index': truth.index,
    ...framesOf(truth),
    'data-window-center': window ? figure(window.center) : '',
    'data-window-width': window ? figure(window.width) : '',
    'data-voi-function': voi === null ? '' : window ? window.fn : 'LUT',
    'data-invert': truth.inverted ? 'true' : 'false',
    'data-painted-by': truth.paintedBy,
    'data-shutter': truth.shutter,
    'data-overlay': image.overlays ? (truth.overlaysShown ? 'shown' : 'hidden') : 'none',
    'data-display': truth.doubts.length > 0 ? 'not-diagnostic' : 'diagnostic',
    'data-zoom': truth.zoom.toFixed(3),
    'data-rotation': truth.rotation,
    'data-flip': truth.flip ? 'true' : 'false',
    'data-orientation': letters ? `${letters.left}/${letters.right}/${letters.top}/${letters.bottom}` : '',
    'data-laterality': sideText(image, ref.frame),
    'data-spacing': `${figure(spacing.row)}\\${figure(spacing.column)} ${spacing.unit}`,
    'data-spacing-source': spacing.basis,
    ...(truth.colours ? { 'data-colours': truth.colours.map } : {}),
    ...fusedOf(truth),
  };
}

/** Only where the object says another number of frames than it has. */
function framesOf({ objectFrames }: GlassTruth): Readonly<Record<`data-${string}`, number>> {
  return objectFrames ? { 'data-frames-declared': objectFrames.declared, 'data-frames-found': objectFrames.found } : {};
}

/** Only where something lies over the picture, or should. */
function fusedOf({ fused }: GlassTruth): Readonly<Record<`data-${string}`, string>> {
  if (!fused) return {};
  return {
    'data-fused': fused.state,
    'data-fused-series': fused.seriesUid,
    'data-fused-opacity': fused.opacity.toFixed(2),
    'data-fused-colours': fused.map,
    'data-fused-scale': `${figure(fused.scale.low)}\\${figure(fused.scale.high)} ${fused.unit}`,
  };
}
