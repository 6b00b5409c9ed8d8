import { asAppError } from '../../shared/errors/app-error.ts';
import type { Disposer } from '../../shared/lib/disposable.ts';
import { Emitter } from '../../shared/lib/emitter.ts';
import type { ImageInfo } from '../../shared/model/image.ts';
import { toImageId } from './image-id.ts';
import type { FrameRef } from './image-id.ts';
import type { GlassLayer, GlassMark } from './layers/glass-layer.ts';
import type { DecodedFrame } from './pixel-data.ts';

/** Pictures whose overlays are kept: a mask is a byte a pixel. */
const MOST_PICTURES = 8;
const PLANES = 16;

export interface OverlaySource {
  readonly image: (objectId: FrameRef['objectId']) => ImageInfo | null;
  /** Null where the case was closed meanwhile. */
  readonly overlay: (ref: FrameRef) => Promise<DecodedFrame | null>;
}

/** Overlay planes of group 60xx over the pictures they came with, in every viewport of a window, on and off together. */
export class PictureOverlays {
  readonly #source: OverlaySource;
  readonly #changed = new Emitter<void>();
  /** Oldest first; null while they are on their way. */
  readonly #marks = new Map<string, readonly GlassMark[] | null>();
  #shown = true;
  #layers: readonly GlassLayer[] = this.#anew();

  constructor(source: OverlaySource) {
    this.#source = source;
  }

  get shown(): boolean {
    return this.#shown;
  }

  /** Another array whenever something of it changed. */
  get layers(): readonly GlassLayer[] {
    return this.#layers;
  }

  onChange(listener: () => void): Disposer {
    return this.#changed.on(listener);
  }

  toggle(): void {
    this.#shown = !this.#shown;
    this.#tell();
  }

  /** Of a case that was closed. */
  clear(): void {
    this.#marks.clear();
  }

  #tell(): void {
    this.#layers = this.#anew();
    this.#changed.emit();
  }

  #anew(): readonly GlassLayer[] {
    return [{ id: 'overlay', name: 'Overlay', colour: 'var(--color-text)', of: (ref) => this.#of(ref) }];
  }

  #of(ref: FrameRef): readonly GlassMark[] | null {
    if (!this.#shown || !this.#source.image(ref.objectId)?.overlays) return null;
    const name = toImageId(ref);
    const known = this.#marks.get(name);
    if (known === undefined) void this.#load(ref, name);
    return known ?? null;
  }

  async #load(ref: FrameRef, name: string): Promise<void> {
    this.#marks.set(name, null);
    const [oldest] = this.#marks.keys();
    if (this.#marks.size > MOST_PICTURES && oldest !== undefined) this.#marks.delete(oldest);
    try {
      const frame = await this.#source.overlay(ref);
      if (frame === null) return;
      this.#marks.set(name, masksOf(frame));
    } catch (error) {
      // Said where it is missing: nobody may take a picture without its overlay for one that has none.
      const text = `OVERLAY CANNOT BE READ (${asAppError(error).code})`;
      this.#marks.set(name, [{ kind: 'text', at: [0, 0], text }]);
    }
    this.#tell();
  }
}

/** One mask a plane; bit n of a word is plane n. */
export function masksOf({ header, pixels }: DecodedFrame): readonly GlassMark[] {
  const { columns, rows } = header;
  const masks: GlassMark[] = [];
  for (let plane = 0; plane < PLANES; plane += 1) {
    const bit = 1 << plane;
    if (header.max < bit) break;
    const alpha = new Uint8Array(columns * rows);
    let any = false;
    for (let at = 0; at < alpha.length; at += 1) {
      if (((pixels[at] ?? 0) & bit) === 0) continue;
      alpha[at] = 255;
      any = true;
    }
    if (any) masks.push({ kind: 'mask', columns, rows, alpha });
  }
  return masks;
}
