import type { Attributes } from '../parse/attributes.ts';

/** Where an object lies, as the document that names it says. */
export interface Place {
  readonly studyUid: string;
  readonly seriesUid: string;
}

/** Study and series of each object of the evidence (0040,A375), by SOP Instance UID. */
export function placesOf(attributes: Attributes): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const study of attributes.items('evidence')) {
    const studyUid = study.uid('studyUid');
    for (const series of study.items('referencedSeries')) {
      const seriesUid = series.uid('seriesUid');
      if (studyUid === null || seriesUid === null) continue;
      for (const sop of series.items('referencedSops')) {
        const sopUid = sop.uid('referencedSopInstance');
        if (sopUid !== null) places.set(sopUid, { studyUid, seriesUid });
      }
    }
  }
  return places;
}
