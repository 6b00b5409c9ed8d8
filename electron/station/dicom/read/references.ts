import type { ObjectReferences } from '../../../../shared/model/dicom-object.ts';
import { TAG } from '../../../../shared/dicom/tags.ts';
import { Attributes } from '../parse/attributes.ts';

/** More than this no object is checked by: what it names first is enough to say whose it is. */
const MOST = 20_000;
/** Study classes of the retired study management: its instance is the study itself (RT referenced studies). */
const STUDY_CLASSES: ReadonlySet<string> = new Set(['1.2.840.10008.3.1.2.3.1', '1.2.840.10008.3.1.2.3.2']);

/** Predecessor documents, referenced performed steps and requests, identical documents. */
const NOT_SPOKEN_OF: ReadonlySet<number> = new Set([
  0x0040a360,
  0x00081111,
  0x0040a370,
  0x0040a525,
  TAG.verifyingObservers[0],
]);

/** Every study, object and frame of reference that an object names, wherever it does. */
export function referencesOf(attributes: Attributes): ObjectReferences {
  const studies = new Set<string>();
  const images = new Set<string>();
  const framesOfReference = new Set<string>();
  const add = (set: Set<string>, uid: string | null): void => {
    if (uid !== null && set.size < MOST) set.add(uid);
  };
  const visit = (item: Attributes, isRoot: boolean): void => {
    add(framesOfReference, item.uid('frameOfReference'));
    add(framesOfReference, item.uid('referencedFrameOfReference'));
    add(framesOfReference, item.uid('sourceFrameOfReference'));
    if (!isRoot) add(studies, item.uid('studyUid'));
    const sopUid = item.uid('referencedSopInstance');
    const sopClass = item.uid('referencedSopClass') ?? '';
    if (STUDY_CLASSES.has(sopClass)) add(studies, sopUid);
    else add(images, sopUid);
    for (const [tag, element] of item.dataSet.elements) {
      // What it took the place of, and what was asked for, is no picture it speaks of.
      if (element.items === null || NOT_SPOKEN_OF.has(tag)) continue;
      for (const inside of element.items) visit(new Attributes(inside, item.charset), false);
    }
  };
  visit(attributes, true);
  return { studies: [...studies], images: [...images], framesOfReference: [...framesOfReference] };
}
