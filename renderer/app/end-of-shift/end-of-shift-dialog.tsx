import { useStore } from 'zustand';
import type { Worklist, WorklistTab } from '../../worklist/index.ts';
import { Button, Dialog } from '../../ui/index.ts';
import { errorWords } from '../notices/index.ts';
import { useLoops } from '../../critical/index.ts';
import { putOnDesk } from '../layout.ts';
import { useOutbox } from '../outbox/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import styles from './end-of-shift.module.css';
import { isAnythingLeft, loopsOf, namesOf, whatIsLeft } from './what-is-left.ts';
import type { Leftovers } from './what-is-left.ts';

/** What is unsigned or undelivered, before somebody leaves. Nothing of it stops anybody from going. */
export function EndOfShiftDialog({
  worklist,
  open,
  onClose,
}: {
  readonly worklist: Worklist;
  readonly open: boolean;
  readonly onClose: () => void;
}) {
  const { access } = useServices();
  const task = useTask();
  return (
    <Dialog
      title="End of shift: what is left"
      open={open}
      onClose={onClose}
      actions={
        <>
          <Button data-autofocus onClick={onClose}>
            Stay
          </Button>
          <Button disabled={task.busy} onClick={() => task.start(() => access.lock())}>
            Lock
          </Button>
          <Button disabled={task.busy} onClick={() => task.start(() => access.signOut())}>
            Sign out
          </Button>
          <Button disabled={task.busy} onClick={() => task.start(() => access.quit())}>
            Quit Nightjar
          </Button>
        </>
      }
    >
      {open ? <Left worklist={worklist} onClose={onClose} /> : null}
      {task.failure === null ? null : <p role="alert">{errorWords(task.failure).title}</p>}
    </Dialog>
  );
}

type Group = keyof Leftovers;
const GROUPS: readonly {
  readonly group: Group;
  readonly words: string;
  readonly show: WorklistTab | 'reconcile' | 'outbox' | 'case';
}[] = [
  { group: 'untold', words: 'with a finding that nobody was told of', show: 'case' },
  { group: 'handedOver', words: 'with a finding that a colleague took over, and nobody was told of', show: 'case' },
  { group: 'drafts', words: 'not signed: a draft', show: 'drafts' },
  { group: 'claimed', words: 'claimed by you, and not read', show: 'all' },
  { group: 'onHold', words: 'on hold: it waits for its site', show: 'all' },
  { group: 'preliminary', words: 'signed as preliminary, not final', show: 'drafts' },
  { group: 'grown', words: 'signed before all its images were here: look at what came since', show: 'all' },
  { group: 'held', words: 'held: the site says something else, or gives no answer', show: 'reconcile' },
  { group: 'attention', words: 'refused, or unclear at the site', show: 'outbox' },
  { group: 'nowhere', words: 'signed, and sent to nobody: their site has no destination, or had none', show: 'outbox' },
  { group: 'waiting', words: 'signed, not delivered yet', show: 'deliver' },
];

function Left({ worklist, onClose }: { readonly worklist: Worklist; readonly onClose: () => void }) {
  const { layout, access } = useServices();
  const reader = useStore(access.view, (view) => view.state?.reader?.personId ?? null);
  const book = useOutbox();
  const rows = useStore(worklist.view, (view) => view.rows);
  const outgoing = useStore(book.view, (view) => view.rows);
  const nowhere = useStore(book.view, (view) => view.nowhere);
  const isKnown = useStore(book.view, (view) => view.state === 'known');
  const untold = useStore(useLoops().view, (view) => view.loops);
  const loops = loopsOf(untold, reader);
  const left = whatIsLeft(rows.values(), outgoing, nowhere, loops);
  const show = (what: (typeof GROUPS)[number]['show'], group: Group): void => {
    const [first] = group === 'handedOver' ? loops.others : loops.mine;
    if (what === 'case') {
      if (first) putOnDesk(layout, reader, first.studyId);
      return onClose();
    }
    if (what === 'reconcile' || what === 'outbox') return layout.setState({ dialog: what });
    worklist.setTab(what);
    onClose();
  };
  if (!isKnown) return <p role="alert">The station did not say what is still to be delivered.</p>;
  if (!isAnythingLeft(left)) return <p>Nothing is left: everything is signed, and delivered where it has to go.</p>;
  return (
    <>
      <ul className={styles['groups']}>
        {GROUPS.filter(({ group }) => left[group].size > 0).map(({ group, words, show: what }) => (
          <li key={group} className={styles['group']}>
            <span>
              {`${left[group].size} ${left[group].size === 1 ? 'study' : 'studies'} ${words}`}
              {/* Nothing else in the list of studies brings them together. */}
              {group === 'grown' ? ` (${namesOf(rows, left[group])})` : null}
            </span>
            <Button tone="quiet" aria-label={`Show: ${words}`} onClick={() => show(what, group)}>
              Show
            </Button>
          </li>
        ))}
      </ul>
      <p className={styles['quiet']}>
        Nothing of this is lost when you go. What waits is delivered behind a lock too; after a sign-out or Quit it
        waits until somebody unlocks.
      </p>
    </>
  );
}
