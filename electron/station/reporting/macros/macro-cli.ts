import { resolve } from 'node:path';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { limitWords } from '../../../../shared/report/macros/find-macro.ts';
import type { OpenStore } from '../../access/open-store.ts';
import type { MacroBook } from './macro-book.ts';
import { exportMacros, readMacroFile } from './macro-file.ts';

/** Parsed options of one verb, as the command line has them. */
interface MacroArguments {
  has(name: string): boolean;
  required(name: string): string;
}

export const MACRO_ACTIONS = ['list', 'import', 'export'] as const;

/** Runs `nightjar report macro ACTION` and gives its document. */
export async function runMacroAction(
  book: MacroBook,
  store: OpenStore,
  action: (typeof MACRO_ACTIONS)[number],
  args: MacroArguments,
): Promise<unknown> {
  if (action === 'import') {
    const { form, macros, leftOut } = await readMacroFile(resolve(args.required('file')));
    return { form, ...(macros.length === 0 ? { taken: 0, replaced: 0 } : book.take(macros)), leftOut };
  }
  if (action === 'export') {
    const own = book.own();
    if (own.length === 0) throw new AppError('report/unknown-macro', 'this person has no macros');
    return exportMacros(store, own, { file: resolve(args.required('out')), replace: args.has('replace') });
  }
  const all = [...book.own(), ...(args.has('shipped') ? book.shipped : [])];
  return {
    macros: all.map((macro) => ({
      id: macro.macroId,
      name: macro.name,
      shorthand: macro.shorthand,
      for: limitWords(macro),
    })),
  };
}
