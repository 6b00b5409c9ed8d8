import { DisposerBag } from '../../../shared/lib/disposable.ts';
import type { Disposer } from '../../../shared/lib/disposable.ts';
import { Emitter } from '../../../shared/lib/emitter.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import { frameTable } from '../grey-chain.ts';
import type { DecodedFrame } from '../pixel-data.ts';
import type { GreyChoice } from '../view-state.ts';
import { differingPixels, drawPainted, speedUp } from './gpu-check.ts';
import type { Surface } from './gpu-check.ts';
import { GpuPainter } from './gpu-painter.ts';

/** Who draws pictures: `auto` takes a graphics card that proves itself, `card` takes any WebGL 2 that draws the right greys. */
export type PaintChoice = 'auto' | 'processor' | 'card';

export interface PaintState {
  readonly by: 'processor' | 'card';
  /** In words, for the reader. */
  readonly why: string;
}

/**
 * Who draws the grey pictures of a window. The processor always can; the card only after it drew made-up pictures exactly as the
 * processor does, and until its context is lost. Colour and fractions are drawn by the processor.
 */
export class PaintPath {
  readonly #changed = new Emitter<PaintState>();
  readonly #bag = new DisposerBag();
  readonly #choice: PaintChoice;
  #painter: GpuPainter | null = null;
  #state: PaintState = { by: 'processor', why: 'as chosen' };

  constructor(choice: PaintChoice, open: (software: boolean) => GpuPainter | null = GpuPainter.open) {
    this.#choice = choice;
    if (choice === 'processor') return;
    const painter = open(choice === 'card');
    if (!painter) {
      this.#state = { by: 'processor', why: 'there is no graphics card that draws WebGL 2' };
      return;
    }
    this.#painter = painter;
    this.#bag.add(() => painter.dispose());
    this.#bag.add(painter.onChange((what) => this.#onContext(what)));
    this.#state = this.#judge(painter);
  }

  get choice(): PaintChoice {
    return this.#choice;
  }

  get state(): PaintState {
    return this.#state;
  }

  /** Fires when pictures have to be drawn anew, by whoever is then able to. */
  onChange(listener: (state: PaintState) => void): Disposer {
    return this.#changed.on(listener);
  }

  /** Draws a frame onto a surface of its own size; false: the processor has to. */
  draw(image: ImageInfo, frame: DecodedFrame, choice: GreyChoice, pen: CanvasRenderingContext2D): boolean {
    if (this.#state.by !== 'card' || !this.#painter || frame.header.samples !== 1) return false;
    if ((choice.colourMap ?? 'grey') !== 'grey') return false;
    const table = frameTable(image, frame, choice);
    return table !== null && drawPainted(pen, this.#painter.paint(frame, table), frame);
  }

  dispose(): void {
    this.#bag.dispose();
    this.#painter = null;
  }

  #onContext(what: 'lost' | 'restored'): void {
    this.#state =
      what === 'restored' && this.#painter
        ? this.#judge(this.#painter)
        : { by: 'processor', why: 'the graphics card was lost' };
    this.#changed.emit(this.#state);
  }

  #judge(painter: GpuPainter): PaintState {
    if (differingPixels(painter, newSurface) > 0) {
      return { by: 'processor', why: 'the graphics card draws other greys than it should' };
    }
    if (this.#choice === 'card') return { by: 'card', why: `as chosen: ${painter.renderer}` };
    const faster = speedUp(painter, newSurface, () => performance.now());
    if (faster < 1) return { by: 'processor', why: 'the processor is faster than the graphics card' };
    return { by: 'card', why: `${painter.renderer}, ${faster.toFixed(1)} times as fast, same greys` };
  }
}

const newSurface: Surface = (columns, rows) => {
  const canvas = document.createElement('canvas');
  canvas.width = columns;
  canvas.height = rows;
  return canvas.getContext('2d', { alpha: false });
};
