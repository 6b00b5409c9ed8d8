import { useCallback, useEffect, useState } from 'react';
import type { CalculatorFile } from '../../../shared/calculators/calculator-file.ts';
import type { Response } from '../../../shared/contract/index.ts';
import { asAppError } from '../../../shared/errors/app-error.ts';
import { newestOf, ownerFrom, ownerKey, sourceOf } from '../../../shared/model/kept-document.ts';
import type { TemplateEntry, TemplatePreview } from '../../../shared/model/kept-template.ts';
import type { ReportTemplate } from '../../../shared/model/report.ts';
import { newTemplate } from '../../../shared/report/template-edit.ts';
import { ownerOptions, ownersFor } from '../../app/document-words.ts';
import { errorWords, useNotices } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { useTask } from '../../app/use-task.ts';
import { Button, Dialog, TextField } from '../../ui/index.ts';
import { TemplateFilePreview } from './file-preview.tsx';
import { TemplateEditor } from './template-editor.tsx';
import { TemplateItem } from './template-item.tsx';
import styles from './templates.module.css';

type Listed = Response<'templates.list'>;

interface Edited {
  readonly template: ReportTemplate;
  readonly calculators: readonly CalculatorFile[];
  /** Whose it was; null: it came with the program, or is new. */
  readonly owner: string | null;
}

/** The report templates there are: imported, edited, assigned, given away, removed and brought back. */
export function TemplatesDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return open ? <OpenTemplates onClose={onClose} /> : null;
}

function OpenTemplates({ onClose }: { readonly onClose: () => void }) {
  const { link } = useServices();
  const task = useTask();
  const { listed, ask } = useListed();
  const [preview, setPreview] = useState<TemplatePreview | null>(null);
  const [edited, setEdited] = useState<Edited | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const [wanted, setWanted] = useState('');
  const act = (work: () => Promise<string | null>): void => {
    setDone(null);
    task.start(async () => {
      setDone(await work());
      await ask();
    });
  };
  const choose = async (): Promise<string | null> => {
    const { token } = await link.call('templates.choose', {});
    if (token !== null) setPreview(await link.call('templates.preview', { token }));
    return null;
  };
  const take = async ({ hash, name }: TemplatePreview, owner: string): Promise<string> => {
    const { version, already } = await link.call('templates.import', { hash, owner: ownerFrom(owner) });
    setPreview(null);
    return already ? `${name} is here already, as version ${version}.` : `${name}: taken over as version ${version}.`;
  };
  const edit = async (entry: TemplateEntry | null): Promise<null> => {
    const { calculators } = await link.call('calculators.list', {});
    const template =
      entry === null
        ? newTemplate('New template', `own-${crypto.randomUUID()}`)
        : (await link.call('templates.read', { source: sourceOf(entry), id: entry.id, version: null })).template;
    setEdited({ template, calculators, owner: entry === null || !entry.mayChange ? null : ownerKey(sourceOf(entry)) });
    return null;
  };
  const said = task.failure === null ? null : errorWords(asAppError(task.failure));
  const owners = ownerOptions(ownersFor(listed ?? { maySetSite: false, groups: [] }));
  const found = (listed?.entries ?? []).filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <Dialog
      title="Report templates"
      open
      width="broad"
      onClose={onClose}
      actions={
        <>
          <Button disabled={task.busy} onClick={() => act(() => edit(null))}>
            New template …
          </Button>
          <Button disabled={task.busy} onClick={() => act(choose)}>
            Import a template …
          </Button>
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <p className={styles['note']}>Yours win over those of your group, of the site and of the program.</p>
      {/* Said when the list has it and the buttons take a key again: whoever acts on these words is not too early. */}
      <p role={said === null ? 'status' : 'alert'}>
        {said === null ? ((task.busy ? null : done) ?? '') : `${said.title}. ${said.data} ${said.next}`}
      </p>
      {preview === null ? null : (
        <TemplateFilePreview
          preview={preview}
          owners={owners}
          busy={task.busy}
          onTake={(owner) => act(() => take(preview, owner))}
          onLeave={() => {
            task.clear();
            setPreview(null);
          }}
        />
      )}
      <TextField
        label="Find a template"
        data-autofocus=""
        value={wanted}
        problem={listed !== null && found.length === 0 ? 'No template has these words in its name.' : null}
        onChange={(event) => setWanted(event.target.value)}
      />
      {listed === null ? <p className={styles['note']}>Which there are is not known yet.</p> : null}
      <ul className={styles['list']} aria-label="Report templates">
        {found.map((entry) => (
          <TemplateItem
            key={`${ownerKey(sourceOf(entry))} ${entry.id}`}
            entry={entry}
            busy={task.busy}
            act={act}
            onEdit={() => act(() => edit(entry))}
          />
        ))}
      </ul>
      {edited === null ? null : (
        <TemplateEditor
          template={edited.template}
          calculators={edited.calculators}
          owners={[...owners].sort((a, b) => Number(b.value === edited.owner) - Number(a.value === edited.owner))}
          newest={(owner) => newestOf(listed?.entries ?? [], ownerFrom(owner), edited.template.templateId)}
          onSaved={(words) =>
            act(() => {
              setEdited(null);
              return Promise.resolve(words);
            })
          }
          onClose={() => setEdited(null)}
        />
      )}
    </Dialog>
  );
}

/** The list, asked for again when it changes anywhere. */
function useListed(): { readonly listed: Listed | null; readonly ask: () => Promise<void> } {
  const { link } = useServices();
  const notices = useNotices();
  const [listed, setListed] = useState<Listed | null>(null);
  const ask = useCallback(async () => setListed(await link.call('templates.list', {})), [link]);
  useEffect(() => {
    let gone = false;
    const refresh = (): void => {
      link.call('templates.list', {}).then(
        (answer) => {
          if (!gone) setListed(answer);
        },
        (error: unknown) => (gone ? undefined : notices.fail(error, 'Report templates')),
      );
    };
    refresh();
    const stop = link.on('templates.changed', refresh);
    return () => {
      gone = true;
      stop();
    };
  }, [link, notices]);
  return { listed, ask };
}
