import type { TemplateField } from '../../model/report.ts';
import { ComputedFrom, FieldFill } from '../../model/field-origin.ts';

/** Rule file, result and inputs of a computed field, as JSON. */
export const COMPUTED = 'data-nightjar-computed';
/** What the station fills a field with. */
export const FILL = 'data-nightjar-fill';

type Rules = Pick<TemplateField, 'computed' | 'fill'>;

/** What a form says of how a field gets its value; what is not understood is left among what is kept. */
export function readRules(attributes: ReadonlyMap<string, string>): {
  readonly rules: Rules;
  readonly known: string[];
} {
  const computed = ComputedFrom.safeParse(jsonOf(attributes.get(COMPUTED)));
  const fill = FieldFill.safeParse(attributes.get(FILL));
  return {
    rules: {
      ...(computed.success ? { computed: computed.data } : {}),
      ...(fill.success ? { fill: fill.data } : {}),
    },
    known: [...(computed.success ? [COMPUTED] : []), ...(fill.success ? [FILL] : [])],
  };
}

export function ruleAttributes({ computed, fill }: Rules): (readonly [string, string])[] {
  return [
    ...(computed === undefined ? [] : [[COMPUTED, JSON.stringify(computed)] as const]),
    ...(fill === undefined ? [] : [[FILL, fill] as const]),
  ];
}

/** Null for what is no JSON: the attribute is somebody else's. */
function jsonOf(text: string | undefined): unknown {
  if (text === undefined) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
