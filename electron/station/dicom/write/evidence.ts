import type { ObjectReference } from '../../../../shared/report/signed-document.ts';
import type { DicomItem } from './element.ts';
import { hierarchicalReferences } from './sr-header.ts';

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
