import type { KeyboardEvent } from 'react';
import { faultAt } from '../../../shared/hanging/protocol/edit/faults.ts';
import type { Stage } from '../../../shared/hanging/protocol/protocol.ts';
import { Button, CheckField, classNames, SelectField } from '../../ui/index.ts';
import { useDocument, useEditor, useEditorView } from './editor-context.ts';
import styles from './editor.module.css';
import { WordsField } from './typed-field.tsx';

/** The stages in their order, and what the chosen one is for. */
export function StageList() {
  const editor = useEditor();
  const { stages } = useDocument();
  const chosen = useEditorView(({ at }) => at.stage);
  const at = stages.findIndex(({ id }) => id === chosen);
  const stage = stages[at];
  const move = (by: 1 | -1): void => void editor.act({ do: 'move-stage', stage: chosen, by });
  const remove = (): void => void editor.act({ do: 'remove-stage', stage: chosen });
  const press = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const next = event.key === 'Home' ? stages[0] : event.key === 'End' ? stages.at(-1) : stages[at + by];
    if (event.key === 'Delete') remove();
    else if (by !== 0 && event.altKey) move(by);
    else if (['ArrowDown', 'ArrowUp', 'Home', 'End'].includes(event.key)) {
      if (next) editor.chooseStage(next.id);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <section className={styles['column']} aria-label="Stages" data-focus-home="">
      <h3>Stages</h3>
      <ul
        role="listbox"
        data-part=""
        data-autofocus=""
        aria-label="Stages in their order"
        aria-activedescendant={`stage-${chosen}`}
        tabIndex={0}
        className={styles['options']}
        onKeyDown={press}
        data-home-focus=""
      >
        {stages.map(({ id, name }, index) => (
          <li
            key={id}
            id={`stage-${id}`}
            role="option"
            aria-selected={id === chosen}
            className={classNames(styles['option'], id === chosen && styles['chosen'])}
            onClick={() => editor.chooseStage(id)}
          >
            <span className={styles['quiet']}>{index + 1}</span> {name}
          </li>
        ))}
      </ul>
      <div className={styles['row']}>
        <Button aria-label="Add a stage after this one" onClick={() => editor.act({ do: 'add-stage', after: chosen })}>
          Add
        </Button>
        <Button aria-label="Copy this stage" onClick={() => editor.act({ do: 'copy-stage', stage: chosen })}>
          Copy
        </Button>
        <Button aria-label="Move this stage up" onClick={() => move(-1)}>
          ↑
        </Button>
        <Button aria-label="Move this stage down" onClick={() => move(1)}>
          ↓
        </Button>
        <Button aria-label="Remove this stage" onClick={remove}>
          Remove
        </Button>
      </div>
      <p className={styles['quiet']}>↑ ↓ choose, Alt ↑ ↓ move, Delete removes. F6 goes to the layout.</p>
      {stage ? <StageForm key={stage.id} stage={stage} at={at} /> : null}
    </section>
  );
}

function StageForm({ stage, at }: { readonly stage: Stage; readonly at: number }) {
  const editor = useEditor();
  const { imageSets } = useDocument();
  const faults = useEditorView(({ editing }) => editing.faults);
  const { id, name, needs = [], partial, upright = 'turn' } = stage;
  const turn = (set: string, isOn: boolean): void => {
    const next = imageSets.map((one) => one.id).filter((one) => (one === set ? isOn : needs.includes(one)));
    editor.act({ do: 'set-stage', stage: id, patch: { needs: next.length > 0 ? next : undefined } });
  };
  return (
    <>
      <WordsField
        label="Name of the stage"
        field={`stage ${id} name`}
        value={name}
        problem={faultAt(faults, ['stages', at, 'name'])}
        onType={(text, field) => editor.act({ do: 'set-stage', stage: id, patch: { name: text } }, field)}
      />
      <SelectField
        label="Where something is missing"
        value={partial}
        options={[
          { value: 'ADAPT_LAYOUT', words: 'The others take its room' },
          { value: 'MAINTAIN_LAYOUT', words: 'Its cell stays, with the reason' },
        ]}
        onChange={(value) => editor.act({ do: 'set-stage', stage: id, patch: { partial: value } })}
      />
      <SelectField
        label="On an upright monitor"
        value={upright}
        options={[
          { value: 'turn', words: 'A row becomes a column' },
          { value: 'keep', words: 'A row stays a row' },
        ]}
        onChange={(value) =>
          editor.act({ do: 'set-stage', stage: id, patch: { upright: value === 'keep' ? 'keep' : undefined } })
        }
      />
      <fieldset className={styles['group']}>
        <legend>Only where these are there</legend>
        {imageSets.map((set) => (
          <CheckField
            key={set.id}
            label={set.label}
            checked={needs.includes(set.id)}
            onChange={(isOn) => turn(set.id, isOn)}
          />
        ))}
      </fieldset>
    </>
  );
}
