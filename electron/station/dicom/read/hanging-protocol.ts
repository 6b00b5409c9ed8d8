import { tagText } from '../../../../shared/dicom/tags.ts';
import type { TagName } from '../../../../shared/dicom/tags.ts';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { HangingObject, MOST_HANGING_ITEMS } from '../../../../shared/model/hanging-object.ts';
import { codesIn } from '../parse/asked-codes.ts';
import type { Attributes } from '../parse/attributes.ts';

const HANGING_PROTOCOL_CLASS = '1.2.840.10008.5.1.4.38.1';
/** Longest document of ours, bytes. */
const LONGEST_OWN = 1024 * 1024;
const SELECTED: readonly TagName[] = ['selectorCode', 'selectorLongString', 'selectorShortString'];
/** Parts that no protocol of ours has a place for, in words. */
const NOT_READ: readonly (readonly [TagName, string])[] = [['hangingUsers', 'the people it is for, by code']];

/**
 * Of a stranger: in a parser process only.
 * @throws AppError hanging/bad-file where it is another object, or says more than is read of one
 */
export function readHangingObject(attributes: Attributes): HangingObject {
  if (attributes.uid('sopClass') !== HANGING_PROTOCOL_CLASS) {
    throw new AppError('hanging/bad-file', 'the DICOM object is no hanging protocol');
  }
  const definitions = items(attributes, 'hangingDefinitions');
  return HangingObject.parse({
    name: words(attributes, 'hangingName'),
    description: words(attributes, 'hangingDescription'),
    modalities: [...new Set(definitions.map((one) => words(one, 'modality')))].filter(Boolean),
    procedures: codesOf(definitions, 'procedureCodes'),
    reasons: codesOf(definitions, 'reasonCodes'),
    own: ownOf(attributes),
    screens: attributes.integer('screenCount') ?? 0,
    partial: attributes.line('partialData'),
    imageSets: items(attributes, 'imageSets').flatMap(imageSetsOf).slice(0, MOST_HANGING_ITEMS),
    displays: items(attributes, 'displaySets').map(displayOf),
    scrolling: items(attributes, 'synchronizedScrolling').map((one) =>
      one.numbers('scrollingGroup').filter(Number.isInteger).slice(0, MOST_HANGING_ITEMS),
    ),
    unread: [
      ...NOT_READ.filter(([name]) => items(attributes, name).length > 0).map(([, said]) => said),
      ...(definitions.some((one) => one.item('anatomicRegion') !== null)
        ? ['the region of the definition, by code']
        : []),
      ...(definitions.some((one) => one.filled('laterality')) ? ['the side of the definition'] : []),
    ],
  });
}

function codesOf(
  definitions: readonly Attributes[],
  name: 'procedureCodes' | 'reasonCodes',
): HangingObject['procedures'] {
  const each = definitions.map((one) => codesIn(one, name));
  const codes = [...new Set(each.flat())].slice(0, MOST_HANGING_ITEMS);
  return { codes, all: codes.length > 0 && each.every((some) => some.length > 0) };
}

function imageSetsOf(set: Attributes): HangingObject['imageSets'] {
  const selectors = items(set, 'imageSetSelectors').map((one) => ({
    attribute: attributeOf(one),
    usage: words(one, 'selectorUsage'),
    values: SELECTED.flatMap((name) => one.texts(name))
      .map(short)
      .filter(Boolean)
      .slice(0, MOST_HANGING_ITEMS),
    nested: one.has('selectorSequence'),
  }));
  return items(set, 'timeBasedImageSets').map((one) => ({
    number: one.integer('imageSetNumber') ?? 0,
    label: words(one, 'imageSetLabel'),
    category: words(one, 'imageSetCategory'),
    relativeTime: finite(one, 'relativeTime', 2),
    units: words(one, 'relativeTimeUnits'),
    abstractPrior: finite(one, 'abstractPrior', 2),
    selectors,
  }));
}

function displayOf(display: Attributes): HangingObject['displays'][number] {
  return {
    number: display.integer('displaySetNumber') ?? 0,
    group: display.integer('presentationGroup') ?? 0,
    groupName: words(display, 'presentationGroupName'),
    imageSet: display.integer('imageSetNumber') ?? 0,
    label: words(display, 'displaySetLabel'),
    boxes: items(display, 'imageBoxes').map((box) => ({
      position: finite(box, 'displayPosition', 4),
      layout: words(box, 'imageBoxLayout'),
    })),
    filters: items(display, 'filterOperations').length,
    sorts: items(display, 'sortingOperations').map((one) => ({
      by: words(one, 'sortBy'),
      attribute: attributeOf(one),
      direction: words(one, 'sortDirection'),
    })),
    reformatting: words(display, 'reformatting'),
    thickness: display.number('reformattingThickness'),
    view: words(display, 'reformattingView'),
    rendering: words(display, 'rendering'),
    voi: words(display, 'voiType'),
    colour: words(display, 'pseudoColour'),
    inverted: words(display, 'greyInverted'),
    trueSize: words(display, 'trueSize'),
  };
}

/** Bounded; an object of many more is refused rather than cut: a half protocol would hang something else. */
function items(attributes: Attributes, name: TagName): readonly Attributes[] {
  const found = attributes.items(name, MOST_HANGING_ITEMS + 1);
  if (found.length <= MOST_HANGING_ITEMS) return found;
  throw new AppError('hanging/bad-file', 'the hanging protocol has more parts than are read of one');
}

function ownOf(attributes: Attributes): string | null {
  if (attributes.line('ownCreator') !== 'NIGHTJAR' || !attributes.filled('ownProtocol')) return null;
  const bytes = attributes.bytes('ownProtocol');
  if (bytes.length > LONGEST_OWN) throw new AppError('hanging/bad-file', 'the document in the object is too long');
  return Buffer.from(bytes)
    .toString('utf8')
    .replace(/[\0 ]+$/, '');
}

/** An attribute is a tag: two numbers, group and element, in the order of the data set. */
function attributeOf(one: Attributes): string {
  const bytes = one.bytes('selectorAttribute');
  if (bytes.length < 4) return '';
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = !one.dataSet.form.bigEndian;
  return tagText(view.getUint16(0, little) * 0x10000 + view.getUint16(2, little));
}

function finite(attributes: Attributes, name: TagName, most: number): number[] {
  return attributes.numbers(name).filter(Number.isFinite).slice(0, most);
}

function words(attributes: Attributes, name: TagName): string {
  return short(attributes.line(name) ?? '');
}

function short(text: string): string {
  return [...text].slice(0, 256).join('');
}
