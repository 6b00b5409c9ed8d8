import type { KeyObject, KeyReference } from '../../../../shared/model/key-image.ts';
import { KEY_OBJECT_CLASS } from '../../../../shared/rules/rejection.ts';
import type { Attributes } from '../parse/attributes.ts';
import { codeOf, imageReferences, isCode } from './codes.ts';
import { textOf } from './content-text.ts';
import { placesOf } from './evidence.ts';

/** References that one document may have here; more are left out. */
const MOST_REFERENCES = 10_000;
const MOST_DEPTH = 8;

/** What a key object selection says; null where the object is none, or has no title. */
export function readKeyObject(attributes: Attributes): KeyObject | null {
  if (attributes.uid('sopClass') !== KEY_OBJECT_CLASS) return null;
  const title = codeOf(attributes, 'conceptName');
  if (title === null) return null;
  const items = attributes.items('content');
  const places = placesOf(attributes);
  const references: KeyReference[] = [];
  const others: string[] = [];
  visit(attributes, 0, (item) => {
    if (references.length + others.length >= MOST_REFERENCES) return;
    for (const { sopUid, sopClass, frame } of imageReferences(item, 'referencedSops')) {
      const place = places.get(sopUid);
      if (item.text('valueType') !== 'IMAGE' || place === undefined) others.push(sopUid);
      else references.push({ ...place, sopUid, sopClass, frame });
    }
    // A presentation state that the picture is to be shown with.
    for (const reference of item.items('referencedSops')) {
      others.push(...imageReferences(reference, 'referencedSops').map(({ sopUid }) => sopUid));
    }
  });
  const named = (value: string): Attributes | null =>
    items.find((item) => isCode(codeOf(item, 'conceptName'), 'DCM', value)) ?? null;
  return {
    title,
    modifier: codeOf(named('113011'), 'conceptCode'),
    note: textOf(named('113012')),
    observer: named('121008')?.text('personName') ?? named('121013')?.line('textValue') ?? null,
    date: attributes.text('contentDate'),
    time: attributes.text('contentTime'),
    references,
    others,
  };
}

function visit(attributes: Attributes, depth: number, found: (item: Attributes) => void): void {
  if (depth > MOST_DEPTH) return;
  for (const item of attributes.items('content')) {
    found(item);
    visit(item, depth + 1, found);
  }
}
