import { entryOf } from '../../../../shared/lib/entry-of.ts';
import type { Attributes } from './attributes.ts';

/** Views of mammography (CID 4014) by SNOMED CT code and by the older SNOMED RT one, as (0018,5101) would name them. */
const VIEWS: Readonly<Record<string, string>> = {
  '399162004': 'CC',
  'R-10242': 'CC',
  '399368009': 'MLO',
  'R-10226': 'MLO',
  '399260004': 'ML',
  'R-10224': 'ML',
  '399352003': 'LM',
  'R-10228': 'LM',
  '399099002': 'LMO',
  'R-10230': 'LMO',
  '399188001': 'SIO',
  '399196006': 'FB',
  'R-10244': 'FB',
};

const MAX_MODIFIERS = 8;
const MAX_TEXT = 64;

/** (0018,5101); where it is empty the view code, whose meaning stands in words when the code is none of mammography. */
export function viewPosition(attributes: Attributes): string | null {
  const code = attributes.item('viewCode');
  return (
    attributes.text('viewPosition') ??
    entryOf(VIEWS, code?.text('codeValue')) ??
    code?.text('codeMeaning')?.slice(0, MAX_TEXT) ??
    null
  );
}

/** "magnification", "implant displaced": what was done to the view (CID 4015). */
export function viewModifiers(attributes: Attributes): string[] {
  const items = attributes.item('viewCode')?.items('viewModifier') ?? [];
  return items.slice(0, MAX_MODIFIERS).flatMap((item) => item.text('codeMeaning')?.slice(0, MAX_TEXT) ?? []);
}
