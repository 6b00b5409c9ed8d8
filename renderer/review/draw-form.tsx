import { useState } from 'react';
import { ProgrammeKind } from '../../shared/model/review/programme.ts';
import type { Programme } from '../../shared/model/review/programme.ts';
import type { ReviewPerson } from '../../shared/model/review/review-view.ts';
import { errorWords } from '../app/notices/index.ts';
import { useServices } from '../app/services.tsx';
import { useFirst } from '../app/use-first.ts';
import { useTask } from '../app/use-task.ts';
import {
  Button,
  CheckField,
  FailureLine,
  FormActions,
  FormGroup,
  FormLine,
  SelectField,
  TextField,
} from '../ui/index.ts';
import { KIND_WORDS } from './review-words.ts';
import styles from './review.module.css';

const NEW = 'new';

/** Draws cases by a programme, or begins one: who reads, of what kind, over how many days. */
export function DrawForm() {
  const { link } = useServices();
  const task = useTask();
  const [programmes, setProgrammes] = useState<readonly Programme[]>([]);
  const [chosen, setChosen] = useState<string>(NEW);
  const [count, setCount] = useState('5');
  const [said, setSaid] = useState<string | null>(null);
  const { start } = task;
  useFirst(() =>
    start(async () => {
      const found = await link.call('review.programmes', {});
      setProgrammes(found.programmes);
      setChosen((before) => (before === NEW ? (found.programmes[0]?.programmeId ?? NEW) : before));
    }),
  );
  const programme = programmes.find(({ programmeId }) => programmeId === chosen);
  const wanted = Number(count);
  const isNumber = Number.isInteger(wanted) && wanted > 0 && wanted <= 1000;
  return (
    <section aria-label="Draw cases" className={styles['draw']}>
      <SelectField
        label="Programme"
        value={chosen}
        options={[
          ...programmes.map((one) => ({ value: one.programmeId as string, words: one.name })),
          { value: NEW, words: 'A new programme …' },
        ]}
        onChange={setChosen}
      />
      {programme === undefined ? (
        <NewProgramme
          onSaved={(saved) => {
            setProgrammes([...programmes, saved]);
            setChosen(saved.programmeId);
          }}
        />
      ) : (
        <FormActions>
          <TextField
            label="Cases"
            value={count}
            inputMode="numeric"
            maxLength={4}
            problem={isNumber ? null : 'From 1 to 1000'}
            onChange={(event) => setCount(event.target.value)}
          />
          <Button
            tone="primary"
            disabled={task.busy || !isNumber}
            onClick={() =>
              start(async () => {
                const { programmeId } = programme;
                const { draw } = await link.call('review.draw', { programmeId, seed: null, count: wanted });
                setSaid(drawnWords(draw.picks.length, draw.candidates, draw.seed, draw.end));
              })
            }
          >
            Draw
          </Button>
        </FormActions>
      )}
      <p role="status" className={styles['quiet']}>
        {said ?? ''}
      </p>
      <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
    </section>
  );
}

function drawnWords(
  picks: number,
  candidates: number,
  seed: string,
  end: 'complete' | 'reviewers-full' | 'nothing-left',
): string {
  const ends = {
    complete: '',
    'reviewers-full': ' Nobody in the programme may take more.',
    'nothing-left': ' No further report may be drawn.',
  } as const;
  return `${picks} of ${candidates} reports drawn, seed ${seed}.${ends[end]}`;
}

function NewProgramme({ onSaved }: { readonly onSaved: (programme: Programme) => void }) {
  const { link } = useServices();
  const task = useTask();
  const [readers, setReaders] = useState<readonly ReviewPerson[]>([]);
  const [name, setName] = useState('');
  const [kind, setKind] = useState<ProgrammeKind>('radpeer');
  const [days, setDays] = useState('90');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { start } = task;
  useFirst(() =>
    start(async () => {
      const found = await link.call('review.readers', {});
      setReaders(found.readers.filter(({ isOfStation }) => isOfStation));
    }),
  );
  const windowDays = Number(days);
  const isFine = name.trim() !== '' && chosen.size > 0 && Number.isInteger(windowDays) && windowDays > 0;
  return (
    <FormGroup title="A new programme" help="Nobody is given their own reports, and no two read each other.">
      <TextField label="Name" value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
      <SelectField
        label="Kind"
        value={kind}
        options={ProgrammeKind.options.map((value) => ({ value, words: KIND_WORDS[value] }))}
        onChange={setKind}
      />
      <TextField
        label="Reports of the last … days"
        value={days}
        inputMode="numeric"
        maxLength={4}
        onChange={(event) => setDays(event.target.value)}
      />
      <FormLine>
        <fieldset className={styles['factors']}>
          <legend>Who reads</legend>
          {readers.map((one) => (
            <CheckField
              key={one.reader}
              label={one.name}
              checked={chosen.has(one.reader)}
              onChange={(on) =>
                setChosen(new Set(on ? [...chosen, one.reader] : [...chosen].filter((other) => other !== one.reader)))
              }
            />
          ))}
        </fieldset>
      </FormLine>
      <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
      <FormActions>
        <Button
          tone="primary"
          disabled={task.busy || !isFine}
          onClick={() =>
            start(async () => {
              const reading = readers.filter(({ reader }) => chosen.has(reader));
              onSaved(
                await link.call('review.saveProgramme', {
                  programmeId: null,
                  content: {
                    ...{
                      name: name.trim(),
                      kind,
                      windowDays,
                      authors: 'everyone',
                      pairs: 'everyone',
                      reciprocal: false,
                    },
                    reviewers: reading.map(({ reader }) => ({ reader, modalities: [], regions: [], most: null })),
                    targeted: { flags: [], share: 0 },
                    ...{ strata: ['author', 'modality'], allocation: 'equal', quotas: [] },
                    ...{ workloadDifference: 1, minimumN: 10, groupId: null },
                  },
                }),
              );
            })
          }
        >
          Begin the programme
        </Button>
      </FormActions>
    </FormGroup>
  );
}
