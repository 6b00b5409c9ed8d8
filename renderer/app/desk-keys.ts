import { REPORT_KEYS } from '../reporting/index.ts';
import type { Command } from './commands/index.ts';
import { PUT_ASIDE } from './put-aside.ts';

/** A command as the key map lists it. */
export type ListedKey = Pick<Command, 'id' | 'title' | 'group' | 'keys' | 'scope'>;

/** Keys of the reading desk before there is one. Its code is large and is fetched when the map is opened. */
export async function loadDeskKeys(): Promise<readonly ListedKey[]> {
  const { DESK_COMMANDS } = await import('../reading/index.ts');
  return [
    ...DESK_COMMANDS.map(({ id, title, group, keys }): ListedKey => ({ id, title, group, keys, scope: 'image' })),
    ...Object.values(REPORT_KEYS),
    PUT_ASIDE,
  ];
}
