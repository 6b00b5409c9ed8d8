import { z } from 'zod';
import { StudyId } from '../model/ids.ts';
import { LeftOut, Macro, MACRO_BOUNDS, MacroFacts } from '../model/macro.ts';
import { call } from './define.ts';
import { FileToken, LONGEST_PATH } from './file-token.ts';
import { REPORTING } from './roles.ts';

const File = z.string().min(1).max(LONGEST_PATH);
const Nothing = z.strictObject({});
const Exported = z.strictObject({ file: z.string(), bytes: z.number().int() });
const Read = z.strictObject({
  read: z
    .strictObject({
      form: z.enum(['nightjar', 'json', 'xml', 'table', 'text']),
      macros: z.array(Macro),
      leftOut: z.array(LeftOut),
    })
    .nullable(),
});

/** Macros of who has the store open: nobody asks for those of another. */
export const macroCalls = {
  /** Own ones by name, those that ship, and what is known of the study that they are for. */
  'macros.list': call(
    z.strictObject({ studyId: StudyId }),
    z.strictObject({ own: z.array(Macro), shipped: z.array(Macro), facts: MacroFacts }),
    { roles: REPORTING },
  ),
  /** Answers after the commit; audited without the text. report/too-many-macros */
  'macros.save': call(z.strictObject({ macro: Macro }), z.strictObject({ savedAt: z.string() }), { roles: REPORTING }),
  'macros.remove': call(z.strictObject({ macroId: z.string().min(1).max(64) }), Nothing, { roles: REPORTING }),
  /** Asks for a file of any program and says what it holds; nothing is kept. Null: no file was chosen. report/bad-macros */
  'macros.bring': call(Nothing, Read, { roles: REPORTING, side: 'shell' }),
  /** The same by absolute path. */
  'macros.readFile': call(z.strictObject({ file: File }), Read, { roles: REPORTING, caller: 'shell' }),
  /** Keeps macros of a file: one of the same name and shorthand takes the place of the own one. */
  'macros.take': call(
    z.strictObject({ macros: z.array(Macro).min(1).max(MACRO_BOUNDS.macros) }),
    z.strictObject({ taken: z.number().int(), replaced: z.number().int() }),
    { roles: REPORTING },
  ),
  /** Writes the own ones to a file that was chosen; audited. */
  'macros.export': call(z.strictObject({ token: FileToken }), Exported, { roles: REPORTING, side: 'shell' }),
  /** The same by absolute path. */
  'macros.exportFile': call(z.strictObject({ file: File }), Exported, { roles: REPORTING, caller: 'shell' }),
} as const;
