import { open } from 'node:fs/promises';
import { z } from 'zod';
import { AppError } from '../../../shared/errors/app-error.ts';
import { Controls } from '../../../shared/model/controls.ts';
import type { OpenStore } from '../access/open-store.ts';
import { diskError } from '../kernel/disk-error.ts';
import { exportFiles } from '../kernel/export-files.ts';

/** Bytes; a table of every command is about a tenth of it. */
const LONGEST = 256 * 1024;
const Versioned = z.object({ kind: z.literal('nightjar-controls'), version: z.number().int() });

/** What a file that somebody chose holds. @throws AppError controls/bad-file, controls/newer-version, disk/… */
export async function readControlsFile(file: string): Promise<Controls> {
  return controlsOf(await textOf(file));
}

/** @throws AppError controls/bad-file, controls/newer-version */
export function controlsOf(text: string): Controls {
  const json = jsonOf(text);
  const controls = Controls.safeParse(json);
  if (controls.success) return controls.data;
  const versioned = Versioned.safeParse(json);
  if (versioned.success && versioned.data.version > 1) {
    throw new AppError('controls/newer-version', 'the file is of a newer version', {
      context: { version: versioned.data.version },
    });
  }
  throw new AppError('controls/bad-file', 'the file is not of the shape that is written here');
}

/** Writes what is kept where somebody chose; audited. @throws AppError disk/…, request/bad inside the store */
export async function exportControls(
  { commands, personId, dir, faults }: Pick<OpenStore, 'commands' | 'personId' | 'dir' | 'faults'>,
  controls: Controls,
  file: string,
): Promise<{ readonly file: string; readonly bytes: number }> {
  const bytes = Buffer.from(`${JSON.stringify(controls, null, 2)}\n`, 'utf8');
  // The window's save dialog has asked whether to replace.
  await exportFiles(dir, [{ file, bytes }], {
    replace: true,
    ...(faults === undefined ? {} : { faults }),
    record: () => {
      const detail = { bytes: bytes.length };
      commands.run({ name: 'controls.export', personId, subject: personId, detail }, () => undefined);
    },
  });
  return { file, bytes: bytes.length };
}

async function textOf(file: string): Promise<string> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      if (size > LONGEST) throw new AppError('controls/bad-file', 'the file is too long');
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw error instanceof AppError ? error : diskError(error);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError('controls/bad-file', 'the file is no JSON', { cause });
  }
}
