import type { ListedCommand } from './command.ts';
import { keyLabel } from './keys.ts';

/** A command in running words: "{image.key}". */
const NAMED = /\{([a-z][\w-]*(?:\.[\w-]+)+)\}/g;

/**
 * Puts the keys that commands have now into words: "{image.key} marks it" is "K marks it". A command whose keys were all taken away is
 * named as the palette has it.
 */
export function wordsWithKeys(
  words: string,
  find: (id: string) => Pick<ListedCommand, 'title' | 'keys'> | undefined,
): string {
  return words.replace(NAMED, (named: string, id: string) => {
    const command = find(id);
    if (command === undefined) return named;
    const [key] = command.keys;
    return key === undefined ? `“${command.title}” in the palette` : keyLabel(key);
  });
}
