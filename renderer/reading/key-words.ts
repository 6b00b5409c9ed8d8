import type { FrameRef } from '../viewer/index.ts';
import type { KeyEntry } from './marks-keeper.ts';

/** What is said over a picture that somebody marked as a key image, with its titles; empty of others. */
export function keyWords(keys: readonly KeyEntry[]): (ref: FrameRef) => string {
  const titles = new Map<string, readonly string[]>();
  for (const { ref, title } of keys) {
    if (ref !== null) titles.set(nameOf(ref), [...(titles.get(nameOf(ref)) ?? []), title]);
  }
  return (ref) => {
    const own = titles.get(nameOf(ref));
    return own === undefined ? '' : `★ Key image: ${own.join(', ')}`;
  };
}

function nameOf({ objectId, frame }: FrameRef): string {
  return `${objectId} ${frame}`;
}
