import { useState } from 'react';
import { Dimension, ProgrammeKind } from '../../../shared/model/review/programme.ts';
import type { Programme } from '../../../shared/model/review/programme.ts';
import type { ReviewPerson } from '../../../shared/model/review/review-view.ts';
import { SourceFlag } from '../../../shared/model/review/source-report.ts';
import { errorWords } from '../../app/notices/index.ts';
import { useServices } from '../../app/services.tsx';
import { useTask } from '../../app/use-task.ts';
import {
  Button,
  CheckField,
  FailureLine,
  FormActions,
  FormGroup,
  FormLine,
  SelectField,
  TextField,
} from '../../ui/index.ts';
import { KIND_WORDS } from '../review-words.ts';
import { DIMENSION_WORDS, FLAG_WORDS } from './pick-words.ts';
import { contentOf, draftOf } from './programme-draft.ts';
import type { ProgrammeDraft } from './programme-draft.ts';
import { QuotaRows } from './quota-rows.tsx';
import { ReviewerRows } from './reviewer-rows.tsx';
import styles from './programmes.module.css';

/** All that a programme says. A change is its next version; draws of before keep theirs. */
export function ProgrammeForm({
  programme,
  people,
  onSaved,
  onCancel,
}: {
  /** Null: a new one. */
  readonly programme: Programme | null;
  readonly people: readonly ReviewPerson[];
  readonly onSaved: (programme: Programme) => void;
  readonly onCancel: (() => void) | null;
}) {
  const { link } = useServices();
  const task = useTask();
  const [draft, setDraft] = useState(() => draftOf(programme));
  const change = (part: Partial<ProgrammeDraft>): void => setDraft({ ...draft, ...part });
  const read = contentOf(draft);
  const isNew = programme === null;
  return (
    <FormGroup
      title={isNew ? 'A new programme' : `${programme.name}, version ${programme.version}`}
      help={
        isNew
          ? 'Nobody is given their own reports, and no two read each other unless that is allowed.'
          : 'What is changed is the next version. What was drawn by this one stays as it is.'
      }
    >
      <TextField
        label="Name"
        value={draft.name}
        maxLength={200}
        onChange={(event) => change({ name: event.target.value })}
      />
      <SelectField
        label="Kind"
        value={draft.kind}
        options={ProgrammeKind.options.map((value) => ({ value, words: KIND_WORDS[value] }))}
        onChange={(kind) => change({ kind })}
      />
      <TextField
        label="Reports of the last … days"
        value={draft.windowDays}
        inputMode="numeric"
        maxLength={4}
        onChange={(event) => change({ windowDays: event.target.value })}
      />
      <FormLine>
        <ReviewerRows draft={draft} people={people} onChange={change} />
      </FormLine>
      <Drawing draft={draft} onChange={change} />
      <FormLine>
        <QuotaRows quotas={draft.quotas} people={people} onChange={(quotas) => change({ quotas })} />
      </FormLine>
      <Bounds draft={draft} onChange={change} />
      <FormLine>
        <p role="status" className={styles['quiet']}>
          {'problems' in read ? `Still to be filled in or put right: ${read.problems.join('; ')}.` : ''}
        </p>
        <FailureLine said={task.failure === null ? null : errorWords(task.failure)} />
        <FormActions>
          <Button
            tone="primary"
            disabled={task.busy || 'problems' in read}
            onClick={() =>
              task.start(async () => {
                if ('problems' in read) return;
                const programmeId = programme?.programmeId ?? null;
                onSaved(await link.call('review.saveProgramme', { programmeId, content: read.content }));
              })
            }
          >
            {isNew ? 'Begin the programme' : `Save as version ${programme.version + 1}`}
          </Button>
          {onCancel === null ? null : <Button onClick={onCancel}>Leave it as it is</Button>}
        </FormActions>
      </FormLine>
    </FormGroup>
  );
}

interface PartProps {
  readonly draft: ProgrammeDraft;
  readonly onChange: (part: Partial<ProgrammeDraft>) => void;
}

/** What is looked for on purpose, and how the rest is dealt. */
function Drawing({ draft, onChange }: PartProps) {
  const { flags, strata } = draft;
  return (
    <>
      <fieldset className={styles['checks']}>
        <legend>Looked for on purpose</legend>
        {SourceFlag.options.map((flag) => (
          <CheckField
            key={flag}
            label={flags.includes(flag) ? `${flags.indexOf(flag) + 1}. ${FLAG_WORDS[flag]}` : FLAG_WORDS[flag]}
            checked={flags.includes(flag)}
            onChange={(on) => onChange({ flags: on ? [...flags, flag] : flags.filter((one) => one !== flag) })}
          />
        ))}
        <TextField
          label="At most … % of a draw"
          value={draft.share}
          inputMode="numeric"
          maxLength={3}
          disabled={flags.length === 0}
          onChange={(event) => onChange({ share: event.target.value })}
        />
      </fieldset>
      <fieldset className={styles['checks']}>
        <legend>The rest is dealt over</legend>
        {Dimension.options.map((one) => (
          <CheckField
            key={one}
            label={DIMENSION_WORDS[one]}
            checked={strata.includes(one)}
            onChange={(on) =>
              onChange({ strata: Dimension.options.filter((other) => (other === one ? on : strata.includes(other))) })
            }
          />
        ))}
        <SelectField
          label="How many of each"
          value={draft.allocation}
          options={[
            { value: 'equal', words: 'as many of each' },
            { value: 'proportional', words: 'as there are reports' },
          ]}
          onChange={(allocation) => onChange({ allocation })}
        />
      </fieldset>
    </>
  );
}

function Bounds({ draft, onChange }: PartProps) {
  return (
    <>
      <TextField
        label="Cases one may have more than another"
        value={draft.workloadDifference}
        inputMode="numeric"
        maxLength={3}
        onChange={(event) => onChange({ workloadDifference: event.target.value })}
      />
      <TextField
        label="Fewest cases behind a figure"
        value={draft.minimumN}
        inputMode="numeric"
        maxLength={4}
        onChange={(event) => onChange({ minimumN: event.target.value })}
      />
      <TextField
        label="Number of the group at the registry"
        hint="Empty: nothing is exported."
        value={draft.groupId}
        inputMode="numeric"
        maxLength={10}
        onChange={(event) => onChange({ groupId: event.target.value })}
      />
    </>
  );
}
