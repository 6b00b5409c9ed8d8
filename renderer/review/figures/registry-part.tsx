import { useState } from 'react';
import type { PhysicianNumber, RegistryState } from '../../../shared/model/review/registry.ts';
import type { Programme } from '../../../shared/model/review/programme.ts';
import { PRIVILEGE_BANNER } from '../../../shared/review/export.ts';
import { errorWords, useNotices } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { useTask } from '../../app/use-task.ts';
import { Button, FailureLine, FormActions, FormGroup, FormLine, TextField } from '../../ui/index.ts';
import styles from './figures.module.css';
import { useReply } from './use-reply.ts';

const NUMBER = /^\d{1,10}$/;
const NOT_DIGITS = 'Digits, ten at most';

/** The registry's file: what would be in it, what waits and who lacks a number. Nothing of a patient has a place in it. */
export function RegistryPart({ programme, onSaved }: { readonly programme: Programme; readonly onSaved: () => void }) {
  const { programmeId, groupId } = programme;
  const { link } = useServices();
  const notices = useNotices();
  const task = useTask();
  const state = useReply('review.registry', { programmeId });
  const [showsNumbers, setShowsNumbers] = useState(false);
  const [typed, setTyped] = useState(groupId ?? '');
  const write = (format: 'csv' | 'xml') => (): void =>
    task.start(async () => {
      const { token } = await link.call('app.chooseExport', { suggestedName: `radpeer.${format}` });
      if (token === null) return;
      const { file, rows } = await link.call('review.exportRegistry', { programmeId, format, token });
      notices.add({ tone: 'ok', title: `${rows} cases written`, detail: file });
    });
  const saveGroup = (): void =>
    task.start(async () => {
      const { format: _format, programmeId: _id, version: _version, ...content } = programme;
      await link.call('review.saveProgramme', { programmeId, content: { ...content, groupId: typed } });
      onSaved();
      state.again();
    });
  const isReady = (state.value?.ready ?? 0) > 0;
  return (
    <FormGroup title="Registry (RADPEER)" help={PRIVILEGE_BANNER}>
      <TextField
        label="Number of the group"
        value={typed}
        inputMode="numeric"
        maxLength={10}
        problem={typed === '' || NUMBER.test(typed) ? null : NOT_DIGITS}
        onChange={(event) => setTyped(event.target.value)}
      />
      <FormLine>
        <p role="status" className={styles['quiet']}>
          {state.value === null ? '' : registryWords(state.value)}
        </p>
        <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
        <FailureLine said={state.failure === null ? null : errorWords(state.failure)} />
      </FormLine>
      <FormLine>
        <FormActions>
          <Button disabled={task.busy || !NUMBER.test(typed) || typed === groupId} onClick={saveGroup}>
            Save the group
          </Button>
          <Button aria-expanded={showsNumbers} onClick={() => setShowsNumbers(!showsNumbers)}>
            Numbers of physicians
          </Button>
          <Button disabled={task.busy || !isReady} onClick={write('csv')}>
            Export as CSV
          </Button>
          <Button disabled={task.busy || !isReady} onClick={write('xml')}>
            Export as XML
          </Button>
        </FormActions>
      </FormLine>
      {showsNumbers ? (
        <FormLine>
          <Numbers onSet={state.again} />
        </FormLine>
      ) : null}
    </FormGroup>
  );
}

export function registryWords({ groupId, ready, arbitration, underWay, lacking }: RegistryState): string {
  if (groupId === null) return 'Without a number of the group nothing leaves.';
  const parts = [`${ready} cases are ready.`];
  if (arbitration > 0) parts.push(`${arbitration} with a 2b, 3a or 3b wait for arbitration and stay here until then.`);
  if (underWay > 0) parts.push(`${underWay} are under way.`);
  if (lacking.length > 0) {
    const names = lacking.map(({ name, cases }) => `${name} (${cases})`).join('; ');
    parts.push(`Left out, for want of a number of their physician: ${names}.`);
  }
  return parts.join(' ');
}

function Numbers({ onSet }: { readonly onSet: () => void }) {
  const { value, failure, again } = useReply('review.numbers', {});
  if (failure !== null) return <FailureLine said={errorWords(failure)} />;
  if (value === null) return <p role="status">Looking …</p>;
  return (
    <ul className={styles['numbers']} aria-label="Numbers of physicians">
      {value.numbers.map((one) => (
        <OneNumber
          key={one.reader}
          of={one}
          onSet={() => {
            again();
            onSet();
          }}
        />
      ))}
    </ul>
  );
}

function OneNumber({ of, onSet }: { readonly of: PhysicianNumber; readonly onSet: () => void }) {
  const { link } = useServices();
  const task = useTask();
  const [typed, setTyped] = useState(of.number ?? '');
  const isFine = typed === '' || NUMBER.test(typed);
  return (
    <li>
      <TextField
        label={of.name}
        value={typed}
        inputMode="numeric"
        maxLength={10}
        problem={isFine ? (task.failure === null ? null : errorWords(task.failure).title) : NOT_DIGITS}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button
        aria-label={`Save the number of ${of.name}`}
        disabled={task.busy || !isFine || typed === (of.number ?? '')}
        onClick={() =>
          task.start(async () => {
            await link.call('review.setNumber', { reader: of.reader, number: typed === '' ? null : typed });
            onSet();
          })
        }
      >
        Save
      </Button>
    </li>
  );
}
