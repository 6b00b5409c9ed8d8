import { missingSlices } from '../../shared/hanging/slice-fault-words.ts';
import { NO_FAULTS } from '../../shared/hanging/slice-faults.ts';
import type { SliceFaults } from '../../shared/hanging/slice-faults.ts';
import { frameInfo } from '../../shared/model/image.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import { edgeLetters } from '../../shared/rules/orientation.ts';
import type { EdgeLetters } from '../../shared/rules/orientation.ts';
import { spacingOf } from '../../shared/rules/spacing.ts';
import type { GlassTruth } from './glass-truth.ts';
import { figure, qualityOf } from './overlay-text.ts';
import type { SeriesFacts } from './overlay-text.ts';

/** Letters at the edges of the picture as it stands; null where nobody said or the turn is not a quarter. */
export function lettersOf(image: ImageInfo, frame: number, rotation: number, flip: boolean): EdgeLetters | null {
  if (rotation !== 0 && rotation !== 90 && rotation !== 180 && rotation !== 270) return null;
  const { orientation } = frameInfo(image, frame);
  return edgeLetters({ orientation, patientOrientation: image.patientOrientation }, { rotation, flip });
}

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
    'data-role': facts.role,
    'data-expected': facts.expected ?? '',
    'data-quality': qualityOf(truth, facts),
    'data-order': faults.order,
    'data-missing': missingSlices(faults),
    'data-duplicates': faults.duplicates.length,
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
    'data-zoom': truth.zoom.toFixed(3),
    'data-rotation': truth.rotation,
    'data-flip': truth.flip ? 'true' : 'false',
    'data-orientation': letters ? `${letters.left}/${letters.right}/${letters.top}/${letters.bottom}` : '',
    'data-spacing': `${figure(spacing.row)}\\${figure(spacing.column)} ${spacing.unit}`,
    'data-spacing-source': spacing.basis,
  };
}

/** Only where the object says another number of frames than it has. */
function framesOf({ objectFrames }: GlassTruth): Readonly<Record<`data-${string}`, number>> {
  return objectFrames ? { 'data-frames-declared': objectFrames.declared, 'data-frames-found': objectFrames.found } : {};
}
