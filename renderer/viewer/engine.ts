import { Enums, RenderingEngine, StackViewport, init as initCore } from '@cornerstonejs/core';
import { init as initTools } from '@cornerstonejs/tools';
import { AppError } from '../../shared/errors/app-error.ts';
import { DisposerBag } from '../../shared/lib/disposable.ts';
import type { Disposer } from '../../shared/lib/disposable.ts';
import { Emitter } from '../../shared/lib/emitter.ts';
import type { FrameClient } from '../client/index.ts';
import { PaintPath } from './gpu/paint-path.ts';
import type { PaintChoice } from './gpu/paint-path.ts';
import { ImageSource } from './image-source.ts';
import { PictureOverlays } from './picture-overlays.ts';
import { registerMetadata } from './metadata-provider.ts';
import { allowSvgTextStyle } from './svg-style.ts';
import { ToolBench } from './tools/tool-bench.ts';
import { VideoHands } from './video/video-hand.ts';

/** One a window: Cornerstone, the pictures of the open case, and the tools. */
export class ViewerEngine {
  readonly source: ImageSource;
  readonly tools: ToolBench;
  readonly rendering: RenderingEngine;
  readonly paint: PaintPath;
  readonly overlays: PictureOverlays;
  readonly videos = new VideoHands();
  #bag = new DisposerBag();
  #disposed = false;
  #doubts: readonly string[] = [];
  readonly #doubted = new Emitter<void>();

  constructor(frames: FrameClient, id: string, paint: PaintChoice = 'auto') {
    // Software or no WebGL: one context is enough for what cannot be drawn without (nothing yet).
    initCore({ rendering: { webGlContextCount: 1 } } as Parameters<typeof initCore>[0]);
    initTools();
    this.#bag.add(allowSvgTextStyle());
    this.paint = new PaintPath(paint);
    this.#bag.add(() => this.paint.dispose());
    this.source = new ImageSource(frames);
    this.#bag.add(() => this.source.dispose());
    this.overlays = new PictureOverlays(this.source);
    this.#bag.add(registerMetadata(this.source));
    this.rendering = new RenderingEngine(id);
    this.#bag.add(() => this.rendering.destroy());
    this.tools = new ToolBench(this.source, this.rendering.id);
    this.#bag.add(() => this.tools.dispose());
  }

  /**
   * Makes a stack viewport in an empty element and puts it on the CPU path.
   * The path is per stack: Cornerstone's global switch would break volume viewports.
   */
  openStack(viewportId: string, element: HTMLDivElement): StackViewport {
    this.rendering.enableElement({ viewportId, element, type: Enums.ViewportType.STACK });
    const viewport = this.rendering.getViewport(viewportId);
    if (!(viewport instanceof StackViewport)) throw new AppError('internal/bug', 'viewport is no stack');
    viewport.setUseCPURendering(true);
    // The engine looks at the global switch only; without this it would draw the empty WebGL scene.
    viewport.getUseCustomRenderingPipeline = () => true;
    this.tools.attach(viewportId);
    // Cornerstone swallows every key of an element that can take the focus: keys belong to our command registry.
    element.removeAttribute('tabindex');
    return viewport;
  }

  /** Why pictures of this window are no diagnostic ones, in words. */
  get doubts(): readonly string[] {
    return this.#doubts;
  }

  setDoubts(doubts: readonly string[]): void {
    this.#doubts = doubts;
    this.#doubted.emit();
  }

  onDoubts(listener: () => void): Disposer {
    return this.#doubted.on(listener);
  }

  closeStack(viewportId: string): void {
    // React takes the desk away before its viewports.
    if (this.#disposed) return;
    this.tools.detach(viewportId);
    this.rendering.disableElement(viewportId);
  }

  dispose(): void {
    this.#disposed = true;
    this.#bag.dispose();
  }
}
