import type { ImageInfo, RowColumn, SpacingSource } from '../model/image.ts';
import { imageKind } from './image-kind.ts';
import { imagerSpacing, usable } from './pixel-size.ts';
import type { Spacing } from './pixel-size.ts';

export const AT_DETECTOR = 'lengths are at the detector, not in the patient';
export const CALIBRATION_UNKNOWN = 'nobody said how the pixel spacing was calibrated';
export const ESTIMATED = 'the magnification is an estimate';
export const SHRUNK = 'magnification below 1 is not used';

/**
 * Spacing of radiographs, film scans and secondary captures (rule 3.7). `own` is Pixel Spacing (0028,0030), made usable.
 * Null when the object gives no spacing at all.
 */
export function projectionSpacing(image: ImageInfo, frame: number, own: RowColumn | null): Spacing | null {
  const detector = imagerSpacing(image, frame);
  const film = usable(image.spacing.nominalScannedPixelSpacing);
  if (own) return ownSpacing(image, own, detector, film);
  if (detector) return detectorSpacing(image, detector);
  return film && millimetres(film, 'scanned film', []);
}

function ownSpacing(image: ImageInfo, own: RowColumn, detector: RowColumn | null, film: RowColumn | null): Spacing {
  if (detector && same(own, detector)) return millimetres(own, 'at detector', atDetectorNotes(image));
  if (!detector && film && same(own, film)) return millimetres(own, 'scanned film', []);
  const label = calibrationLabel(image.spacing);
  if (label) return millimetres(own, label, suspicious(own, detector));
  if (detector || film) {
    return millimetres(own, 'calibrated: method not stated', suspicious(own, detector));
  }
  return millimetres(own, 'unknown calibration', [CALIBRATION_UNKNOWN]);
}

function detectorSpacing(image: ImageInfo, detector: RowColumn): Spacing {
  const found = imageKind(image) === 'projection' ? magnification(image.spacing) : { factor: null, label: '' };
  if (found.factor === null) return millimetres(detector, 'at detector', atDetectorNotes(image));
  const row = detector[0] / found.factor;
  const column = detector[1] / found.factor;
  return millimetres([row, column], `estimated (${found.label})`, [ESTIMATED]);
}

/** Estimated Radiographic Magnification Factor, else source to detector over source to patient; at least 1. */
function magnification(source: SpacingSource): { factor: number | null; label: string } {
  const stated = source.magnification;
  if (isMagnification(stated)) return { factor: stated, label: `ERMF ${ratioText(stated)}` };
  const { sourceToDetector, sourceToPatient } = source;
  if (sourceToDetector === null || sourceToPatient === null || !(sourceToPatient > 0))
    return { factor: null, label: '' };
  const ratio = sourceToDetector / sourceToPatient;
  return isMagnification(ratio) ? { factor: ratio, label: `SID/SOD ${ratioText(ratio)}` } : { factor: null, label: '' };
}

function isMagnification(factor: number | null): factor is number {
  return factor !== null && Number.isFinite(factor) && factor >= 1;
}

function atDetectorNotes(image: ImageInfo): string[] {
  const stated = image.spacing.magnification;
  return stated !== null && stated > 0 && stated < 1 ? [AT_DETECTOR, SHRUNK] : [AT_DETECTOR];
}

function calibrationLabel(source: SpacingSource): string | null {
  const type = source.calibrationType?.trim().toUpperCase();
  if (type === 'GEOMETRY') return 'mag.-corrected';
  if (type !== 'FIDUCIAL') return null;
  const description = source.calibrationDescription?.trim();
  return description ? `calibrated: ${description}` : 'calibrated';
}

/** A part of the patient is never larger than its shadow: a calibrated pixel above the detector's own is a mistake. */
function suspicious(own: RowColumn, detector: RowColumn | null): string[] {
  const larger = detector && (own[0] > detector[0] * 1.001 || own[1] > detector[1] * 1.001);
  return larger ? ['the pixel spacing is larger than that of the detector'] : [];
}

/** Equal as decimal strings of a header are: within a millionth. */
function same(a: RowColumn, b: RowColumn): boolean {
  return a.every((size, index) => Math.abs(size - (b[index] ?? 0)) <= 1e-6 * size);
}

function millimetres(spacing: RowColumn, basis: string, warnings: readonly string[]): Spacing {
  return { row: spacing[0], column: spacing[1], unit: 'mm', basis, warnings };
}

/** Up to three decimals without trailing zeros: 1.25, 1.073, 1. */
function ratioText(ratio: number): string {
  return String(Number(ratio.toFixed(3)));
}
