import { faultAt } from '../../../shared/hanging/protocol/edit/faults.ts';
import { FormGroup } from '../../ui/index.ts';
import { useDocument, useEditor, useEditorView } from './editor-context.ts';
import styles from './editor.module.css';
import { RulesForm } from './rules-form.tsx';
import { WordsField } from './typed-field.tsx';

/** What the protocol is called, and which studies, readers and desks it is for. */
export function StudiesPanel() {
  const editor = useEditor();
  const { name, note, for: rules } = useDocument();
  const faults = useEditorView(({ editing }) => editing.faults);
  return (
    <div className={styles['panel']}>
      <FormGroup title="The protocol">
        <WordsField
          label="Name of the protocol"
          field="protocol name"
          value={name}
          problem={faultAt(faults, ['name'])}
          onType={(text, field) => editor.act({ do: 'set-protocol', patch: { name: text } }, field)}
        />
        <WordsField
          label="Note"
          field="protocol note"
          value={note ?? ''}
          problem={faultAt(faults, ['note'])}
          onType={(text, field) =>
            editor.act({ do: 'set-protocol', patch: { note: text === '' ? undefined : text } }, field)
          }
        />
      </FormGroup>
      <RulesForm
        title="Studies, readers and desks that it is for"
        list={{ of: 'studies' }}
        rules={rules}
        path={['for']}
      />
    </div>
  );
}
