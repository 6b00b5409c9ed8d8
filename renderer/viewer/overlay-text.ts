import type { StudyRole } from '../../shared/hanging/role-words.ts';
import { tiltWords, wordsAt } from '../../shared/hanging/slice-fault-words.ts';
import { NO_FAULTS } from '../../shared/hanging/slice-faults.ts';
import { frameInfo } from '../../shared/model/image.ts';
import { COLOUR_MAP_WORDS } from '../../shared/rules/colour/colour-maps.ts';
import { lossyMark } from '../../shared/rules/lossy.ts';
import { slicePosition } from '../../shared/rules/geometry.ts';
import { sheetWords } from '../../shared/rules/mosaic.ts';
import { REJECTION_WORDS } from '../../shared/rules/rejection.ts';
import { suvFactor } from '../../shared/rules/suv.ts';
import { figure } from './figure.ts';
import { fusedMarks } from './fusion/fused-words.ts';
import type { GlassTruth } from './glass-truth.ts';
import type { Mark } from './mark.ts';
import { sideGaps } from './letters.ts';
import { reformatWords } from './reformat/reformat-words.ts';

/** What the desk knows about the series in a viewport, already in the reader's words. */
export interface SeriesFacts {
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly role: StudyRole;
  /** "DOE, Jane" and id. */
  readonly patient: string;
  readonly patientId: string;
  readonly modality: string;
  readonly series: string;
  /** "b 800": which of its pictures, where the series is split; else empty. */
  readonly stack: string;
  /** ISO. */
  readonly studyDate: string;
  readonly institution: string;
  readonly received: number;
  readonly expected: number | null;
}

const IDENTITY: Readonly<Record<StudyRole, string>> = {
  current: 'current study',
  sibling: 'same examination',
  prior: 'prior',
};

/** Whose pictures these are, from when, and which, in one line: said of every viewport, however small it is. */
export function identityWords({ patient, role, studyDate, series, stack }: SeriesFacts): string {
  const study = `${IDENTITY[role]} ${studyDate}`;
  return [patient, study, `series ${series}`, stack].filter((part) => part !== '').join(', ');
}

export function windowText(truth: GlassTruth): string {
  const { voi, image } = truth;
  if (!voi) return '';
  if (voi.kind === 'table') return `LUT ${voi.table.explanation ?? ''}`.trim();
  // Activity says nothing without dose and weight: a PET is read in SUV where that is known.
  const suv = image?.pet ? suvFactor(image) : null;
  const [factor, unit] = suv?.ok === true ? [suv.factor, ' SUVbw'] : [1, ''];
  const fn = voi.fn === 'SIGMOID' ? ' sigmoid' : '';
  return `C ${figure(voi.center * factor)}  W ${figure(voi.width * factor)}${unit}${fn}`;
}

/** Bottom right: n/N, place along the normal, thickness. */
export function sliceLines(truth: GlassTruth): readonly string[] {
  const { ref, image } = truth;
  if (!ref || !image) return truth.count > 0 ? [`–/${truth.count}`] : [];
  const info = frameInfo(image, ref.frame);
  const place = slicePosition(info);
  // A plane of a reformat is a picture of this window alone: its number is that of the slice.
  const isOwn = image.reformat !== undefined || (image.subtraction !== undefined && info.position !== null);
  const frames =
    image.frames > 1 && !isOwn ? [`${image.sheet ? 'slice of the sheet' : 'frame'} ${ref.frame}/${image.frames}`] : [];
  const position = place === null ? [] : [`pos ${place.toFixed(1)} mm`];
  const thickness = info.sliceThickness === null ? [] : [`thick ${figure(info.sliceThickness)} mm`];
  return [`${truth.index + 1}/${truth.count}`, ...frames, ...position, ...thickness];
}

