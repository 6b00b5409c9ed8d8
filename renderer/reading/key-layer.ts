import type { FrameRef, GlassLayer, GlassMark } from '../viewer/index.ts';
import type { KeyEntry } from './marks-keeper.ts';

/** Says over each picture that somebody marked that it is one, and with which title. */
export function keyLayer(keys: readonly KeyEntry[]): GlassLayer {
  const marks = new Map<string, readonly GlassMark[]>();
  for (const { ref, title } of keys) {
    if (ref === null) continue;
    const known = marks.get(nameOf(ref));
    const [first] = known ?? [];
    const text = first?.kind === 'text' ? `${first.text}, ${title}` : `★ Key image: ${title}`;
    marks.set(nameOf(ref), [{ kind: 'text', at: [0, 0], text, edge: true }]);
  }
  return {
    id: 'key-images',
    name: 'Key image',
    colour: 'var(--color-accent)',
    of: (ref) => marks.get(nameOf(ref)) ?? null,
  };
}

function nameOf({ objectId, frame }: FrameRef): string {
  return `${objectId} ${frame}`;
}
