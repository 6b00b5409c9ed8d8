import { displayDate } from '../dicom/dates.ts';
import { displayName, parsePersonName } from '../dicom/person-name.ts';
import type { ImageInfo, RealWorldMap } from '../model/image.ts';
import type { OfferedMap, SeriesValueMap, ValueMaps } from '../model/value-map.ts';

/** UCUM: a number without a dimension, said so that it does not stand bare. */
export const RATIO = '{ratio}';
const MOST_UNSIGNED = 0xffff;
const MOST_SIGNED = 0x7fff;

/** The unit that stands beside a value of a map. */
export function mappedUnit({ unit }: Pick<RealWorldMap, 'unit'>): string {
  return unit === '1' ? RATIO : unit;
}

/** What the choice makes of a picture of its series: the same picture, with the map where the object names it. */
export function withValueMap(image: ImageInfo, chosen: SeriesValueMap | null): ImageInfo {
  const { valueMap: _before, ...bare } = image;
  if (!chosen || image.sopUid === null || !chosen.images.includes(image.sopUid)) return bare;
  return { ...bare, valueMap: { map: inValuesOf(image, chosen.map), words: chosen.words } };
}

/** (US or SS) of an object that does not know the sign of the pixels: implicit files, and writers who take one for the other. */
function inValuesOf(image: ImageInfo, map: RealWorldMap): RealWorldMap {
  if (image.pixels?.signed !== true) return map;
  const asSigned = (value: number): number =>
    Number.isInteger(value) && value > MOST_SIGNED && value <= MOST_UNSIGNED ? value - (MOST_UNSIGNED + 1) : value;
  const first = asSigned(map.first);
  const last = asSigned(map.last);
  // 0 to 65535 of signed pixels means all of them, and not the one value between 0 and -1.
  return first <= last ? { ...map, first, last } : map;
}

/** "SUV body weight by Ada, 2015-08-19": which map, and whose. */
export function mapWords({ creator, maker, date }: ValueMaps, { map, quantity }: OfferedMap): string {
  const person = creator === null ? '' : displayName(parsePersonName(creator));
  const who = person === '' ? (maker ?? 'somebody it does not name') : person;
  const what = map?.label ?? quantity ?? 'map without a name';
  return `${what} by ${who}${date === null ? '' : `, ${displayDate(date)}`}`;
}
