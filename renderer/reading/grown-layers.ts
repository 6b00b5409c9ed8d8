import { CalciumVessel } from '../../shared/model/grown.ts';
import type { GrownMask } from '../../shared/model/grown.ts';
import { alphaOf } from '../../shared/volume/mask-runs.ts';
import type { FrameRef, GlassLayer, GlassMark } from '../viewer/index.ts';

/** Of 255: what is counted stays visible under its colour. */
const SEEN_THROUGH = 90;

const VESSEL_COLOURS: Readonly<Record<CalciumVessel, string>> = {
  LM: 'var(--color-warning)',
  LAD: 'var(--color-stat)',
  LCX: 'var(--color-ok)',
  RCA: 'var(--color-accent)',
};

/** The pixels that a grown volume counts. */
export function volumeLayer(masks: readonly GrownMask[]): GlassLayer {
  return maskLayer('grown-volumes', 'Grown volumes', 'var(--color-accent)', masks);
}

/** The pixels that a calcium score counts, a colour a vessel. */
export function calciumLayers(
  masks: readonly (GrownMask & { readonly vessel: CalciumVessel })[],
): readonly GlassLayer[] {
  return CalciumVessel.options.map((vessel) =>
    maskLayer(
      `calcium-${vessel}`,
      `Calcium ${vessel}`,
      VESSEL_COLOURS[vessel],
      masks.filter((mask) => mask.vessel === vessel),
    ),
  );
}

function maskLayer(id: string, name: string, colour: string, masks: readonly GrownMask[]): GlassLayer {
  const drawn = new Map<string, readonly GlassMark[]>();
  for (const mask of masks) {
    const { columns, rows, runs } = mask;
    const one: GlassMark = { kind: 'mask', columns, rows, alpha: alphaOf(runs, columns * rows, SEEN_THROUGH) };
    drawn.set(nameOf(mask), [...(drawn.get(nameOf(mask)) ?? []), one]);
  }
  return { id, name, colour, of: (ref) => drawn.get(nameOf(ref)) ?? null };
}

function nameOf({ objectId, frame }: FrameRef): string {
  return `${objectId} ${frame}`;
}
