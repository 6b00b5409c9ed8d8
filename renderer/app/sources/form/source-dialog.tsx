import { useEffect, useRef, useState } from 'react';
import type { SourceSettings } from '../../../../shared/model/source-settings.ts';
import type { SourceRow } from '../../../../shared/model/transfer.ts';
import { Button, Dialog, FailureLine, FormActions, LeaveQuestion, ManagedMark } from '../../../ui/index.ts';
import { errorWords } from '../../notices/index.ts';
import { useServices } from '../../services.tsx';
import { useTask } from '../../use-task.ts';
import styles from './form.module.css';
import { RateGroup } from './rate-group.tsx';
import { EMPTY_FORM, formOf } from './source-form.ts';
import type { SourceForm } from './source-form.ts';
import { goodSecrets, missingSecrets, NO_SECRETS, secretsOf } from './source-secrets.ts';
import type { SecretsForm } from './source-secrets.ts';
import { settingsOf } from './source-settings.ts';
import type { Problems } from './source-settings.ts';
import { TellsGroup } from './tells-group.tsx';
import { TrustGroup } from './trust-group.tsx';
import { WhereGroup } from './where-group.tsx';
import { WhoGroup } from './who-group.tsx';

export interface SourceDialogProps {
  /** Null: a new one is added. */
  readonly row: SourceRow | null;
  /** It was saved; `test`: and is to be tested now. */
  readonly onSaved: (row: SourceRow, test: boolean) => void;
  readonly onClose: () => void;
}

/** Everything that can be said of a source, to add one or to change it. */
export function SourceDialog({ row, onSaved, onClose }: SourceDialogProps) {
  const draft = useDraft(row);
  const { form, typed, change, type, problems, good, dirty } = draft;
  const { task, save } = useSave(row, draft, onSaved);
  const [leaving, setLeaving] = useState(false);
  const place = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (draft.tried > 0) place.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [draft.tried]);
  const managed = row?.managedBy ?? null;
  const title = row === null ? 'Add a source' : `Change ${row.settings.name}`;
  const group = { form, change, problems };
  const who = { ...group, typed, type, good };
  const said = task.failure === null ? null : errorWords(task.failure);
  const wrong = Object.keys(problems).length;
  return (
    <Dialog title={title} width="wide" open onClose={() => (dirty ? setLeaving(!leaving) : onClose())}>
      <form
        ref={place}
        className={styles['form']}
        aria-label={title}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save(true);
        }}
      >
        {managed === null ? null : (
          <p>
            <ManagedMark>{`set by the profile of ${managed}`}</ManagedMark> Where it is and who we are stay as the site
            signed them; the rest is yours to set.
          </p>
        )}
        <fieldset className={styles['lock']} disabled={managed !== null}>
          <WhereGroup {...group} fixed={row !== null} />
        </fieldset>
        <fieldset className={styles['lock']} disabled={managed !== null}>
          <WhoGroup {...who} />
        </fieldset>
        <TrustGroup {...who} />
        <RateGroup {...group} />
        <TellsGroup {...group} />
        <div className={styles['foot']}>
          {wrong === 0 ? null : (
            <p role="status" className={styles['problem']}>
              {wrong === 1 ? 'One field is not right yet.' : `${wrong} fields are not right yet.`} What is wrong stands
              at each.
            </p>
          )}
          <FailureLine said={said} />
          {leaving ? (
            <LeaveQuestion words="What you typed is not saved." onStay={() => setLeaving(false)} onLeave={onClose} />
          ) : (
            <FormActions>
              <Button type="submit" tone="primary" disabled={task.busy}>
                Save and test
              </Button>
              <Button disabled={task.busy} onClick={() => save(false)}>
                Save
              </Button>
              <Button tone="quiet" onClick={() => (dirty ? setLeaving(true) : onClose())}>
                Back
              </Button>
            </FormActions>
          )}
        </div>
      </form>
    </Dialog>
  );
}

interface Draft {
  readonly form: SourceForm;
  readonly typed: SecretsForm;
  readonly change: (part: Partial<SourceForm>) => void;
  readonly type: (part: Partial<SecretsForm>) => void;
  /** Nothing before the first try to save. */
  readonly problems: Problems;
  readonly good: ReturnType<typeof goodSecrets>;
  readonly dirty: boolean;
  /** How often somebody tried to save what is not right. */
  readonly tried: number;
  /** The settings; null where something is wrong: it is said from then on. */
  readonly settle: () => SourceSettings | null;
}

function useDraft(row: SourceRow | null): Draft {
  const [first] = useState(() => (row === null ? EMPTY_FORM : formOf(row.settings)));
  const [form, setForm] = useState(first);
  const [typed, setTyped] = useState(NO_SECRETS);
  const [tried, setTried] = useState(0);
  const settled = settingsOf(form);
  const settings = 'settings' in settled ? settled.settings : null;
  const good = goodSecrets(row, form, settings);
  const all = {
    ...('problems' in settled ? settled.problems : {}),
    ...(settings === null ? {} : missingSecrets(form, typed, good, row)),
  };
  return {
    ...{ form, typed, good, tried, problems: tried > 0 ? all : {} },
    change: (part) => setForm((before) => ({ ...before, ...part })),
    type: (part) => setTyped((before) => ({ ...before, ...part })),
    dirty: form !== first || typed !== NO_SECRETS,
    settle: () => {
      if (settings !== null && Object.keys(all).length === 0) return settings;
      setTried((before) => before + 1);
      return null;
    },
  };
}

function useSave(
  row: SourceRow | null,
  { form, typed, good, settle }: Draft,
  onSaved: SourceDialogProps['onSaved'],
): { readonly task: ReturnType<typeof useTask>; readonly save: (test: boolean) => void } {
  const { link } = useServices();
  const task = useTask();
  return {
    task,
    save: (test) => {
      const settings = settle();
      if (settings === null) return;
      const { secrets, keep, certificate } = secretsOf(form, typed, good);
      task.start(async () => {
        const saved =
          row === null
            ? await link.call('sources.add', { settings, secrets, certificate })
            : await link.call('sources.change', { sourceId: row.sourceId, settings, secrets, keep, certificate });
        onSaved(saved, test);
      });
    },
  };
}
