import { Caster } from '../../../shared/volume/cast/cast-rows.ts';
import type { CastScene } from '../../../shared/volume/cast/cast-rows.ts';
import { castBlocks } from '../../../shared/volume/cast/cast-volume.ts';
import type { CastStart, FromReformat, ToReformat } from './reformat-messages.ts';

/** What a worker holds and does that casts rays: one even grid, and the picture that is wanted now. */
export class CastCore {
  #scene: CastScene | null = null;
  #now: (CastStart & { readonly caster: Caster }) | null = null;

  take(message: Extract<ToReformat, { t: 'scene' | 'cast' | 'rows' | 'seen' }>): FromReformat | null {
    switch (message.t) {
      case 'scene': {
        const voxels = new Int16Array(message.memory);
        this.#scene = { grid: message.grid, voxels, blocks: castBlocks(message.grid, voxels) };
        return null;
      }
      case 'cast':
        this.#now = this.#scene ? { ...message.cast, caster: new Caster(this.#scene, message.cast.order) } : null;
        return null;
      case 'rows': {
        const { id, from, to, memory } = message;
        if (this.#now?.id !== id) return { t: 'failed', id };
        const surface = this.#now.order.preset.kind === 'surface';
        this.#now.caster.rows(from, to, surface ? new Uint8Array(memory) : new Float32Array(memory));
        return { t: 'plane', id, padded: false, memory };
      }
      case 'seen': {
        const { id, at } = message;
        if (this.#now?.id !== id) return { t: 'failed', id };
        return { t: 'seen', id, place: this.#now.caster.firstSeen(at[0], at[1]) };
      }
    }
  }
}
