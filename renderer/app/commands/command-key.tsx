import { Kbd } from '../../ui/index.ts';
import { useKeyLabel } from './commands-context.tsx';

/** The key that a command has now, in running words; nothing where it has none. */
export function CommandKey({ id }: { readonly id: string }) {
  const key = useKeyLabel(id);
  return key === undefined ? null : <Kbd keys={key} />;
}
