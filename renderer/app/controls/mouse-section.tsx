import { useState } from 'react';
import { useStore } from 'zustand';
import { mouseRefusal } from '../../../shared/controls/mouse-rules.ts';
import { HabitTool, PROGRAM_CONTROLS } from '../../../shared/model/controls.ts';
import type { MouseActs } from '../../../shared/model/controls.ts';
import { Button, CheckField, FormActions, FormGroup, SelectField } from '../../ui/index.ts';
import type { ListedCommand } from '../commands/index.ts';
import { useServices } from '../services.tsx';
import { CommandField } from './command-field.tsx';
import styles from './controls.module.css';
import { useListedCommands } from './listed-commands.ts';
import { EveryToolActs, OneToolActs } from './mouse-acts.tsx';
import { toolWords } from './mouse-words.ts';

const EVERY = 'every';

/**
 * What buttons and wheel do on an image, with every tool and otherwise with one. A choice that leaves no way to scroll is refused, and the
 * one before it stays.
 */
export function MouseSection() {
  const { controls: book } = useServices();
  const controls = useStore(book.view, (view) => view.controls);
  const commands = useListedCommands();
  const [refusal, setRefusal] = useState<string | null>(null);
  const [tool, setTool] = useState<HabitTool | typeof EVERY>(EVERY);
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
      <FormGroup title="While this tool is held" help={habitWords(mouse, commands)}>
        <SelectField
          label="Tool of the left button"
          value={tool}
          options={[
            { value: EVERY, words: 'Every tool' },
            ...HabitTool.options.map((value) => ({ value, words: habitTitle(value, mouse, commands) })),
          ]}
          onChange={setTool}
        />
      </FormGroup>
      {tool === EVERY ? (
        <EveryToolActs mouse={mouse} onChange={set} />
      ) : (
        <OneToolActs mouse={mouse} tool={tool} onChange={(byTool) => set({ byTool })} />
      )}
      <FormGroup title="Whatever the tool">
        <CheckField
          label="Turn the wheel round: towards me goes to the picture before"
          checked={mouse.inverted}
          onChange={(inverted) => set({ inverted })}
        />
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

function habitTitle(tool: HabitTool, { byTool }: MouseActs, commands: readonly ListedCommand[] | null): string {
  const words = toolWords(tool, commands);
  return byTool[tool] === undefined ? words : `${words}: has habits of its own`;
}

function habitWords({ byTool }: MouseActs, commands: readonly ListedCommand[] | null): string {
  const own = HabitTool.options.filter((tool) => byTool[tool] !== undefined);
  if (own.length === 0) return 'No tool has habits of its own: buttons and wheel do the same with all of them.';
  return `Habits of their own: ${own.map((tool) => toolWords(tool, commands)).join(', ')}.`;
}
