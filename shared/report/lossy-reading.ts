import type { LossyGround, LossyReading } from '../model/lossy.ts';
import type { ToldFinding } from '../model/told-finding.ts';
import type { CheckFinding } from '../model/report.ts';
import { groundText, worseGround } from '../rules/lossy.ts';
import { renderedSections } from './rendered-sections.ts';
import type { RenderedSection, SignedDocument } from './signed-document.ts';
import { localTime } from './signed-time.ts';
import { TOLD_CODE, TOLD_SECTION, toldText } from './told-section.ts';
import type { SeriesReading } from './unread.ts';

/** Measurement of the text that was drawn on a lossy picture. */
export interface LossyMeasurement {
  readonly label: string;
  readonly ground: LossyGround;
}

/** What a report is made from, of lossy pictures: those on the reader's glass, and those measured on. Null: none. */
export function lossyReading(
  series: readonly SeriesReading[],
  measured: readonly LossyMeasurement[],
): LossyReading | null {
  const shown = series.flatMap(({ lossy }) => (lossy === undefined ? [] : [lossy]));
  const grounds = [...shown.map(({ worst }) => worst), ...measured.map(({ ground }) => ground)];
  const [first, ...others] = grounds;
  if (first === undefined) return null;
  return {
    seen: series.reduce((sum, one) => sum + one.seen, 0),
    lossy: shown.reduce((sum, { pictures }) => sum + pictures, 0),
    worst: others.reduce(worseGround, first),
    measurements: measured.map(({ label }) => label),
  };
}

/** "12 of the 40 images on screen were lossy compressed, at worst 13.9:1 by the header. Measured on such images: M1, M3." */
export function lossyWords({ seen, lossy, worst, measurements }: LossyReading): string {
  const how = worst.from === null || lossy === 1 ? groundText(worst) : `at worst ${groundText(worst)}`;
  const onScreen = lossy === 0 ? 'Images of the study are' : `${shown(lossy, seen)} ${lossy === 1 ? 'was' : 'were'}`;
  const measured = measurements.length === 0 ? '' : ` Measured on such images: ${measurements.join(', ')}.`;
  return `${onScreen} lossy compressed, ${how}.${measured}`;
}

function shown(lossy: number, seen: number): string {
  if (lossy < seen) return `${lossy} of the ${seen} images on screen`;
  return seen === 1 ? 'The image on screen' : `All ${seen} images on screen`;
}

/**
 * Asked before a signature (fault F56). An addendum is written to a report that was read before: it is asked only about what it
 * measures itself.
 */
export function lossyChecks(reading: LossyReading | null, isAddendum: boolean): CheckFinding[] {
  if (reading === null) return [];
  const tier = isAddendum && reading.measurements.length === 0 ? 'note' : 'acknowledge';
  return [{ code: 'check/lossy-images', tier, message: lossyWords(reading), sectionId: null }];
}

/** Everything that an output says under headings: what was written, then what the pictures were. */
export function documentSections(
  document: Pick<SignedDocument, 'template' | 'content' | 'lossy' | 'communications' | 'zone'>,
): RenderedSection[] {
  const { communications = [], lossy, zone } = document;
  return [
    ...renderedSections(document.template, document.content),
    ...(communications.length === 0 ? [] : [toldSection(communications, zone)]),
    ...(lossy === undefined ? [] : [imageQuality(lossy)]),
  ];
}

function toldSection(told: readonly ToldFinding[], zone: string): RenderedSection {
  const text = toldText(told, (at) => localTime(at, zone));
  return { sectionId: TOLD_SECTION, title: TOLD_CODE.meaning, code: TOLD_CODE, text, fields: [] };
}

function imageQuality(lossy: LossyReading): RenderedSection {
  return {
    sectionId: IMAGE_QUALITY,
    title: 'Image quality',
    // CID 7001 has no heading for it: how the pictures were is part of how the examination was done.
    code: { value: '121064', scheme: 'DCM', meaning: 'Current Procedure Descriptions' },
    text: lossyWords(lossy),
    fields: [],
  };
}

/** Not one of a template's. */
export const IMAGE_QUALITY = 'image-quality';
