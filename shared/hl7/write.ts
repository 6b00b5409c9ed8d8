import { escapeFormatted, escapeText } from './escape.ts';
import { USUAL_SEPARATORS } from './message.ts';
import type { Message, Segment, Separators } from './message.ts';

/** A message as text. What was parsed comes out as it went in, line ends apart: they are CR. */
export function writeMessage(message: Message): string {
  const { field } = message.separators;
  return message.segments
    .map(({ name, fields }) => {
      const parts = name === 'MSH' ? [name, ...fields.slice(2)] : fields;
      return `${parts.join(field)}\r`;
    })
    .join('');
}

/** Text of several lines, for a field of type FT: line ends go as `\.br\`. */
export interface Formatted {
  readonly formatted: string;
}

/** One component: plain text, or its subcomponents. */
export type ComponentValue = string | Formatted | readonly string[];
/**
 * A field to write: plain text, or components, or repetitions of components. Null and '' are not sent. Everything is escaped here.
 */
export type FieldValue =
  | string
  | Formatted
  | null
  | { readonly components: readonly (ComponentValue | null)[] }
  | { readonly repetitions: readonly (readonly (ComponentValue | null)[])[] };

/** A segment from its values; values[0] is field 1. Empty fields at the end are left out. Not for MSH: see mshSegment. */
export function segmentFrom(
  name: string,
  values: readonly FieldValue[],
  separators: Separators = USUAL_SEPARATORS,
): Segment {
  const fields = values.map((one) => fieldText(one, separators));
  while (fields.length > 0 && fields.at(-1) === '') fields.pop();
  return { name, fields: [name, ...fields] };
}

/** MSH; values[0] is MSH-3. */
export function mshSegment(values: readonly FieldValue[], separators: Separators = USUAL_SEPARATORS): Segment {
  const { field, component, repetition, escape, subcomponent, truncation } = separators;
  const marks = `${component}${repetition}${escape}${subcomponent}${truncation ?? ''}`;
  const rest = segmentFrom('MSH', values, separators).fields.slice(1);
  return { name: 'MSH', fields: ['MSH', field, marks, ...rest] };
}

function fieldText(field: FieldValue, separators: Separators): string {
  if (field === null) return '';
  if (typeof field === 'string' || 'formatted' in field) return componentText(field, separators);
  if ('components' in field) return componentsText(field.components, separators);
  return field.repetitions.map((one) => componentsText(one, separators)).join(separators.repetition);
}

function componentsText(components: readonly (ComponentValue | null)[], separators: Separators): string {
  const parts = components.map((one) => (one === null ? '' : componentText(one, separators)));
  while (parts.length > 0 && parts.at(-1) === '') parts.pop();
  return parts.join(separators.component);
}

function componentText(component: ComponentValue, separators: Separators): string {
  if (typeof component === 'string') return escapeText(component, separators);
  if ('formatted' in component) return escapeFormatted(component.formatted, separators);
  return component.map((part) => escapeText(part, separators)).join(separators.subcomponent);
}
