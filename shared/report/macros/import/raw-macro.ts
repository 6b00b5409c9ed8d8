import { MACRO_BOUNDS, Macro } from '../../../model/macro.ts';
import type { LeftOut } from '../../../model/macro.ts';
import { cleanText } from '../../plain-text.ts';
import { readMacro } from '../read-macro.ts';

/** One macro as a file of any form has it: the names that it uses, and what stands there. */
export interface RawMacro {
  /** Where it stands: "line 3", "AutoText 2". */
  readonly at: string;
  readonly values: readonly { readonly name: string; readonly value: string }[];
}

/** What other programs call it, folded to letters. */
const NAMES: Readonly<Record<string, 'name' | 'shorthand' | 'text' | 'modalities' | 'bodyParts' | 'sexes'>> = {
  ...{ name: 'name', title: 'name', label: 'name', macroname: 'name', autotextname: 'name', description: 'name' },
  ...{ shorthand: 'shorthand', shortcut: 'shorthand', trigger: 'shorthand', abbreviation: 'shorthand' },
  ...{ abbr: 'shorthand', keyword: 'shorthand', code: 'shorthand' },
  ...{ text: 'text', content: 'text', contents: 'text', body: 'text', value: 'text', expansion: 'text' },
  ...{ contenttext: 'text', plaintext: 'text', autotext: 'text', macro: 'text', snippet: 'text' },
  ...{ modality: 'modalities', modalities: 'modalities' },
  ...{ anatomy: 'bodyParts', bodypart: 'bodyParts', bodyparts: 'bodyParts', region: 'bodyParts' },
  ...{ sex: 'sexes', gender: 'sexes', sexes: 'sexes' },
};

export type MacroRead =
  { readonly kind: 'macro'; readonly macro: Macro } | { readonly kind: 'left-out'; readonly leftOut: LeftOut };

/** A macro of ours, with what is not known kept; or why it does not come in. */
export function macroOf({ at, values }: RawMacro, newId: () => string): MacroRead {
  const known: Partial<Record<(typeof NAMES)[string], string>> = {};
  const kept: { name: string; value: string }[] = [];
  for (const { name, value } of values) {
    const folded = name.toLowerCase().replace(/[^a-z]/gu, '');
    const key = Object.hasOwn(NAMES, folded) ? NAMES[folded] : undefined;
    if (key !== undefined && known[key] === undefined) known[key] = value;
    else if (value.trim() !== '')
      kept.push({ name: cleanText(name).slice(0, 200), value: cleanText(value).slice(0, 2000) });
  }
  const name = oneLine(known.name ?? known.shorthand ?? '');
  const leave = (why: string): MacroRead => ({ kind: 'left-out', leftOut: { at, name: name.slice(0, 200), why } });
  const text = withoutEmptyEnds(cleanText(known.text ?? ''));
  if (text.trim() === '') return leave('it has no text');
  if (name === '') return leave('it has no name');
  if (/^\s*\{\\rtf/iu.test(text)) return leave('formatted text (RTF) is not read: export it as plain text');
  if (text.length > MACRO_BOUNDS.text) return leave(`its text is longer than ${MACRO_BOUNDS.text} characters`);
  const [problem] = readMacro(text).problems;
  if (problem !== undefined) return leave(problem);
  const macro = Macro.safeParse({
    macroId: newId(),
    name,
    shorthand: shorthandOf(known.shorthand ?? ''),
    text,
    modalities: listOf(known.modalities ?? '').map((one) => one.toUpperCase()),
    bodyParts: listOf(known.bodyParts ?? ''),
    sexes: [...new Set(listOf(known.sexes ?? '').map((one) => SEX[one.charAt(0).toUpperCase()] ?? one))],
    ...(kept.length === 0 ? {} : { kept }),
  });
  if (macro.success) return { kind: 'macro', macro: macro.data };
  return leave(`${macro.error.issues[0]?.path.join('.') ?? 'it'}: ${macro.error.issues[0]?.message ?? 'not usable'}`);
}

const SEX: Readonly<Record<string, string>> = { F: 'F', W: 'F', M: 'M', O: 'O' };

function listOf(text: string): string[] {
  return text
    .split(/[;,|/]/u)
    .map((one) => oneLine(one))
    .filter((one) => one !== '' && !/^(?:all|any|\*)$/iu.test(one));
}

/** One with blanks is a name, and would never be found before the caret. */
function shorthandOf(text: string): string {
  const line = oneLine(text);
  return /\s/u.test(line) ? '' : line;
}

/** By hand: an expression for the end looks at every run of line ends to its last. */
function withoutEmptyEnds(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && text.charAt(from) === '\n') from += 1;
  while (to > from && text.charAt(to - 1) === '\n') to -= 1;
  return text.slice(from, to);
}

function oneLine(text: string): string {
  return cleanText(text).replace(/\s+/gu, ' ').trim();
}
