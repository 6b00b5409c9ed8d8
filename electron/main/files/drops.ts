import path from 'node:path';
import { ipcMain } from 'electron';
import { z } from 'zod';
import { LONGEST_PATH, MOST_PATHS } from '../../../shared/contract/file-token.ts';
import type { FileToken } from '../../../shared/contract/file-token.ts';
import type { Envelope } from '../../../shared/contract/index.ts';
import { AppError, toWire } from '../../../shared/errors/app-error.ts';
import type { Pages } from '../pages.ts';
import { isTrusted } from '../trusted-sender.ts';
import type { FileTokens } from './file-tokens.ts';

const Dropped = z.array(z.string().min(1).max(LONGEST_PATH)).max(MOST_PATHS);

/**
 * Takes the paths of a drop from the preload script, which has them from the system's own file objects. The page never sees
 * them, and what is dropped can only be imported.
 */
export function answerDrops({ tokens, pages }: { readonly tokens: FileTokens; readonly pages: Pages }): void {
  ipcMain.handle('nightjar:drop', (event, dropped: unknown): Envelope<{ readonly token: FileToken | null }> => {
    try {
      if (!isTrusted(event.senderFrame)) throw new AppError('request/forbidden', 'foreign sender');
      const paths = Dropped.safeParse(dropped);
      if (!paths.success) throw new AppError('request/bad', 'too many files were dropped, or none that can be named');
      const real = paths.data.filter((one) => path.isAbsolute(one));
      const token = real.length === 0 ? null : tokens.grant(pages.keyOf(event.sender), 'import', real);
      return { ok: true, value: { token } };
    } catch (error) {
      return { ok: false, error: toWire(error) };
    }
  });
}
