import type { VolumeGrid } from '../../../shared/volume/grid.ts';
import { renderPlane } from '../../../shared/volume/render-plane.ts';
import type { PixelArray } from '../pixel-data.ts';
import type { FromReformat, ToReformat } from './reformat-messages.ts';

/** What the worker holds and does: one volume, its slices as they come, and planes of it on demand. */
export class ReformatCore {
  #grid: VolumeGrid | null = null;
  #slices: (PixelArray | null)[] = [];

  /** @returns the answer, where there is one */
  take(message: ToReformat): FromReformat | null {
    switch (message.t) {
      case 'grid':
        this.#grid = message.grid;
        this.#slices = message.grid.slices.map(() => null);
        return null;
      case 'slice':
        this.#slices[message.at] = message.data;
        return null;
      case 'plane': {
        const { id, order, memory } = message;
        if (!this.#grid) return { t: 'failed', id };
        const { padded } = renderPlane(this.#grid, this.#slices, order, memory);
        return { t: 'plane', id, padded, memory };
      }
    }
  }
}
