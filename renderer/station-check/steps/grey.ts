import { frameInfo } from '../../../shared/model/image.ts';
import type { ImageInfo } from '../../../shared/model/image.ts';
import { GREY_PHANTOMS, GREY_WORDS } from '../../../shared/rules/station-check/phantom-set.ts';
import type { GreyPhantom } from '../../../shared/rules/station-check/phantom-set.ts';
import { GREY_SIDE, greyValue } from '../../../shared/rules/station-check/phantom-values.ts';
import { grayMapper } from '../../../shared/rules/window.ts';
import { cardCast } from '../../viewer/index.ts';
import type { ViewerEngine, ViewportHandle, ViewState } from '../../viewer/index.ts';
import { drawn, pictureNamed, show, shown, worst } from '../check-run.ts';
import type { CheckRun, Found } from '../check-run.ts';
import { withGlass } from '../with-glass.ts';
import { readCanvas } from '../glass-pixels.ts';

/** Every stored value of 12 bits through every way of the grey chain, on both ways of drawing, read back from the glass. */
export async function checkGrey(run: CheckRun): Promise<Found> {
  const processor = await drawnBy(run, 'processor');
  const card = await drawnBy(run, 'card');
  const state = worst([processor.state, card.state]);
  return {
    state,
    found:
      state === 'failed'
        ? 'The glass shows other greys than it should.'
        : `Every grey on the glass is the one that the standard asks for. ${card.found}`,
    lines: [...processor.lines, ...card.lines, castLine()],
  };
}

function drawnBy(run: CheckRun, way: 'processor' | 'card'): Promise<Found> {
  return withGlass(run, way, async (engine, handle) => {
    const { by, why } = engine.paint.state;
    if (by !== way) {
      const isWrong = /other greys/.test(why);
      return {
        state: isWrong ? 'warning' : 'ok',
        found: isWrong
          ? 'The graphics card draws other greys and is not used: the processor draws.'
          : 'No graphics card draws here: the processor does.',
        lines: [`graphics card: not used, ${why}`],
      };
    }
    const lines: string[] = [];
    for (const name of GREY_PHANTOMS) {
      run.step(`Grey levels by the ${WAYS[way]}: ${GREY_WORDS[name]}`);
      const different = await differentGreys(run, engine, handle, name);
      lines.push(
        `${different === 0 ? 'right' : 'WRONG'}: ${WAYS[way]}, ${GREY_WORDS[name]}: ` +
          (different === 0 ? `${GREY_SIDE * GREY_SIDE} values exact` : `${different} pixels differ`),
      );
    }
    const state = lines.some((line) => line.startsWith('WRONG')) ? 'failed' : 'ok';
    return { state, found: way === 'card' ? `The graphics card draws them too: ${why}.` : '', lines };
  });
}

/** Whether 3D on the card is the processor's picture; where it is not, the card is not used for it. */
function castLine(): string {
  const cast = cardCast();
  if (cast.is === 'none') return '3D by the graphics card: not used, there is none that draws WebGL 2';
  if (cast.is === 'other') return `3D by the graphics card: not used, ${cast.words}`;
  return 'right: 3D by the graphics card, within its tolerance';
}

const WAYS = { processor: 'processor', card: 'graphics card' } as const;

async function differentGreys(
  { signal, ...run }: CheckRun,
  engine: ViewerEngine,
  handle: ViewportHandle,
  name: GreyPhantom,
): Promise<number> {
  const image = pictureNamed(run, `grey/${name}`);
  await show(engine, handle, image, signal);
  handle.setView({ scale: 1, preset: presetOf(image) });
  await shown(handle, signal, ({ truth }) => Math.abs(truth.zoom - 1) < 1e-6);
  await drawn();
  const ratio = window.devicePixelRatio || 1;
  const corner = handle.pixelToCanvas([-0.5, -0.5]) ?? [0, 0];
  const [left, top] = [Math.round(corner[0] * ratio), Math.round(corner[1] * ratio)];
  const { width, greys } = readCanvas(handle.canvas);
  const known = knownGrey(image);
  let different = 0;
  for (let y = 0; y < GREY_SIDE; y += 1) {
    for (let x = 0; x < GREY_SIDE; x += 1) {
      if (greys[(top + y) * width + left + x] !== Math.round(known(greyValue(x, y)))) different += 1;
    }
  }
  return different;
}

/** The object's own window or table, whatever a reader would be shown first. */
function presetOf(image: ImageInfo): ViewState['preset'] {
  const { windows, voiFunction } = frameInfo(image, 1);
  const [window] = windows;
  const [lut] = image.voiLuts;
  if (lut) return { name: 'of the picture', show: { kind: 'lut', lut } };
  return window ? { name: 'of the picture', show: { kind: 'window', window, voiFunction } } : null;
}

/** By the formula of the picture and rule 3.8 alone: nothing that was decoded or drawn goes into it. */
function knownGrey(image: ImageInfo): (stored: number) => number {
  const [voiLut] = image.voiLuts;
  const [window] = frameInfo(image, 1).windows;
  return grayMapper({ image, frame: 1, window: voiLut ? null : (window ?? null), voiLut: voiLut ?? null });
}
