import type { Presentation } from '../../../shared/hanging/protocol/display-set.ts';
import { Button, CheckField, FormActions, FormGroup } from '../../ui/index.ts';
import { useDocument } from './editor-context.ts';
import type { SetLook } from './kinds.ts';
import { SYNC_VIEWS } from './look-choices.ts';
import type { SyncView } from './look-choices.ts';
import { WordsField } from './typed-field.tsx';
import styles from './editor.module.css';

const MOST_GROUPS = 8;

/** With which others it acts together: those of the stage that name the same group. */
export function SyncFields({
  look,
  to,
  problem,
}: {
  readonly look: Presentation;
  readonly to: SetLook;
  readonly problem: string | null;
}) {
  const { displaySets } = useDocument();
  const sync = look.sync ?? [];
  const change = (next: typeof sync, field?: string): void => to({ sync: next.length > 0 ? next : undefined }, field);
  const known = [...new Set(displaySets.flatMap((one) => (one.look?.sync ?? []).map(({ group }) => group)))];
  const add = (): void => {
    const group = known.find((name) => sync.every((one) => one.group !== name)) ?? `group-${sync.length + 1}`;
    change([...sync, { group, of: ['scroll'] }]);
  };
  return (
    <FormGroup
      title="Together with others"
      help={known.length > 0 ? `Groups of this protocol: ${known.join(', ')}.` : undefined}
    >
      {problem === null ? null : (
        <p className={styles['problem']} role="alert">
          A group has a short name of small letters, digits and hyphens, and does at least one thing together.
        </p>
      )}
      {sync.map(({ group, of }, at) => {
        const turn = (view: SyncView, isOn: boolean): void => {
          const views = SYNC_VIEWS.map(({ value }) => value).filter((one) => (one === view ? isOn : of.includes(one)));
          change(views.length > 0 ? sync.with(at, { group, of: views }) : sync.toSpliced(at, 1));
        };
        return (
          // A group is known by its place alone while its name is typed.
          <div key={at} className={styles['block']} role="group" aria-label={`Group ${group}`} data-focus-home="">
            <WordsField
              label="Group"
              field={`sync ${at}`}
              value={group}
              onType={(text, field) => change(sync.with(at, { group: text, of }), field)}
            />
            {SYNC_VIEWS.map(({ value, words }) => (
              <CheckField
                key={value}
                label={words}
                checked={of.includes(value)}
                onChange={(isOn) => turn(value, isOn)}
              />
            ))}
          </div>
        );
      })}
      <FormActions>
        <Button disabled={sync.length >= MOST_GROUPS} onClick={add}>
          Add to a group
        </Button>
      </FormActions>
    </FormGroup>
  );
}
