import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { OrderNotice } from '../../../../shared/model/order.ts';
import { writeFileAtomic } from '../../kernel/atomic-file.ts';
import { diskError } from '../../kernel/disk-error.ts';

const FILE = 'order-notices.json';
const LONGEST = 20;
const Notices = z.array(OrderNotice).max(LONGEST);

/** What the screen before the unlock says. It decides nothing: whoever changes it changes words on a screen. */
export function readNotices(dir: string): readonly OrderNotice[] {
  try {
    return Notices.parse(JSON.parse(readFileSync(join(dir, FILE), 'utf8')));
  } catch {
    // None, or not ours: the store itself says it again when it is open.
    return [];
  }
}

/** @throws AppError disk/… */
export async function writeNotices(dir: string, notices: readonly OrderNotice[]): Promise<void> {
  const text = `${JSON.stringify(notices.slice(-LONGEST))}\n`;
  try {
    if (textOf(dir) !== text) await writeFileAtomic(join(dir, FILE), text);
  } catch (error) {
    throw diskError(error);
  }
}

function textOf(dir: string): string {
  try {
    return readFileSync(join(dir, FILE), 'utf8');
  } catch {
    // None yet says as much as an empty list.
    return '[]\n';
  }
}
