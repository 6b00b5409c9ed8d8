import type { Editor } from '@tiptap/core';
import type { Macro, MacroFacts } from '../../../shared/model/macro.ts';
import { expandMacro } from '../../../shared/report/macros/expand-macro.ts';
import { findByShorthand } from '../../../shared/report/macros/find-macro.ts';
import type { FoundMacro } from '../../../shared/report/macros/find-macro.ts';
import { selectField } from '../open-fields.ts';
import { putText } from '../put-text.ts';

/** Puts a macro at the caret; its first open field is selected then. */
export function putMacro(editor: Editor, { name, text }: Macro, facts: MacroFacts): void {
  const { from } = editor.state.selection;
  putText(editor, expandMacro(text, facts), { kind: 'macro', name });
  selectField(editor, 1, from);
}

/** Puts a macro in the place of the shorthand that ends at the caret. */
export function expandAtCaret(editor: Editor, macros: readonly Macro[], facts: MacroFacts): FoundMacro {
  const { $from, from, empty } = editor.state.selection;
  const before = $from.parent.textBetween(0, $from.parentOffset, undefined, ' ');
  const typed = empty ? (/\S+$/u.exec(before)?.[0] ?? '') : '';
  const found = typed === '' ? ({ kind: 'none' } as const) : findByShorthand(macros, typed, facts);
  if (found.kind !== 'macro') return found;
  editor.commands.setTextSelection({ from: from - typed.length, to: from });
  putMacro(editor, found.macro, facts);
  return found;
}
