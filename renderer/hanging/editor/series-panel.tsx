import type { KeyboardEvent } from 'react';
import { faultAt } from '../../../shared/hanging/protocol/edit/faults.ts';
import { studyWords } from '../../../shared/hanging/protocol/edit/words.ts';
import type { ImageSet } from '../../../shared/hanging/protocol/protocol.ts';
import { Button, CheckField, classNames, FormActions, FormGroup, SelectField } from '../../ui/index.ts';
import { useDocument, useEditor, useEditorView } from './editor-context.ts';
import styles from './editor.module.css';
import { PriorFields } from './prior-fields.tsx';
import { RulesForm } from './rules-form.tsx';
import { NumberField, WordsField } from './typed-field.tsx';

/** The series that the protocol looks for, and by which rules. */
export function SeriesPanel() {
  const editor = useEditor();
  const { imageSets } = useDocument();
  const chosen = useEditorView((view) => view.set);
  const at = imageSets.findIndex(({ id }) => id === chosen);
  const set = imageSets[at];
  const move = (by: 1 | -1): void => void editor.act({ do: 'move-set', set: chosen, by });
  const remove = (): void => void editor.act({ do: 'remove-set', set: chosen });
  const press = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const next = imageSets[at + by];
    if (event.key === 'Delete') remove();
    else if (by !== 0 && event.altKey) move(by);
    else if (by !== 0) {
      if (next) editor.chooseSet(next.id);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles['panel']} data-focus-home="">
      <ul
        role="listbox"
        aria-label="Series that it looks for"
        aria-activedescendant={`set-${chosen}`}
        tabIndex={0}
        className={styles['options']}
        onKeyDown={press}
        data-home-focus=""
      >
        {imageSets.map((one) => (
          <li
            key={one.id}
            id={`set-${one.id}`}
            role="option"
            aria-selected={one.id === chosen}
            className={classNames(styles['option'], one.id === chosen && styles['chosen'])}
            onClick={() => editor.chooseSet(one.id)}
          >
            {one.label}{' '}
            <span className={styles['quiet']}>
              {studyWords(one)}
              {one.must ? ' · needed' : ''}
            </span>
          </li>
        ))}
      </ul>
      <FormActions>
        <Button aria-label="Add a series" onClick={() => editor.act({ do: 'add-set' })}>
          Add
        </Button>
        <Button aria-label="Copy this series" onClick={() => editor.act({ do: 'copy-set', set: chosen })}>
          Copy
        </Button>
        <Button aria-label="Move this series up" onClick={() => move(-1)}>
          ↑
        </Button>
        <Button aria-label="Move this series down" onClick={() => move(1)}>
          ↓
        </Button>
        <Button aria-label="Remove this series" onClick={remove}>
          Remove
        </Button>
      </FormActions>
      {set ? <SetForm key={set.id} set={set} at={at} /> : null}
    </div>
  );
}

function SetForm({ set, at }: { readonly set: ImageSet; readonly at: number }) {
  const editor = useEditor();
  const { imageSets } = useDocument();
  const faults = useEditorView(({ editing }) => editing.faults);
  const before = imageSets.slice(0, at);
  const { id, label, of, weight, must = false, besides = [], like } = set;
  const turn = (other: string, isOn: boolean): void => {
    const next = before.map((one) => one.id).filter((one) => (one === other ? isOn : besides.includes(one)));
    editor.act({ do: 'set-set', set: id, patch: { besides: next.length > 0 ? next : undefined } });
  };
  return (
    <>
      <FormGroup title="The series">
        <WordsField
          label="Name"
          field={`set ${id} label`}
          value={label}
          problem={faultAt(faults, ['imageSets', at, 'label'])}
          onType={(text, field) => editor.act({ do: 'set-set', set: id, patch: { label: text } }, field)}
        />
        <SelectField
          label="Of"
          value={of === 'current' ? 'current' : 'prior'}
          options={[
            { value: 'current', words: 'This study' },
            { value: 'prior', words: 'An earlier study' },
          ]}
          onChange={(value) =>
            editor.act({
              do: 'set-set',
              set: id,
              patch: {
                of: value === 'current' ? 'current' : { least: 0.3, pick: { by: 'relevance' }, same: ['modality'] },
              },
            })
          }
        />
        <NumberField
          label="Points where it is found"
          field={`set ${id} weight`}
          hint="They decide between protocols."
          needed
          value={weight}
          problem={faultAt(faults, ['imageSets', at, 'weight'])}
          onType={(points = Number.NaN, field) =>
            editor.act({ do: 'set-set', set: id, patch: { weight: points } }, field)
          }
        />
        <SelectField
          label="Most like"
          value={like ?? ''}
          options={[{ value: '', words: 'Nothing' }, ...before.map((one) => ({ value: one.id, words: one.label }))]}
          hint="A series that stands before it."
          onChange={(value) => editor.act({ do: 'set-set', set: id, patch: { like: value || undefined } })}
        />
        <CheckField
          label="Needed: without it the protocol does not hang"
          checked={must}
          onChange={(isOn) => editor.act({ do: 'set-set', set: id, patch: { must: isOn || undefined } })}
        />
        <div className={styles['checks']}>
          {before.map((one) => (
            <CheckField
              key={one.id}
              label={`Not the same as ${one.label}`}
              checked={besides.includes(one.id)}
              onChange={(isOn) => turn(one.id, isOn)}
            />
          ))}
        </div>
      </FormGroup>
      <RulesForm
        key={`${id} rules`}
        title="Which pictures it is"
        list={{ of: 'pictures', set: id }}
        rules={set.rules}
        path={['imageSets', at, 'rules']}
      />
      {of === 'current' ? null : <PriorFields set={set} prior={of} at={at} />}
    </>
  );
}
