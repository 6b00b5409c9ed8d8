import { foldText } from '../../dicom/person-name.ts';
import type { HangingCase, HangingStack, HangingStudy } from './case-facts.ts';
import type { StackAttribute, StudyAttribute } from './condition.ts';

export type AttributeValue = string | number | boolean;
type Said = AttributeValue | null;

/** Values of attributes as rules compare them, each worked out once: the same study is asked by a thousand protocols. */
export class AttributeReader {
  readonly #read: (attribute: string) => readonly Said[];
  readonly #values = new Map<string, readonly AttributeValue[]>();
  readonly #keys = new Map<string, readonly AttributeValue[]>();
  readonly #texts = new Map<string, string>();

  /** The same study without what its order says, and whose order it is; null: it has none. */
  readonly order: { readonly by: string | null; readonly without: AttributeReader } | null;

  constructor(read: (attribute: string) => readonly Said[], order: AttributeReader['order'] = null) {
    this.#read = read;
    this.order = order;
  }

  /** As they were said; empty where nobody did. */
  values(attribute: string): readonly AttributeValue[] {
    const known = this.#values.get(attribute);
    if (known) return known;
    const values = this.#read(attribute).filter((value): value is AttributeValue => value !== null && value !== '');
    this.#values.set(attribute, values);
    return values;
  }

  /** For comparing: without case, accents and punctuation. */
  keys(attribute: string): readonly AttributeValue[] {
    const known = this.#keys.get(attribute);
    if (known) return known;
    const keys = this.values(attribute).map(keyOf);
    this.#keys.set(attribute, keys);
    return keys;
  }

  /** For finding words: each with a space before and after it. */
  text(attribute: string): string {
    const known = this.#texts.get(attribute);
    if (known !== undefined) return known;
    const text = ` ${foldText(this.values(attribute).join(' | '))} `;
    this.#texts.set(attribute, text);
    return text;
  }
}

export function keyOf(value: AttributeValue): AttributeValue {
  return typeof value === 'string' ? foldText(value) : value;
}

/** @param of the case, or an earlier study in place of its current one */
export function studyReader(of: HangingCase, study: HangingStudy = of.study): AttributeReader {
  const values = (facts: HangingStudy) => (attribute: string) => studyValues(of, facts, attribute as StudyAttribute);
  const { order } = study;
  if (order === undefined) return new AttributeReader(values(study));
  const without = new AttributeReader(values({ ...study, ...order.without }));
  return new AttributeReader(values(study), { by: order.by, without });
}

function studyValues(of: HangingCase, study: HangingStudy, attribute: StudyAttribute): readonly Said[] {
  switch (attribute) {
    case 'modality':
      return study.modalities;
    case 'part':
      return study.parts;
    case 'region':
      return study.regions;
    case 'technique':
      return study.techniques;
    case 'procedureCode':
      return study.procedureCodes;
    case 'reasonCode':
      return study.reasonCodes;
    case 'side':
      return study.sides;
    case 'description':
    case 'contrast':
    case 'reason':
    case 'age':
    case 'sex':
    case 'site':
      return [study[attribute]];
    case 'reader':
      return of.reader ? [of.reader.name] : [];
    case 'readerGroup':
      return of.reader?.groups ?? [];
    case 'monitors':
      return [of.monitors.length];
    case 'monitorRole':
      return of.monitors.map(({ role }) => role);
  }
}

export function stackReader(stack: HangingStack): AttributeReader {
  return new AttributeReader((attribute) => stackValues(stack, attribute as StackAttribute));
}

function stackValues(stack: HangingStack, attribute: StackAttribute): readonly Said[] {
  switch (attribute) {
    case 'words':
      return [stack.description, stack.protocol, stack.bodyPart, stack.name, stack.view];
    case 'side':
      return [stack.laterality];
    case 'viewModifier':
      return stack.viewModifiers;
    case 'imageType':
    case 'content':
      return stack[attribute];
    case 'modality':
    case 'description':
    case 'protocol':
    case 'name':
    case 'bodyPart':
    case 'view':
    case 'sopClass':
    case 'plane':
    case 'images':
    case 'thickness':
    case 'echoTime':
    case 'bValue':
    case 'kernel':
    case 'cine':
    case 'colour':
    case 'minor':
    case 'seriesNumber':
      return [stack[attribute]];
  }
}
