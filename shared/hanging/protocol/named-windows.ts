import type { WindowPreset } from '../../rules/window-presets.ts';
import type { Presentation } from './display-set.ts';

export type NamedWindow = Exclude<Extract<Presentation['window'], string>, 'header'>;

/** Hounsfield units; `preset`: what the number keys call it. */
interface Values {
  readonly center: number;
  readonly width: number;
  readonly preset: string | null;
}

/** What the names of windows in a protocol mean, on CT; own choice of common values, the same as those of the number keys. */
export const NAMED_WINDOWS: Readonly<Record<NamedWindow, Values>> = {
  brain: { center: 40, width: 80, preset: 'Brain' },
  stroke: { center: 35, width: 40, preset: 'Stroke' },
  subdural: { center: 75, width: 215, preset: null },
  bone: { center: 400, width: 1800, preset: 'Bone' },
  lung: { center: -600, width: 1500, preset: 'Lung' },
  mediastinum: { center: 50, width: 350, preset: 'Mediastinum' },
  'soft-tissue': { center: 40, width: 400, preset: 'Soft tissue' },
  abdomen: { center: 40, width: 400, preset: 'Soft tissue' },
  liver: { center: 60, width: 160, preset: 'Liver' },
  angio: { center: 300, width: 600, preset: 'Angiography' },
};

export interface ChosenWindow {
  readonly window: { readonly center: number; readonly width: number } | null;
  readonly preset: WindowPreset | null;
}

/** What the picture begins with by itself. */
export const OWN_WINDOW: ChosenWindow = { window: null, preset: null };

/** The preset of the picture, or the numbers, that a protocol asks for. A named window is for Hounsfield units alone. */
export function chosenWindow(
  asked: Presentation['window'],
  presets: readonly WindowPreset[],
  isHounsfield: boolean,
): ChosenWindow {
  if (asked === undefined || asked === 'header') return OWN_WINDOW;
  if (typeof asked === 'object') return { window: asked, preset: null };
  if (!isHounsfield) return OWN_WINDOW;
  const { center, width, preset } = NAMED_WINDOWS[asked];
  const isIt = ({ show }: WindowPreset): boolean =>
    show.kind === 'window' && show.window.center === center && show.window.width === width;
  // Where the object asks for the same numbers, its own entry comes first, and is what it begins with.
  const [first] = presets;
  if (first && isIt(first)) return OWN_WINDOW;
  const found = presets.find((one) => one.name === preset && isIt(one));
  return found ? { window: null, preset: found } : { window: { center, width }, preset: null };
}
