import type { OfferedMap, ValueMaps } from '../../../../shared/model/value-map.ts';
import type { Attributes } from '../parse/attributes.ts';
import { realWorldMap } from '../parse/real-world-maps.ts';
import { codeOf } from './codes.ts';

const VALUE_MAP_CLASS = '1.2.840.10008.5.1.4.1.1.67';
/** Items and maps of one object; programs write one or two. */
const MOST_MAPS = 64;
const MOST_IMAGES = 20_000;
/** Codes of "Quantity" in a quantity definition (Part 3, 10.19): by SNOMED, and as it was before. */
const QUANTITY: ReadonlySet<string> = new Set(['246205007', 'G-C1C6']);

/** What a Real World Value Mapping object says; null where the object is none. */
export function readValueMaps(attributes: Attributes): ValueMaps | null {
  if (attributes.uid('sopClass') !== VALUE_MAP_CLASS) return null;
  const maker = [attributes.line('manufacturer'), attributes.line('model')].filter((part) => part !== null);
  return {
    maps: attributes.items('referencedImageMaps').slice(0, MOST_MAPS).flatMap(mapsOf).slice(0, MOST_MAPS),
    label: attributes.line('contentLabel'),
    creator: attributes.text('contentCreator'),
    maker: maker.length === 0 ? null : maker.join(' '),
    date: attributes.text('contentDate'),
    time: attributes.text('contentTime'),
  };
}

function mapsOf(item: Attributes): OfferedMap[] {
  const named = item.items('referencedImages').slice(0, MOST_IMAGES);
  const images = named.flatMap((one) => one.uid('referencedSopInstance') ?? []);
  const framesOnly = named.some((one) => one.filled('referencedFrame'));
  return item.items('realWorldMaps').map((one) => ({
    // Which sign the pixels have is known where the map is used.
    map: realWorldMap(one, false),
    quantity: quantityOf(one),
    images,
    framesOnly,
  }));
}

function quantityOf(item: Attributes): string | null {
  const said = item.items('quantityDefinitions').find((one) => QUANTITY.has(codeOf(one, 'conceptName')?.value ?? ''));
  return codeOf(said ?? null, 'conceptCode')?.meaning ?? codeOf(item, 'unitCode')?.meaning ?? null;
}
