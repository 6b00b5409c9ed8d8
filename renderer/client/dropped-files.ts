import { z } from 'zod';
import { FileToken } from '../../shared/contract/file-token.ts';
import { AnyEnvelope } from '../../shared/contract/index.ts';
import { AppError, fromWire } from '../../shared/errors/app-error.ts';
import { bridge } from './bridge.ts';

/**
 * A token for files and folders dropped on the window; null when none of them lies on a disk.
 * @throws AppError request/bad when there are too many
 */
export async function tokenOfDrop(files: Iterable<File>): Promise<FileToken | null> {
  const envelope = AnyEnvelope.safeParse(await bridge().tokenOfDrop([...files]));
  if (!envelope.success) throw new AppError('internal/bug', 'reply to a drop is no envelope');
  if (!envelope.data.ok) throw fromWire(envelope.data.error);
  return z.strictObject({ token: FileToken.nullable() }).parse(envelope.data.value).token;
}
