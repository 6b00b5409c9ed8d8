import { useState } from 'react';
import { useStore } from 'zustand';
import type { ConferenceCase } from '../../../shared/model/review/conference.ts';
import { movedCase } from '../../../shared/review/teaching/moved-case.ts';
import { putOnDesk, studyOnDesk } from '../../app/layout.ts';
import { errorWords } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { Button, EmptyState, FailureLine, SelectField, TextField } from '../../ui/index.ts';
import { CaseLine } from '../teaching/case-line.tsx';
import { TeachingFileForm } from '../teaching/teaching-file-form.tsx';
import { useConferences } from '../teaching/use-conferences.ts';
import type { Conferences } from '../teaching/use-conferences.ts';
import styles from '../teaching/teaching.module.css';
import type { AreaProps } from './area.ts';

const NEW = 'new';
const BLANK = { question: '', learningPoint: '', presenterNotes: '', minutes: 10 };

/** Conference lists: which cases, in which order, and what the presenter wants to say. Each change is kept at once. */
export function TeachingArea({ onClose }: AreaProps) {
  const conferences = useConferences();
  const { task, lists, chosen, choose } = conferences;
  if (lists === null) {
    return (
      <>
        <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
        {task.failure === null ? <p role="status">Looking …</p> : null}
      </>
    );
  }
  return (
    <section aria-label="Conference lists" className={styles['area']}>
      {lists.length === 0 ? null : (
        <SelectField
          label="List"
          value={chosen?.conferenceId ?? NEW}
          options={[
            ...lists.map(({ conferenceId, title }) => ({ value: conferenceId as string, words: title })),
            { value: NEW, words: 'A new list …' },
          ]}
          onChange={(value) => choose(lists.find(({ conferenceId }) => conferenceId === value)?.conferenceId ?? null)}
        />
      )}
      {chosen === null ? (
        <NewList conferences={conferences} />
      ) : (
        <OneList conferences={conferences} onClose={onClose} />
      )}
      <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
    </section>
  );
}

function NewList({ conferences: { task, begin } }: { readonly conferences: Conferences }) {
  const [title, setTitle] = useState('');
  return (
    <form
      className={styles['begin']}
      onSubmit={(event) => {
        event.preventDefault();
        if (title.trim() !== '') begin(title.trim());
      }}
    >
      <TextField label="Title" value={title} maxLength={200} onChange={(event) => setTitle(event.target.value)} />
      <Button tone="primary" type="submit" disabled={task.busy || title.trim() === ''}>
        Begin the list
      </Button>
    </form>
  );
}

function OneList({ conferences, onClose }: { readonly conferences: Conferences; readonly onClose: () => void }) {
  const { layout, access } = useServices();
  const reader = useStore(access.view, ({ state }) => state?.reader?.personId ?? null);
  const { task, chosen, change } = conferences;
  if (chosen === null) return null;
  const { cases, conferenceId } = chosen;
  const total = cases.reduce((sum, { minutes }) => sum + minutes, 0);
  return (
    <>
      {cases.length === 0 ? (
        <EmptyState title="No case is on this list">Add a settled case, or the study on the desk.</EmptyState>
      ) : (
        <p className={styles['total']}>
          {`${cases.length === 1 ? '1 case' : `${cases.length} cases`}, ${total} min. `}
          Presenting puts the study itself on the desk, with its patient’s name.
        </p>
      )}
      <ol className={styles['cases']}>
        {cases.map((one, place) => (
          <CaseLine
            key={`${conferenceId} ${one.studyId}`}
            one={one}
            place={place}
            of={cases.length}
            busy={task.busy}
            onMove={(by) => change((now) => movedCase(now, now.findIndex(isThis(one)), by))}
            onChange={(next) => change((now) => now.map((each) => (isThis(one)(each) ? { ...each, ...next } : each)))}
            onRemove={() => change((now) => now.filter((each) => !isThis(one)(each)))}
            onPresent={() => {
              putOnDesk(layout, reader, one.studyId);
              onClose();
            }}
          />
        ))}
      </ol>
      <Additions conferences={conferences} onAdd={(one) => change((now) => [...now, one])} />
      {cases.length === 0 ? null : <TeachingFileForm key={conferenceId} conferenceId={conferenceId} />}
    </>
  );
}

/** A study stands on a list once. */
const isThis =
  ({ studyId }: Pick<ConferenceCase, 'studyId'>) =>
  (other: Pick<ConferenceCase, 'studyId'>): boolean =>
    other.studyId === studyId;

/** What may be put behind the last case: settled cases with a learning point, and the study on the desk. */
function Additions({
  conferences: { task, teachable, chosen },
  onAdd,
}: {
  readonly conferences: Conferences;
  readonly onAdd: (one: ConferenceCase) => void;
}) {
  const { layout, access } = useServices();
  const reader = useStore(access.view, ({ state }) => state?.reader?.personId ?? null);
  const onDesk = useStore(layout, (state) => studyOnDesk(state, reader));
  const isThere = (studyId: string): boolean => chosen?.cases.some((one) => one.studyId === studyId) ?? false;
  const offered = teachable.filter(({ studyId }) => !isThere(studyId));
  const [picked, setPicked] = useState('');
  const first = offered.find(({ reviewId }) => reviewId === picked) ?? offered[0];
  return (
    <div className={styles['additions']}>
      {first === undefined ? null : (
        <>
          <SelectField
            label="Settled case"
            value={first.reviewId as string}
            options={offered.map(({ reviewId, label, learningPoint }) => ({
              value: reviewId as string,
              words: `${label}: ${learningPoint.slice(0, 60)}`,
            }))}
            onChange={setPicked}
          />
          <Button
            disabled={task.busy}
            onClick={() =>
              onAdd({
                ...{ ...BLANK, studyId: first.studyId, reviewId: first.reviewId, learningPoint: first.learningPoint },
              })
            }
          >
            Add the case
          </Button>
        </>
      )}
      <Button
        disabled={task.busy || onDesk === null || isThere(onDesk)}
        onClick={() => {
          if (onDesk !== null) onAdd({ ...BLANK, studyId: onDesk, reviewId: null });
        }}
      >
        Add the study on the desk
      </Button>
    </div>
  );
}
