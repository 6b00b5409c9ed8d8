import type { StationCheck } from '../../../shared/model/station-check.ts';
import { checkText } from '../../../shared/rules/station-check/check-text.ts';
import type { OpenStore } from '../access/open-store.ts';
import { exportFiles } from '../kernel/export-files.ts';

/** Writes one record where somebody chose, as JSON or as text to print; audited. @throws AppError disk/…, request/bad inside the store */
export async function exportCheck(
  { commands, personId, dir, faults }: Pick<OpenStore, 'commands' | 'personId' | 'dir' | 'faults'>,
  check: StationCheck,
  to: { readonly file: string; readonly format: 'json' | 'text' },
): Promise<{ readonly file: string }> {
  const words = to.format === 'json' ? `${JSON.stringify(check, null, 2)}\n` : checkText(check);
  const bytes = Buffer.from(words, 'utf8');
  // The window's save dialog has asked whether to replace.
  await exportFiles(dir, [{ file: to.file, bytes }], {
    replace: true,
    ...(faults === undefined ? {} : { faults }),
    record: () => {
      const detail = { format: to.format, bytes: bytes.length };
      commands.run({ name: 'station.exportCheck', personId, subject: check.checkId, detail }, () => undefined);
    },
  });
  return { file: to.file };
}
