import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { CalculatorFile } from '../../../shared/calculators/calculator-file.ts';
import { asAppError } from '../../../shared/errors/app-error.ts';
import { ownerFrom } from '../../../shared/model/kept-document.ts';
import type { ReportTemplate } from '../../../shared/model/report.ts';
import {
  addField,
  addSection,
  moved,
  removeField,
  removeSection,
  withField,
  withSection,
} from '../../../shared/report/template-edit.ts';
import { errorWords } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { useTask } from '../../app/use-task.ts';
import { Button, Dialog, SelectField } from '../../ui/index.ts';
import { FieldForm } from './field-form.tsx';
import { FormPreview } from './form-preview.tsx';
import { Outline, WHOLE } from './outline.tsx';
import type { Place } from './outline.tsx';
import { SectionForm } from './section-form.tsx';
import { finished } from './template-problem.ts';
import styles from './templates.module.css';
import { useHistory } from './use-history.ts';
import type { History } from './use-history.ts';
import { WhomForm } from './whom-form.tsx';

export interface TemplateEditorProps {
  readonly template: ReportTemplate;
  readonly calculators: readonly CalculatorFile[];
  /** Whom it can be saved for, the one it came from first. */
  readonly owners: readonly { readonly value: string; readonly words: string }[];
  /** The newest version of an owner's template of this id; 0 where there is none. */
  readonly newest: (owner: string) => number;
  readonly onSaved: (said: string) => void;
  readonly onClose: () => void;
}

/** A template, part by part, with undo, and beside it the form as a reader will see it. */
export function TemplateEditor({ template, calculators, owners, newest, onSaved, onClose }: TemplateEditorProps) {
  const { link } = useServices();
  const task = useTask();
  const history = useHistory(template);
  const [place, setPlace] = useState<Place>(WHOLE);
  const [owner, setOwner] = useState(owners[0]?.value ?? 'user');
  const [isLeaving, setLeaving] = useState(false);
  const read = finished(history.now);
  const save = (): void =>
    task.start(async () => {
      if (read.template === null) return;
      const { version } = await link.call('templates.save', {
        owner: ownerFrom(owner),
        template: read.template,
        after: newest(owner),
      });
      onSaved(`${read.template.name}: saved as version ${version}.`);
    });
  const leave = (): void => {
    if (history.isChanged && !isLeaving) setLeaving(true);
    else onClose();
  };
  const said = task.failure === null ? null : errorWords(asAppError(task.failure));
  return (
    <Dialog
      title={`Template: ${template.name}`}
      open
      width="full"
      onClose={leave}
      actions={
        <>
          <p role={said === null && read.problem === null ? 'status' : 'alert'}>
            {said === null
              ? (read.problem ?? (isLeaving ? 'Changes are not saved.' : ''))
              : `${said.title}. ${said.next}`}
          </p>
          <SelectField label="Counts" value={owner} options={owners} onChange={setOwner} />
          <Button disabled={!history.canUndo} keyHint="Ctrl Z" onClick={history.undo}>
            Undo
          </Button>
          <Button disabled={!history.canRedo} keyHint="Ctrl Y" onClick={history.redo}>
            Redo
          </Button>
          <Button onClick={leave}>{isLeaving ? 'Close without saving' : 'Close'}</Button>
          <Button tone="primary" disabled={task.busy || read.template === null || !history.isChanged} onClick={save}>
            Save as a new version
          </Button>
        </>
      }
    >
      <div className={styles['editor']} onKeyDownCapture={(event) => onUndoKeys(event, history)}>
        <Parts history={history} place={place} onPlace={setPlace} />
        <div className={styles['column']} role="group" aria-label="What is edited">
          <Edited history={history} place={place} calculators={calculators} />
        </div>
        <div className={styles['column']}>
          <FormPreview template={history.now} calculators={calculators} />
        </div>
      </div>
    </Dialog>
  );
}

/** Of the template, not of one line of text: every part has the same way back. */
function onUndoKeys(event: KeyboardEvent, history: Pick<History<ReportTemplate>, 'undo' | 'redo'>): void {
  if (!event.ctrlKey && !event.metaKey) return;
  const key = event.key.toLowerCase();
  const isRedo = key === 'y' || (key === 'z' && event.shiftKey);
  if (!isRedo && key !== 'z') return;
  event.preventDefault();
  event.stopPropagation();
  if (isRedo) history.redo();
  else history.undo();
}

function Parts({
  history,
  place,
  onPlace,
}: {
  readonly history: History<ReportTemplate>;
  readonly place: Place;
  readonly onPlace: (place: Place) => void;
}) {
  const { now } = history;
  const { sectionId, fieldId } = place;
  const move = (by: -1 | 1): void => {
    if (sectionId === null) return;
    history.change((template) => {
      if (fieldId === null) {
        const at = template.sections.findIndex((one) => one.sectionId === sectionId);
        return { ...template, sections: moved(template.sections, at, by) };
      }
      return withSection(template, sectionId, (section) => {
        const at = section.fields.findIndex((one) => one.fieldId === fieldId);
        return { ...section, fields: moved(section.fields, at, by) };
      });
    });
  };
  const remove = (): void => {
    if (sectionId === null) return;
    history.change((template) =>
      fieldId === null ? removeSection(template, sectionId) : removeField(template, sectionId, fieldId),
    );
    onPlace(fieldId === null ? WHOLE : { sectionId, fieldId: null });
  };
  return (
    <Outline
      template={now}
      place={place}
      onPlace={onPlace}
      onAddSection={() => {
        const added = addSection(now);
        history.change(() => added.template);
        onPlace({ sectionId: added.sectionId, fieldId: null });
      }}
      onAddField={() => {
        if (sectionId === null) return;
        const added = addField(now, sectionId);
        history.change(() => added.template);
        onPlace({ sectionId, fieldId: added.fieldId });
      }}
      onMove={move}
      onRemove={remove}
    />
  );
}

function Edited({
  history,
  place,
  calculators,
}: {
  readonly history: History<ReportTemplate>;
  readonly place: Place;
  readonly calculators: readonly CalculatorFile[];
}) {
  const { now } = history;
  const section = now.sections.find((one) => one.sectionId === place.sectionId);
  const field = section?.fields.find((one) => one.fieldId === place.fieldId);
  if (section && field) {
    const at = { sectionId: section.sectionId, fieldId: field.fieldId };
    return (
      <FieldForm
        key={`${at.sectionId} ${at.fieldId}`}
        template={now}
        field={field}
        calculators={calculators}
        onChange={(change, kind) => history.change((template) => withField(template, at, change), kind)}
      />
    );
  }
  if (section) {
    return (
      <SectionForm
        key={section.sectionId}
        section={section}
        onChange={(change, kind) =>
          history.change((template) => withSection(template, section.sectionId, change), kind)
        }
      />
    );
  }
  return <WhomForm template={now} onChange={history.change} />;
}
