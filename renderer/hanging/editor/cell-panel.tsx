import type { DisplaySet } from '../../../shared/hanging/protocol/display-set.ts';
import type { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';
import { faultAt } from '../../../shared/hanging/protocol/edit/faults.ts';
import { displayWords } from '../../../shared/hanging/protocol/edit/words.ts';
import { Button, FormActions, FormGroup, FormLine, SelectField } from '../../ui/index.ts';
import { useDocument, useEditor, useEditorView } from './editor-context.ts';
import { chosenCell } from './editor-state.ts';
import { asKind, KIND_WORDS } from './kinds.ts';
import { KindFields } from './kind-fields.tsx';
import { LookFields } from './look-fields.tsx';
import { MissingFields } from './missing-fields.tsx';
import { WordsField } from './typed-field.tsx';
import styles from './editor.module.css';

/** What the chosen cell shows, and how. */
export function CellPanel() {
  const editor = useEditor();
  const document = useDocument();
  const at = useEditorView((view) => view.at);
  const { box } = chosenCell(document, at);
  const index = document.displaySets.findIndex(({ id }) => id === box?.show);
  const display = document.displaySets[index];
  if (!display) return null;
  const others = hungIn(document, display.id) - 1;
  return (
    <div className={styles['panel']}>
      <SelectField
        label="This cell shows"
        value={display.id}
        options={document.displaySets.map((one) => ({
          value: one.id,
          words: `${one.label} — ${displayWords(one, document)}`,
        }))}
        onChange={(show) => editor.act({ do: 'show', at, display: show })}
      />
      <FormActions>
        <Button onClick={() => editor.act({ do: 'add-display', at, set: display.set })}>A new picture here</Button>
        <Button
          onClick={() => {
            if (editor.act({ do: 'copy-display', at }))
              editor.say('What is changed here is changed in this cell alone.');
          }}
        >
          A copy of its own
        </Button>
      </FormActions>
      <p className={styles['quiet']}>
        {others === 0
          ? 'It hangs in this cell alone.'
          : `It hangs in ${others === 1 ? 'another cell' : `${others} other cells`}, too: what is changed here is changed there.`}
      </p>
      <Unhung />
      <DisplayForm key={display.id} display={display} index={index} />
    </div>
  );
}

/** Pictures that no cell shows: kept for later, or taken out. */
function Unhung() {
  const editor = useEditor();
  const document = useDocument();
  const idle = document.displaySets.filter(({ id }) => hungIn(document, id) === 0);
  if (idle.length === 0) return null;
  return (
    <ul className={styles['rules']} aria-label="Pictures that hang nowhere" data-focus-home="">
      {idle.map(({ id, label }) => (
        <li key={id} className={styles['rule']}>
          <span className={styles['ruleWords']}>{label} hangs nowhere.</span>
          <Button
            tone="quiet"
            aria-label={`Remove the picture ${label}`}
            onClick={() => editor.act({ do: 'remove-display', display: id })}
          >
            Remove
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** How many cells of all stages show it. */
function hungIn({ stages }: HangingProtocol, display: string): number {
  return stages.flatMap(({ screens }) => screens.flatMap(({ boxes }) => boxes)).filter(({ show }) => show === display)
    .length;
}

function DisplayForm({ display, index }: { readonly display: DisplaySet; readonly index: number }) {
  const editor = useEditor();
  const { imageSets } = useDocument();
  const faults = useEditorView(({ editing }) => editing.faults);
  const set = (to: DisplaySet, field: string | null = null): void =>
    void editor.act({ do: 'set-display', display: display.id, to }, field === null ? null : `${display.id} ${field}`);
  const problem = (...path: readonly (string | number)[]): string | null =>
    faultAt(faults, ['displaySets', index, ...path]);
  const parts = { display, set, problem };
  return (
    <>
      <FormGroup title="What it is">
        <WordsField
          label="Name"
          field="label"
          value={display.label}
          problem={problem('label')}
          onType={(label, field) => set({ ...display, label }, field)}
        />
        <SelectField
          label="Series"
          value={display.set}
          options={imageSets.map(({ id, label }) => ({ value: id, words: label }))}
          onChange={(value) => set({ ...display, set: value })}
        />
        <SelectField
          label="Shown as"
          value={display.kind}
          options={(Object.keys(KIND_WORDS) as DisplaySet['kind'][]).map((value) => ({
            value,
            words: KIND_WORDS[value],
          }))}
          onChange={(kind) => set(asKind(display, kind, imageSets))}
        />
        <KindFields {...parts} />
        <FormLine>
          <Button
            onClick={() => {
              editor.chooseSet(display.set);
              editor.show('series');
            }}
          >
            By which rules the series is found …
          </Button>
        </FormLine>
      </FormGroup>
      <LookFields {...parts} />
      <MissingFields {...parts} />
    </>
  );
}
