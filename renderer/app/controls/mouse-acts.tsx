import { mouseWith, withHabit } from '../../../shared/controls/mouse-rules.ts';
import type { MouseNow } from '../../../shared/controls/mouse-rules.ts';
import type { DragAct, DragName, HabitTool, MouseActs, WheelAct, WheelActs } from '../../../shared/model/controls.ts';
import { FormGroup, SelectField } from '../../ui/index.ts';
import { DRAG_WORDS, DRAGS, dragsOf, dragWords, WHEEL_NAMES, WHEEL_WORDS, WHEELS } from './mouse-words.ts';

const AS_EVER = 'as-ever';

interface ActFields {
  readonly drag: (name: DragName) => React.ReactNode;
  readonly wheel: (name: keyof WheelActs, label: string) => React.ReactNode;
}

/** What each drag and the wheel do with every tool. */
export function EveryToolActs({
  mouse,
  onChange,
}: {
  readonly mouse: MouseActs;
  readonly onChange: (change: Partial<MouseActs>) => void;
}) {
  const { drag, wheel } = mouse;
  return (
    <Acts
      drag={(name) => (
        <SelectField
          key={name}
          label={dragWords(name)}
          value={drag[name]}
          options={DRAGS}
          onChange={(act) => onChange({ drag: { ...drag, [name]: act } })}
        />
      )}
      wheel={(name, label) => (
        <SelectField
          key={name}
          label={label}
          value={wheel[name]}
          options={WHEELS}
          onChange={(act) => onChange({ wheel: { ...wheel, [name]: act } })}
        />
      )}
    />
  );
}

/** The same while one tool is held; each field may say that it is as with every tool. */
export function OneToolActs({
  mouse,
  tool,
  onChange,
}: {
  readonly mouse: MouseActs;
  readonly tool: HabitTool;
  readonly onChange: (byTool: MouseActs['byTool']) => void;
}) {
  const own = mouse.byTool[tool];
  const others = withoutHabit(mouse, tool);
  return (
    <Acts
      drag={(name) => (
        <SelectField
          key={name}
          label={dragWords(name)}
          value={own?.drag[name] ?? AS_EVER}
          options={[asEver(DRAG_WORDS[others.drag[name]]), ...DRAGS]}
          onChange={(act) => onChange(withHabit(mouse, tool, { drag: [name, orNull<DragAct>(act)] }))}
        />
      )}
      wheel={(name, label) => (
        <SelectField
          key={name}
          label={label}
          value={own?.wheel[name] ?? AS_EVER}
          options={[asEver(WHEEL_WORDS[others.wheel[name]]), ...WHEELS]}
          onChange={(act) => onChange(withHabit(mouse, tool, { wheel: [name, orNull<WheelAct>(act)] }))}
        />
      )}
    />
  );
}

function Acts({ drag, wheel }: ActFields) {
  return (
    <>
      <FormGroup
        title="Drag with the left button"
        help="Alone it always holds the chosen tool; a system that swaps left and right swaps them here, too. Some systems keep Alt and the left button for moving windows."
      >
        {dragsOf('left').map(drag)}
      </FormGroup>
      <FormGroup title="Drag with the middle button">{dragsOf('middle').map(drag)}</FormGroup>
      <FormGroup title="Drag with the right button">{dragsOf('right').map(drag)}</FormGroup>
      <FormGroup title="Drag with left and right together" help="Press the second one at once after the first.">
        {dragsOf('both').map(drag)}
      </FormGroup>
      <FormGroup title="Wheel over an image">{WHEEL_NAMES.map(([name, label]) => wheel(name, label))}</FormGroup>
    </>
  );
}

/** What would be done without a habit of this tool. */
function withoutHabit(mouse: MouseActs, tool: HabitTool): MouseNow {
  const byTool = Object.fromEntries(Object.entries(mouse.byTool).filter(([one]) => one !== tool));
  return mouseWith({ ...mouse, byTool }, tool);
}

function asEver(words: string): { readonly value: typeof AS_EVER; readonly words: string } {
  return { value: AS_EVER, words: `As otherwise: ${words}` };
}

function orNull<T extends string>(act: T | typeof AS_EVER): T | null {
  return act === AS_EVER ? null : act;
}
