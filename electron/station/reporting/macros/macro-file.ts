import { open } from 'node:fs/promises';
import { AppError } from '../../../../shared/errors/app-error.ts';
import { MACRO_BOUNDS } from '../../../../shared/model/macro.ts';
import type { Macro, MacroFile } from '../../../../shared/model/macro.ts';
import { readMacroText } from '../../../../shared/report/macros/import/read-macro-text.ts';
import type { MacrosRead } from '../../../../shared/report/macros/import/read-macro-text.ts';
import type { OpenStore } from '../../access/open-store.ts';
import { diskError } from '../../kernel/disk-error.ts';
import { exportFiles } from '../../kernel/export-files.ts';
import { newId } from '../../kernel/ids.ts';

/** What a file that somebody chose holds; nothing is kept yet. @throws AppError report/bad-macros, disk/… */
export async function readMacroFile(file: string): Promise<MacrosRead> {
  return readMacroText(decoded(await bytesOf(file)), newId);
}

/** Writes macros where somebody chose; audited. @throws AppError disk/…, request/bad inside the store */
export async function exportMacros(
  { commands, personId, dir, faults }: Pick<OpenStore, 'commands' | 'personId' | 'dir' | 'faults'>,
  macros: readonly Macro[],
  { file, replace }: { readonly file: string; readonly replace: boolean },
): Promise<{ readonly file: string; readonly bytes: number }> {
  const content: MacroFile = { kind: 'nightjar-macros', version: 1, macros: [...macros] };
  const bytes = Buffer.from(`${JSON.stringify(content, null, 2)}\n`, 'utf8');
  await exportFiles(dir, [{ file, bytes }], {
    replace,
    ...(faults === undefined ? {} : { faults }),
    record: () => {
      const detail = { macros: macros.length, bytes: bytes.length };
      commands.run({ name: 'macro.export', personId, subject: personId, detail }, () => undefined);
    },
  });
  return { file, bytes: bytes.length };
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      if (size > MACRO_BOUNDS.fileBytes) throw new AppError('report/bad-macros', 'the file is too long');
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw error instanceof AppError ? error : diskError(error);
  }
}

/** UTF-8, or UTF-16 where its mark says so; else Windows-1252, as older programs write. */
function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8: every byte is a character of Windows-1252.
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