/** Marks that are never hidden (ui.md: honest marks). */
export function qualityMarks(truth: GlassTruth, facts: SeriesFacts, faults = NO_FAULTS): readonly Mark[] {
  const marks: Mark[] = [];
  const warn = (text: string): void => void marks.push({ text, tone: 'warning' });
  const { image } = truth;
  if (facts.expected !== null && facts.received < facts.expected) warn(`PARTIAL ${facts.received}/${facts.expected}`);
  const { objectFrames } = truth;
  if (objectFrames) warn(`${objectFrames.found} FRAMES FOUND, ${objectFrames.declared} DECLARED`);
  if (faults.sorted !== undefined) warn(faults.sorted);
  if (truth.ref) for (const words of wordsAt(faults, truth.index)) warn(words);
  for (const words of [...reformatWords(image), ...(image?.subtraction?.words ?? [])]) warn(words);
  marks.push(...fusedMarks(truth.fused, facts.series));
  if (truth.preview) warn('PREVIEW');
  const sheet = image ? sheetWords(image) : '';
  if (sheet !== '') warn(sheet);
  if (image?.resampled && !image.reformat) warn('INTERPOLATED');
  const lossy = image && lossyMark(image);
  if (lossy) warn(lossy);
  if (image?.rejected) warn(`REJECTED BY THE SITE: ${REJECTION_WORDS[image.rejected]}`);
  if (image?.conflict) warn('CONFLICT: another object has this UID');
  if (image && truth.ref) for (const words of sideGaps(image, truth.ref.frame, truth.rotation, truth.flip)) warn(words);
  if (truth.flip) warn('FLIPPED');
  if (truth.rotation !== 0) warn(`ROTATED ${truth.rotation}°`);
  if (truth.inverted) warn('INVERTED');
  if (truth.colours) warn(`COLOURS: ${COLOUR_MAP_WORDS[truth.colours.map]}`);
  if (truth.shutter === 'lifted') warn('SHUTTER LIFTED');
  if (truth.shutter === 'closed') marks.push({ text: 'shutter', tone: 'quiet' });
  if (truth.stateValues) marks.push({ text: 'grey values of a presentation state', tone: 'quiet' });
  if (image?.overlays) marks.push({ text: truth.overlaysShown ? 'overlay' : 'overlay hidden', tone: 'quiet' });
  if (image?.colourProfile === 'not-applied') warn('COLOUR PROFILE NOT APPLIED');
  if (image?.colourProfile === 'applied') marks.push({ text: 'by its colour profile', tone: 'quiet' });
  if (image?.xray?.recommended === 'SUB') marks.push({ text: 'sender recommends subtraction', tone: 'quiet' });
  if (image?.burnedIn) marks.push({ text: 'TEXT IN IMAGE', tone: 'quiet' });
  if (faults.tilt !== null) marks.push({ text: tiltWords(faults.tilt), tone: 'quiet' });
  if (faults.numbersDiffer) marks.push({ text: 'by position: image numbers differ', tone: 'quiet' });
  if (image && truth.doubts.length > 0) marks.push({ text: 'not diagnostic', tone: 'quiet' });
  return marks;
}

/** Said where nothing worse is: that a picture has all its pixels is a word of its own, not the absence of another. */
export function fullWords(truth: GlassTruth, facts: SeriesFacts): string {
  if (truth.image?.subtraction) return '';
  return truth.image !== null && qualityOf(truth, facts) === 'full' ? 'full quality' : '';
}

export type Quality = 'full' | 'interpolated' | 'lossy' | 'preview' | 'partial' | 'failed';

/** The worst that is to be said of the picture on the glass. */
export function qualityOf(truth: GlassTruth, facts: SeriesFacts | null): Quality {
  if (truth.state === 'failed') return 'failed';
  if (facts && facts.expected !== null && facts.received < facts.expected) return 'partial';
  const { image } = truth;
  if (truth.preview) return 'preview';
  if (image?.lossy) return 'lossy';
  const isFused = truth.fused?.state === 'drawn';
  return image?.resampled || image?.reformat?.interpolated || isFused ? 'interpolated' : 'full';
}
