import { SelectField } from '../../ui/index.ts';
import { useDocument } from './editor-context.ts';
import type { DisplayParts } from './kinds.ts';
import { NumberField } from './typed-field.tsx';

const PLANES = [
  { value: 'axial', words: 'Axial' },
  { value: 'coronal', words: 'Coronal' },
  { value: 'sagittal', words: 'Sagittal' },
] as const;
const MODES = [
  { value: 'max', words: 'Brightest (MIP)' },
  { value: 'min', words: 'Darkest (MinIP)' },
  { value: 'mean', words: 'Mean' },
] as const;
const PRESETS = [
  { value: 'bone', words: 'Bone' },
  { value: 'vessels', words: 'Vessels' },
  { value: 'soft-tissue', words: 'Soft tissue' },
  { value: 'lung', words: 'Lung' },
  { value: 'mip', words: 'MIP' },
] as const;

/** What the kind of a display set has of its own. */
export function KindFields({ display, set, problem }: DisplayParts) {
  const { imageSets } = useDocument();
  switch (display.kind) {
    case 'mpr':
      return (
        <SelectField
          label="Plane"
          value={display.plane}
          options={PLANES}
          onChange={(plane) => set({ ...display, plane })}
        />
      );
    case 'slab':
      return (
        <>
          <SelectField
            label="Plane"
            value={display.plane}
            options={PLANES}
            onChange={(plane) => set({ ...display, plane })}
          />
          <SelectField
            label="Shows"
            value={display.mode}
            options={MODES}
            onChange={(mode) => set({ ...display, mode })}
          />
          <NumberField
            label="Thickness in mm"
            field="thickness"
            needed
            value={display.thickness}
            problem={problem('thickness')}
            onType={(thickness = Number.NaN, field) => set({ ...display, thickness }, field)}
          />
        </>
      );
    case 'volume':
      return (
        <SelectField
          label="Preset"
          value={display.preset}
          options={PRESETS}
          onChange={(preset) => set({ ...display, preset })}
        />
      );
    case 'fusion':
      return (
        <>
          <SelectField
            label="Series over it"
            value={display.over}
            options={imageSets.map(({ id, label }) => ({ value: id, words: label }))}
            onChange={(over) => set({ ...display, over })}
          />
          <NumberField
            label="How much of it, in %"
            field="opacity"
            needed
            value={Math.round(display.opacity * 1000) / 10}
            problem={problem('opacity') && 'From 0 to 100.'}
            onType={(percent = Number.NaN, field) => set({ ...display, opacity: percent / 100 }, field)}
          />
        </>
      );
    case 'cine':
      return (
        <NumberField
          label="Frames a second"
          field="rate"
          hint="Nothing: as the pictures say."
          value={display.rate}
          problem={problem('rate')}
          onType={(rate, field) => {
            const { rate: _left, ...rest } = display;
            set(rate === undefined ? rest : { ...rest, rate }, field);
          }}
        />
      );
    case 'stack':
    case 'key-images':
    case 'report':
    case 'ai-result':
      return null;
  }
}
