import type { ParsedRequest, Response } from '../../../shared/contract/index.ts';
import { AppError } from '../../../shared/errors/app-error.ts';
import type { ReadObject } from '../../../shared/model/dicom-object.ts';
import { SeriesId } from '../../../shared/model/ids.ts';
import type { ObjectId, PersonId } from '../../../shared/model/ids.ts';
import { mapWords } from '../../../shared/rules/value-maps.ts';
import type { Archive } from '../archive/archive.ts';
import type { Clock } from '../kernel/ports.ts';
import type { Reading } from './reading.ts';
import { remeasureSeries } from './remeasure-series.ts';
import type { Measure } from './remeasure-series.ts';
import type { ChosenValueMaps } from './value-maps.ts';

export interface UseMapParts {
  readonly archive: Archive;
  readonly maps: ChosenValueMaps;
  readonly seriesId: (studyId: ParsedRequest<'reading.useValueMap'>['studyId'], seriesUid: string) => string;
  readonly reading: Reading;
  readonly clock: Clock;
  readonly personId: PersonId;
  readonly measure: Measure;
  /** What the object says, checked to be of this patient. */
  readonly read: (objectId: ObjectId) => Promise<ReadObject>;
}

/**
 * Reads the values of a series by a map that an object brings, or by its header again, and measures all drawings of the series anew.
 * @throws AppError archive/unknown-series, archive/unknown-object, measure/cannot-map, objects/…
 */
export async function useValueMap(
  parts: UseMapParts,
  { studyId, seriesUid, choice }: ParsedRequest<'reading.useValueMap'>,
): Promise<Response<'reading.useValueMap'>> {
  const { archive, maps, clock, personId } = parts;
  const seriesId = SeriesId.parse(parts.seriesId(studyId, seriesUid));
  if (choice) {
    const { content } = await parts.read(choice.objectId);
    const offered = content.kind === 'value-maps' ? content.valueMaps.maps[choice.item] : undefined;
    if (content.kind !== 'value-maps' || !offered) throw refused('the object has no such map');
    if (!offered.map || offered.framesOnly) throw refused('a map without a rule, or for single frames');
    const named = new Set(offered.images);
    const images = archive.imagesOf(seriesId).flatMap(({ sopUid }) => (sopUid && named.has(sopUid) ? [sopUid] : []));
    if (images.length === 0) throw refused('it names no image of this series');
    const words = mapWords(content.valueMaps, offered);
    const { map } = offered;
    maps.save({ studyId, seriesUid, ...choice, map, images, words, by: personId, at: clock.nowIso() });
  } else maps.withdraw(studyId, seriesUid);
  await remeasureSeries(parts, studyId, seriesId);
  const chosen = maps.list(studyId).find((one) => one.seriesUid === seriesUid) ?? null;
  return { chosen };
}

function refused(message: string): AppError {
  return new AppError('measure/cannot-map', message);
}
