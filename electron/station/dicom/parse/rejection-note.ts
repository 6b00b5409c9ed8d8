import type { RejectionNote } from '../../../../shared/model/rejection.ts';
import { KEY_OBJECT_CLASS, rejectionReason } from '../../../../shared/rules/rejection.ts';
import type { Attributes } from './attributes.ts';
import type { Notes } from './data-set.ts';

/** References that one note may have; a study with more objects is taken back by several. */
const MOST_REFERENCES = 10_000;
const MOST_DEPTH = 8;
const MOST_TEXT = 200;
/** Key Object Description (DCM). */
const DESCRIPTION = '113012';

/**
 * What a key object document takes back, or null where it is about something else. Its content tree names the objects (Part 3,
 * C.17.3), its evidence the study of each (C.17.2): an object of which no study is named is nobody's.
 */
export function rejectionNote(attributes: Attributes, sopClass: string | null, notes: Notes): RejectionNote | null {
  if (sopClass !== KEY_OBJECT_CLASS) return null;
  const title = attributes.item('conceptName');
  const reason = rejectionReason(title?.text('codeValue') ?? '', title?.text('codingScheme') ?? '');
  if (reason === null) return null;
  const named = new Set<string>();
  contentObjects(attributes, named, 0);
  const studies = evidence(attributes);
  const references = [...named].flatMap((sopUid) => {
    const studyUid = studies.get(sopUid);
    return studyUid === undefined ? [] : [{ studyUid, sopUid }];
  });
  if (references.length < named.size) notes.add('rejection-without-evidence');
  if (references.length > MOST_REFERENCES) notes.add('rejection-cut');
  return { reason, references: references.slice(0, MOST_REFERENCES), text: description(attributes) };
}

/** Every object that the content tree names, however deep. */
function contentObjects(attributes: Attributes, named: Set<string>, depth: number): void {
  if (depth > MOST_DEPTH) return;
  for (const item of attributes.items('content')) {
    for (const reference of item.items('referencedSops')) {
      const uid = reference.uid('referencedSopInstance');
      if (uid !== null && named.size <= MOST_REFERENCES) named.add(uid);
    }
    contentObjects(item, named, depth + 1);
  }
}

/** The study of each object, as the evidence of the document says it. */
function evidence(attributes: Attributes): ReadonlyMap<string, string> {
  const studies = new Map<string, string>();
  for (const study of attributes.items('evidence')) {
    const studyUid = study.uid('studyUid');
    if (studyUid === null) continue;
    const sops = study.items('referencedSeries').flatMap((series) => series.items('referencedSops'));
    for (const sop of sops) {
      const uid = sop.uid('referencedSopInstance');
      if (uid !== null) studies.set(uid, studyUid);
    }
  }
  return studies;
}

function description(attributes: Attributes): string | null {
  const item = attributes.items('content').find((one) => one.item('conceptName')?.text('codeValue') === DESCRIPTION);
  return item?.line('textValue')?.slice(0, MOST_TEXT) ?? null;
}
