import { Caster } from '../../../shared/volume/cast/cast-rows.ts';
import type { CastScene } from '../../../shared/volume/cast/cast-rows.ts';
import { castBlocks } from '../../../shared/volume/cast/cast-volume.ts';
import { castDifference, castSpeedUp } from '../gpu/cast-check.ts';
import type { Casts } from '../gpu/cast-check.ts';
import { isSoftware } from '../gpu/gpu-painter.ts';
import type { CastBy, CastChoice, CastStart, FromReformat, ToReformat } from './reformat-messages.ts';

/** A graphics card that casts rays. */
export interface CastCard extends Casts {
  readonly renderer: string;
  readonly isLost: boolean;
  dispose(): void;
}

type CastMessage = Extract<ToReformat, { t: 'judge' | 'scene' | 'cast' | 'rows' | 'seen' }>;

/** A renderer that is a program on the processor has to be so much faster than all workers: it takes the cores that they have. */
const SOFTWARE_MARGIN = 1.5;

/** What a worker holds and does that casts rays: one even grid, and the picture that is wanted now. */
export class CastCore {
  readonly #open: () => CastCard | null;
  #card: CastCard | null = null;
  /** Why the card, which was taken, draws no more; said with the next picture. */
  #instead: string | null = null;
  #scene: CastScene | null = null;
  #now: (CastStart & { readonly byCard: boolean }) | null = null;
  #caster: Caster | null = null;

  constructor(open: () => CastCard | null = () => null) {
    this.#open = open;
  }

  take(message: CastMessage): FromReformat | null {
    switch (message.t) {
      case 'judge':
        return { t: 'judged', id: message.id, cast: this.#judge(message.choice, message.hands) };
      case 'scene': {
        const voxels = new Int16Array(message.memory);
        this.#scene = { grid: message.grid, voxels, blocks: castBlocks(message.grid, voxels) };
        const refused = this.#card?.setScene(this.#scene) ?? null;
        if (refused !== null) this.#leave(refused);
        return null;
      }
      case 'cast':
        this.#caster = null;
        this.#now = this.#scene ? { ...message.cast, byCard: this.#card?.begin(message.cast.order) ?? false } : null;
        return null;
      case 'rows':
        return this.#rows(message);
      case 'seen': {
        const { id, at } = message;
        const caster = this.#now?.id === id ? this.#processor() : null;
        return caster ? { t: 'seen', id, place: caster.firstSeen(at[0], at[1]) } : { t: 'failed', id };
      }
    }
  }

  #rows({ id, from, to, memory }: Extract<ToReformat, { t: 'rows' }>): FromReformat {
    const now = this.#now;
    if (now?.id !== id) return { t: 'failed', id };
    const surface = now.order.preset.kind === 'surface';
    const out = surface ? new Uint8Array(memory) : new Float32Array(memory);
    const drawn = now.byCard && this.#card?.rows(from, to, out) === true;
    if (!drawn) {
      if (this.#card?.isLost === true) this.#leave('the graphics card was lost');
      this.#processor()?.rows(from, to, out);
    }
    const instead = this.#instead;
    this.#instead = null;
    return { t: 'plane', id, padded: false, memory, ...(instead === null ? {} : { instead }) };
  }

  /** The same rays on the processor; worked out when they are wanted. */
  #processor(): Caster | null {
    if (this.#scene && this.#now) this.#caster ??= new Caster(this.#scene, this.#now.order);
    return this.#caster;
  }

  #leave(why: string): void {
    this.#card?.dispose();
    this.#card = null;
    this.#instead = why;
  }

  #judge(choice: CastChoice, hands: number): CastBy {
    if (choice === 'processor') return { by: 'processor', why: 'as chosen' };
    const card = this.#open();
    if (!card) return { by: 'processor', why: 'there is no graphics card that draws WebGL 2' };
    const cast = judged(card, choice, hands);
    if (cast.by === 'card') this.#card = card;
    else card.dispose();
    return cast;
  }
}

/** What takes longer is asked last: most cards that are none are found out by their speed. */
function judged(card: CastCard, choice: 'auto' | 'card', hands: number): CastBy {
  const faster = choice === 'card' ? Infinity : castSpeedUp(card, () => performance.now()) / hands;
  const why = choice === 'card' ? 'as chosen' : `${faster.toFixed(1)} times as fast as ${hands} workers`;
  const words = `${card.renderer}, ${why}`;
  if (faster < (isSoftware(card.renderer) ? SOFTWARE_MARGIN : 1)) return { by: 'processor', why: words };
  const differs = castDifference(card);
  if (differs !== null) return { by: 'processor', why: `the graphics card draws otherwise: ${differs}` };
  return { by: 'card', why: words };
}
