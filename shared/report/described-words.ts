import { entryOf } from '../lib/entry-of.ts';
import { frameInfo } from '../model/image.ts';
import type { ImageInfo } from '../model/image.ts';
import type { Code } from '../model/code.ts';
import type { Described } from '../model/described.ts';
import type { Measurement } from '../model/measurement.ts';
import type { FindingList } from './finding-list.ts';
import { sameCode } from './finding-list.ts';

/** Laterality (CID 244), by value of SNOMED CT. */
const SIDES: Readonly<Record<string, 'LEFT' | 'RIGHT' | 'BOTH SIDES'>> = {
  '7771000': 'LEFT',
  '24028007': 'RIGHT',
  '51440002': 'BOTH SIDES',
};

/** LEFT and RIGHT are spelled out; another code by its meaning. */
export function sideWords(laterality: Code): string {
  return (laterality.scheme === 'SCT' ? entryOf(SIDES, laterality.value) : undefined) ?? laterality.meaning;
}

/** "Nodule; Lung, RIGHT; Margins: Spiculated"; empty where nobody said anything. */
export function describedWords({ finding, findingSite, laterality, evaluations = [] }: Described): string {
  const side = laterality === undefined ? [] : [sideWords(laterality)];
  const site = [...(findingSite === undefined ? [] : [findingSite.meaning]), ...side].join(', ');
  const judged = evaluations.map(({ name, value }) => `${name.meaning}: ${value.meaning}`);
  return [finding?.meaning ?? '', site, ...judged].filter((part) => part !== '').join('; ');
}

/**
 * The side that the picture below a measurement says of itself (Image Laterality, Frame Laterality, Laterality); null: none, both, or
 * unpaired, or no stored picture at all: a reformat lies across several.
 */
export function pictureSide(
  image: ImageInfo | null,
  { frame, plane }: Pick<Measurement, 'frame' | 'plane'>,
): 'LEFT' | 'RIGHT' | null {
  if (image === null || plane !== undefined) return null;
  const own = frameInfo(image, frame).acquired?.laterality;
  // A frame that says "unpaired" says no more than the object.
  const said = own === 'L' || own === 'R' || own === 'B' ? own : image.laterality;
  return said === 'L' ? 'LEFT' : said === 'R' ? 'RIGHT' : null;
}

/** What is doubtful about the side: it is not what the picture says, or a paired organ has none. Empty: nothing. */
export function sideDoubts(
  { findingSite, laterality }: Described,
  picture: 'LEFT' | 'RIGHT' | null,
  list: Pick<FindingList, 'sites'>,
): readonly string[] {
  const side = laterality === undefined ? null : sideWords(laterality);
  if (side !== null) return picture !== null && picture !== side ? [`The image says ${picture}`] : [];
  const isPaired = list.sites.some(({ code, paired }) => paired && sameCode(code, findingSite));
  return isPaired ? ['Side not said'] : [];
}
