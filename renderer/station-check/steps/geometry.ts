import type { ImageInfo } from '../../../shared/model/image.ts';
import type { Point2 } from '../../../shared/model/measurement.ts';
import { isRound, isWhereLettersSay, PLACED_VIEWS } from '../../../shared/rules/station-check/placed-views.ts';
import type { PlacedView } from '../../../shared/rules/station-check/placed-views.ts';
import { GEOMETRY } from '../../../shared/rules/station-check/phantom-values.ts';
import { measureRod, RODS } from '../../../shared/rules/station-check/rods.ts';
import type { StoredPixels } from '../../../shared/rules/stored-pixels.ts';
import { lettersOf } from '../../viewer/index.ts';
import type { PaintChoice, ViewportHandle } from '../../viewer/index.ts';
import { drawn, pictureNamed, show, shown } from '../check-run.ts';
import type { CheckRun, Found } from '../check-run.ts';
import { withGlass } from '../with-glass.ts';
import { readCanvas, spotBetween } from '../glass-pixels.ts';

/** Greys of the sphere and of the mark with the window of the picture; the body is darker than both. */
const SPHERE_GREYS = [24, 60] as const;
const MARK_GREYS = [200, 255] as const;

export interface Placed {
  readonly geometry: Found;
  readonly measurement: Found;
}

/**
 * The picture of places and lengths in all eight ways it can lie. Geometry: the letters are those worked out by hand, the mark
 * stands on the glass where they say, and what is round is round. Measurement: rods, a sphere and angles of known size, their
 * ends put on the glass and read back from there, through the rules that the tools use.
 */
export function checkPlaces(run: CheckRun, paint: PaintChoice): Promise<Placed> {
  return withGlass(run, paint, async (engine, handle) => {
    const image = pictureNamed(run, 'geometry');
    await show(engine, handle, image, run.signal);
    const decoded = engine.source.decoded({ objectId: image.objectId, frame: 1 });
    const { columns, rows } = GEOMETRY;
    const pixels = decoded && { columns, rows, samples: 1, data: decoded.pixels };
    const [places, lengths]: [string[], string[]] = [[], []];
    for (const view of PLACED_VIEWS) {
      const words = `${view.rotation}°${view.flip ? ', mirrored' : ''}`;
      run.step(`Geometry and measurement: turned ${words}`);
      handle.setView({ rotation: view.rotation, flip: view.flip, scale: null });
      await shown(handle, run.signal, ({ truth }) => truth.rotation === view.rotation && truth.flip === view.flip);
      await drawn();
      const faults = placeFaults(handle, image, view);
      places.push(
        `${faults.length === 0 ? 'right' : 'WRONG'}: ${words}: ${faults.join('; ') || 'letters, mark and shape'}`,
      );
      lengths.push(...rodLines(handle, image, pixels, words));
    }
    return {
      geometry: said(places, 'ways that a picture can lie', 'are right'),
      measurement: said(lengths, 'measurements', 'are exact'),
    };
  });
}

function said(lines: readonly string[], what: string, right: string): Found {
  const wrong = lines.filter((line) => line.startsWith('WRONG'));
  return {
    state: wrong.length === 0 ? 'ok' : 'failed',
    found:
      wrong.length === 0
        ? `All ${lines.length} ${what} ${right}.`
        : `${wrong.length} of ${lines.length} ${what} are wrong.`,
    // What is wrong first: a long list is cut.
    lines: [...wrong, ...lines.filter((line) => !line.startsWith('WRONG'))].slice(0, 120),
  };
}

function placeFaults(handle: ViewportHandle, image: ImageInfo, view: PlacedView): string[] {
  const letters = lettersOf(image, 1, view.rotation, view.flip);
  const wanted = `${view.letters.left}${view.letters.right}${view.letters.top}${view.letters.bottom}`;
  const found = letters ? `${letters.left}${letters.right}${letters.top}${letters.bottom}` : 'none';
  const glass = readCanvas(handle.canvas);
  const whole = { left: 0, right: glass.width - 1, top: 0, bottom: glass.height - 1 };
  // The shorter side of a pixel has `zoom` pixels of the glass.
  const perMm = handle.truth.zoom / Math.min(...GEOMETRY.spacing);
  const [across, down] = [glass.width / 2, glass.height / 2];
  const near = GEOMETRY.radiusMm * 1.5 * perMm;
  const middle = { left: across - near, right: across + near, top: down - near, bottom: down + near };
  return [
    ...(found === wanted ? [] : [`letters ${found} where ${wanted} must stand`]),
    ...(isWhereLettersSay(view.letters, spotBetween(glass, MARK_GREYS, whole), glass)
      ? []
      : ['the mark does not stand where the letters say']),
    ...(isRound(spotBetween(glass, SPHERE_GREYS, middle), 2 * GEOMETRY.radiusMm, perMm)
      ? []
      : ['what is round is not round on the glass']),
  ];
}

function rodLines(handle: ViewportHandle, image: ImageInfo, pixels: StoredPixels | null, view: string): string[] {
  return RODS.map((rod) => {
    const points = rod.points.map((point): Point2 => {
      const onGlass = handle.pixelToCanvas(point);
      return (onGlass && handle.canvasToPixel(onGlass)) ?? [NaN, NaN];
    });
    const { ok, name, words } = measureRod(rod, image, pixels, points);
    return `${ok ? 'right' : 'WRONG'}: ${view}, ${name}: ${words}`;
  });
}
