import { useState } from 'react';
import { useStore } from 'zustand';
import { mouseRefusal } from '../../../shared/controls/mouse-rules.ts';
import { DragAct, PROGRAM_CONTROLS, WheelAct } from '../../../shared/model/controls.ts';
import type { MouseActs } from '../../../shared/model/controls.ts';
import { Button, CheckField, FormActions, FormGroup, SelectField } from '../../ui/index.ts';
import { useServices } from '../services.tsx';
import { CommandField } from './command-field.tsx';
import styles from './controls.module.css';
import { useListedCommands } from './listed-commands.ts';

const DRAG_WORDS: Readonly<Record<DragAct, string>> = {
  window: 'Window',
  zoom: 'Zoom',
  pan: 'Pan',
  scroll: 'Scroll',
  magnify: 'Magnifier',
  none: 'Nothing',
};
const WHEEL_WORDS: Readonly<Record<WheelAct, string>> = {
  scroll: 'Scroll',
  fast: 'Scroll by ten',
  zoom: 'Zoom',
  window: 'Width of the window',
  pan: 'Pan up and down',
  series: 'Next or previous series',
  phase: 'Next or previous phase of this place',
  none: 'Nothing',
};
const DRAGS = DragAct.options.map((value) => ({ value, words: DRAG_WORDS[value] }));
const WHEELS = WheelAct.options.map((value) => ({ value, words: WHEEL_WORDS[value] }));

const WHEEL_KEYS = [
  ['plain', 'Wheel'],
  ['ctrl', 'Ctrl and wheel'],
  ['shift', 'Shift and wheel'],
  ['alt', 'Alt and wheel'],
] as const;

/** What buttons and wheel do on an image. A choice that leaves no way to scroll is refused, and the one before it stays. */
export function MouseSection() {
  const { controls: book } = useServices();
  const controls = useStore(book.view, (view) => view.controls);
  const commands = useListedCommands();
  const [refusal, setRefusal] = useState<string | null>(null);
  const { mouse } = controls;
  const set = (change: Partial<MouseActs>): void => {
    const next = { ...mouse, ...change };
    const why = mouseRefusal(next);
    setRefusal(why);
    if (why === null) void book.change({ ...controls, mouse: next });
  };
  return (
    <fieldset className={styles['section']}>
      <legend>Mouse and wheel</legend>
      <FormGroup
        title="Drag on an image"
        help="The left button always holds the chosen tool; a system that swaps left and right swaps them here, too."
      >
        <SelectField
          label="Right button"
          value={mouse.drag.right}
          options={DRAGS}
          onChange={(right) => set({ drag: { ...mouse.drag, right } })}
        />
        <SelectField
          label="Middle button"
          value={mouse.drag.middle}
          options={DRAGS}
          onChange={(middle) => set({ drag: { ...mouse.drag, middle } })}
        />
      </FormGroup>
      <FormGroup title="Wheel over an image">
        {WHEEL_KEYS.map(([held, label]) => (
          <SelectField
            key={held}
            label={label}
            value={mouse.wheel[held]}
            options={WHEELS}
            onChange={(act) => set({ wheel: { ...mouse.wheel, [held]: act } })}
          />
        ))}
        <CheckField
          label="Turn the wheel round: towards me goes to the picture before"
          checked={mouse.inverted}
          onChange={(inverted) => set({ inverted })}
        />
      </FormGroup>
      <FormGroup title="Fourth and fifth button">
        <CommandField
          label="Fourth button (back)"
          value={mouse.back}
          commands={commands}
          onChange={(back) => set({ back })}
        />
        <CommandField
          label="Fifth button (forward)"
          value={mouse.forward}
          commands={commands}
          onChange={(forward) => set({ forward })}
        />
      </FormGroup>
      <FormActions>
        <Button onClick={() => set(PROGRAM_CONTROLS.mouse)}>Reset the mouse</Button>
        <span className={styles['refused']} role="alert">
          {refusal ?? ''}
        </span>
      </FormActions>
    </fieldset>
  );
}
