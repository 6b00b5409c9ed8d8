import { useState } from 'react';
import type { Code } from '../../shared/model/code.ts';
import { describedOf } from '../../shared/model/described.ts';
import type { Described } from '../../shared/model/described.ts';
import type { Measurement } from '../../shared/model/measurement.ts';
import { pictureSide, sideDoubts, sideWords } from '../../shared/report/described-words.ts';
import { sameCode } from '../../shared/report/finding-list.ts';
import { TOOL_WORDS } from '../../shared/report/tool-words.ts';
import { Button, Dialog, SelectField } from '../ui/index.ts';
import { useDesk, useDeskSaved, useDeskTools } from './desk-context.tsx';
import styles from './describe-dialog.module.css';
import { FINDING_LIST } from './finding-list.ts';

const FORM = 'describe-measurement';

/** Asks what a measurement is of, where, on which side, and how it is judged. Nothing is filled in for the reader. */
export function DescribeDialog() {
  const desk = useDesk();
  const asked = useDeskTools((tools) => tools.describing);
  const one = useDeskSaved((saved) => saved.measurements.find(({ measurementId }) => measurementId === asked));
  const close = (): void => desk.stores.tools.setState({ describing: null });
  return (
    <Dialog
      title={`What M${one?.ordinal ?? ''} is`}
      open={one !== undefined}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button tone="primary" type="submit" form={FORM}>
            Keep
          </Button>
        </>
      }
    >
      {one === undefined ? null : <DescribeForm key={one.measurementId} one={one} done={close} />}
    </Dialog>
  );
}

function DescribeForm({ one, done }: { readonly one: Measurement; readonly done: () => void }) {
  const desk = useDesk();
  const [said, setSaid] = useState<Described>(() => describedOf(one));
  const picture = pictureSide(desk.engine.source.image(one.objectId), one);
  const [doubt = null] = sideDoubts(said, picture, FINDING_LIST);
  const keep = (): void => {
    desk.measurements.describe(one.measurementId, describedOf(said));
    // It stands in the list, with what is doubtful about it.
    desk.stores.layout.setState({ measurementsShown: true });
    done();
  };
  const judge = (name: Code, value: Code | undefined): void => {
    const others = (said.evaluations ?? []).filter((each) => !sameCode(each.name, name));
    const evaluations = value === undefined ? others : [...others, { name, value }];
    setSaid({ ...said, evaluations: evaluations.length === 0 ? undefined : evaluations });
  };
  return (
    <form
      id={FORM}
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        keep();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.target instanceof HTMLSelectElement)) return;
        event.preventDefault();
        keep();
      }}
    >
      <p>{TOOL_WORDS[one.tool]}</p>
      <CodeField
        label="Finding"
        codes={FINDING_LIST.findings}
        value={said.finding}
        onChange={(finding) => setSaid({ ...said, finding })}
      />
      <CodeField
        label="Site"
        codes={FINDING_LIST.sites.map(({ code }) => code)}
        value={said.findingSite}
        onChange={(findingSite) =>
          setSaid({ ...said, findingSite, ...(findingSite === undefined ? { laterality: undefined } : {}) })
        }
      />
      <CodeField
        label="Side"
        codes={Object.values(FINDING_LIST.sides)}
        words={sideWords}
        value={said.laterality}
        disabled={said.findingSite === undefined}
        hint={said.findingSite === undefined ? 'Of the site: choose that first' : imageSays(picture)}
        problem={doubt}
        onChange={(laterality) => setSaid({ ...said, laterality })}
      />
      {FINDING_LIST.judgements.map(({ name, answers }) => (
        <CodeField
          key={name.value}
          label={name.meaning}
          codes={answers}
          value={said.evaluations?.find((each) => sameCode(each.name, name))?.value}
          onChange={(value) => judge(name, value)}
        />
      ))}
    </form>
  );
}

function imageSays(picture: 'LEFT' | 'RIGHT' | null): string {
  return picture === null ? 'The image says no side' : `The image says ${picture}`;
}

/** One code of a few, or none; one that is not on the list, of an older version of it, stays. */
function CodeField({
  codes,
  value,
  words = ({ meaning }) => meaning,
  onChange,
  ...rest
}: {
  readonly label: string;
  readonly codes: readonly Code[];
  readonly value: Code | undefined;
  readonly words?: (code: Code) => string;
  readonly onChange: (code: Code | undefined) => void;
  readonly hint?: string;
  readonly problem?: string | null;
  readonly disabled?: boolean;
}) {
  const all = value === undefined || codes.some((one) => sameCode(one, value)) ? codes : [...codes, value];
  return (
    <SelectField
      {...rest}
      value={value === undefined ? '' : keyOf(value)}
      options={[{ value: '', words: 'Not said' }, ...all.map((one) => ({ value: keyOf(one), words: words(one) }))]}
      onChange={(key) => onChange(all.find((one) => keyOf(one) === key))}
    />
  );
}

function keyOf({ scheme, value }: Code): string {
  return `${scheme} ${value}`;
}
