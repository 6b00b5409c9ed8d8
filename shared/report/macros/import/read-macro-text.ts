import { z } from 'zod';
import { AppError } from '../../../errors/app-error.ts';
import { MACRO_BOUNDS, MacroFile } from '../../../model/macro.ts';
import type { LeftOut, Macro } from '../../../model/macro.ts';
import { macroOf } from './raw-macro.ts';
import type { RawMacro } from './raw-macro.ts';
import { rawOfTable, rawOfText } from './read-lines.ts';
import { rawOfXml } from './read-xml.ts';

export type MacroForm = 'nightjar' | 'json' | 'xml' | 'table' | 'text';

export interface MacrosRead {
  readonly form: MacroForm;
  readonly macros: readonly Macro[];
  readonly leftOut: readonly LeftOut[];
}

/**
 * Macros of a file of any program: ours, JSON, XML, a table, plain text. What is not understood is kept with its macro; what cannot come
 * in is listed with the reason. @throws AppError report/bad-macros for what is none of them, or may do harm
 */
export function readMacroText(text: string, newId: () => string): MacrosRead {
  if (text.length > MACRO_BOUNDS.fileBytes) throw bad('the file is too long');
  if (text.includes('\0')) throw bad('the file is no text');
  const json = /^\s*[[{]/u.test(text) ? jsonOf(text) : null;
  const own = MacroFile.safeParse(json);
  if (own.success)
    return once({
      form: 'nightjar',
      macros: own.data.macros.map((one) => ({ ...one, macroId: newId() })),
      leftOut: [],
    });
  const [form, raw] = json === null ? rawOf(text) : (['json', rawOfJson(json)] as const);
  if (raw === null || raw.length === 0) throw bad('no macro was found in the file');
  if (raw.length > MACRO_BOUNDS.macros) throw bad(`more than ${MACRO_BOUNDS.macros} macros`);
  const read = raw.map((one) => macroOf(one, newId));
  return once({
    form,
    macros: read.flatMap((one) => (one.kind === 'macro' ? [one.macro] : [])),
    leftOut: read.flatMap((one) => (one.kind === 'left-out' ? [one.leftOut] : [])),
  });
}

function rawOf(text: string): readonly [MacroForm, readonly RawMacro[] | null] {
  if (/^\s*</u.test(text)) {
    const raw = rawOfXml(text);
    if (raw === null) throw bad('the XML cannot be read, or declares a document type');
    return ['xml', raw];
  }
  const table = rawOfTable(text);
  return table === null ? ['text', rawOfText(text)] : ['table', table];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

const Value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);
const Items = z.array(z.record(z.string(), z.unknown()));

/** A list of objects, or an object that holds one; values that are no words are left alone. */
function rawOfJson(json: unknown): readonly RawMacro[] | null {
  const lists = Items.safeParse(json).success
    ? [json]
    : Object.values(z.record(z.string(), z.unknown()).safeParse(json).data ?? {});
  const items = lists.map((one) => Items.safeParse(one).data).find((one) => one !== undefined && one.length > 0);
  return (
    items?.map((item, place) => ({
      at: `item ${place + 1}`,
      values: Object.entries(item).flatMap(([name, value]) => {
        const known = Value.safeParse(value).data;
        return known === undefined ? [] : [{ name, value: Array.isArray(known) ? known.join(';') : String(known) }];
      }),
    })) ?? null
  );
}

/** The same macro twice in a file comes in once. */
function once({ form, macros, leftOut }: MacrosRead): MacrosRead {
  const seen = new Set<string>();
  const twice: LeftOut[] = [];
  const kept = macros.filter((macro) => {
    const key = JSON.stringify({ ...macro, macroId: '', kept: null });
    if (seen.has(key)) twice.push({ at: '', name: macro.name, why: 'it stands in the file twice' });
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
  return { form, macros: kept, leftOut: [...leftOut, ...twice] };
}

function bad(why: string): AppError {
  return new AppError('report/bad-macros', why);
}
