import type { ObjectReference } from '../../../../shared/report/signed-document.ts';
import { sequence, text } from './element.ts';
import type { DicomItem } from './element.ts';

export interface StudyReference extends ObjectReference {
  readonly studyUid: string;
}

/** Every object once, under its series and study, in the order given (Part 3, C.17.2.1). */
export function evidenceItems(references: readonly StudyReference[]): DicomItem[] {
  const byStudy = new Map<string, Map<string, StudyReference>>();
  for (const one of references) {
    const known = byStudy.get(one.studyUid) ?? new Map<string, StudyReference>();
    if (!known.has(one.sopUid)) known.set(one.sopUid, one);
    byStudy.set(one.studyUid, known);
  }
  return [...byStudy].flatMap(([studyUid, objects]) => hierarchicalReferences(studyUid, [...objects.values()]));
}

/** Study, its series, their objects: the shape of evidence and predecessor lists. Objects in the order given. */
export function hierarchicalReferences(studyUid: string, objects: readonly ObjectReference[]): DicomItem[] {
  const bySeries = new Map<string, ObjectReference[]>();
  for (const object of objects) {
    const known = bySeries.get(object.seriesUid);
    if (known) known.push(object);
    else bySeries.set(object.seriesUid, [object]);
  }
  const series = [...bySeries].map(([seriesUid, members]): DicomItem => [
    sequence(
      0x00081199,
      ...members.map((member): DicomItem => [
        text(0x00081150, 'UI', member.sopClass),
        text(0x00081155, 'UI', member.sopUid),
      ]),
    ),
    text(0x0020000e, 'UI', seriesUid),
  ]);
  return [[sequence(0x00081115, ...series), text(0x0020000d, 'UI', studyUid)]];
}
