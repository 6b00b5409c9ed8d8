import { castDifference } from './cast-check.ts';
import { GpuCaster } from './gpu-caster.ts';

/** What a machine's card does with 3D pictures. */
export type CardCast = { readonly is: 'none' | 'same' } | { readonly is: 'other'; readonly words: string };

/** Draws made-up pictures of every preset by both ways and compares them, whichever is faster. */
export function cardCast(): CardCast {
  const card = GpuCaster.open();
  if (!card) return { is: 'none' };
  const words = castDifference(card);
  card.dispose();
  return words === null ? { is: 'same' } : { is: 'other', words };
}
