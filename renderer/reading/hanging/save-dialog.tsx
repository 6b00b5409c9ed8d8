import { useMemo, useState } from 'react';
import { differsFromSeen, proposeByExample, protocolOf } from '../../../shared/hanging/protocol/by-example.ts';
import type { Corrections, Proposal, ProposedSet } from '../../../shared/hanging/protocol/by-example.ts';
import type { Rule } from '../../../shared/hanging/protocol/condition.ts';
import { HangingProtocol } from '../../../shared/hanging/protocol/protocol.ts';
import type { SeenAs } from '../../../shared/hanging/protocol/seen-viewport.ts';
import { CaughtStudies } from '../../hanging/index.ts';
import type { EditedProtocol } from '../../hanging/index.ts';
import { Button, CheckField, Dialog, TextField } from '../../ui/index.ts';
import { useDesk } from '../desk-context.tsx';
import { EditorOnDesk } from './editor-on-desk.tsx';
import styles from './hanging.module.css';
import type { SavedHanging, SavedHangings } from './saved-hangings.ts';
import { seenCase } from './seen-case.ts';
import { SetLines, StudyLines } from './set-lines.tsx';
import type { HangingNow } from './hanging-keeper.ts';

const LONGEST_NAME = 64;
/** "Save what I see": the rules by which this arrangement would be found again, for the reader to correct. */
export function SaveDialog({ now }: { readonly now: HangingNow }) {
  const desk = useDesk();
  const [proposal] = useState(() => propose(seenCase(desk)));
  const close = (): void => desk.hanging.ask(null);
  if (proposal === null) {
    return (
      <Dialog title="Save what I see" open onClose={close} actions={<Button onClick={close}>Close</Button>}>
        <p>No series of this study stands in a viewport of this window. Nothing was saved.</p>
      </Dialog>
    );
  }
  return <SaveForm proposal={proposal} now={now} onClose={close} />;
}

interface SaveFormProps {
  readonly proposal: Proposal;
  readonly now: HangingNow;
  readonly onClose: () => void;
}

function SaveForm({ proposal, now, onClose }: SaveFormProps) {
  const desk = useDesk();
  const own = ownOf(now, desk.hanging.saves);
  const [name, setName] = useState(own?.name ?? proposal.seen.name);
  const [isInPlace, setInPlace] = useState(own !== null);
  const [corrections, setCorrections] = useState<Corrections>(new Map());
  const [saving, setSaving] = useState(false);
  const [edited, setEdited] = useState<EditedProtocol | null>(null);
  const id = own && isInPlace ? own.id : proposal.seen.id;
  // What it is called catches nothing else: the count does not begin anew while somebody types it.
  const document = useMemo(
    () => HangingProtocol.safeParse({ ...protocolOf(proposal, corrections), id }),
    [proposal, corrections, id],
  );
  const differs = document.success ? differsFromSeen(proposal, document.data) : [];
  const problem = name.trim() === '' ? 'It needs a name.' : name.trim().length > LONGEST_NAME ? 'The name is too long.' : null; // prettier-ignore
  const correct = (key: string, rule: Rule | null): void => setCorrections(new Map([...corrections, [key, rule]]));
  const save = async (): Promise<void> => {
    if (!document.success) return;
    setSaving(true);
    try {
      const after = own && isInPlace ? own.version : 0;
      const named = { ...document.data, name: name.trim() };
      const { version } = await desk.call('hanging.save', { owner: { scope: 'user' }, document: named, after });
      desk.hanging.saves.add({ id, name: named.name, version, after, wanted: desk.hanging.want(id) });
      onClose();
      desk.say('Kept', `Studies that fit hang by “${named.name}” from now on. {hanging.take-back} takes it back; Settings, Hanging protocols, has its versions.`, 'ok');
    } catch (error) {
      setSaving(false);
      desk.failed(error, 'Hanging protocol');
    }
  }; // prettier-ignore
  const inEditor = (): void => {
    if (!document.success) return;
    const named = { ...document.data, name: name.trim() };
    const isOwn = own !== null && isInPlace;
    setEdited(isOwn ? { id, source: { scope: 'user' }, document: named } : { fresh: () => named, isWorth: true });
  };
  if (edited) return <EditorOnDesk of={edited} />;
  const actions = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button disabled={saving || problem !== null || !document.success} onClick={inEditor}>
        Change it in the editor …
      </Button>
      <Button tone="primary" disabled={saving || problem !== null || !document.success} onClick={() => void save()}>
        Save
      </Button>
    </>
  );
  return (
    <Dialog title="Save what I see" open onClose={onClose} width="broad" actions={actions}>
      <div className={styles['saving']}>
        <div className={styles['why']}>
          <TextField
            label="Name"
            value={name}
            problem={problem}
            data-autofocus=""
            onChange={(event) => setName(event.target.value)}
          />
          {own ? (
            <CheckField
              label={`In place of “${own.name}”, as its next version`}
              checked={isInPlace}
              onChange={setInPlace}
            />
          ) : null}
          <StudyLines proposal={proposal} corrections={corrections} correct={correct} />
          {proposal.sets.map((set) => (
            <SetLines
              key={set.id}
              set={set}
              shown={shownWords(proposal, set)}
              corrections={corrections}
              correct={correct}
            />
          ))}
          <KnowLines proposal={proposal} differs={differs} />
        </div>
        <div className={styles['why']}>
          <CaughtStudies
            document={document.success ? document.data : null}
            modalities={proposal.seen.facts.study.modalities}
            ask={(request) => desk.call('hanging.tryOut', request)}
            monitors={desk.hanging.monitors}
            begin="at-once"
          />
        </div>
      </div>
    </Dialog>
  );
}

function KnowLines({ proposal, differs }: { readonly proposal: Proposal; readonly differs: readonly string[] }) {
  const toKnow = [...proposal.lost, ...differs];
  return (
    <>
      <ul aria-label="What to know" className={styles['warning']}>
        {toKnow.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
      <p className={styles['quiet']} role="status">
        {toKnow.length === 0 ? 'This study would hang just as it stands here. ' : ''}
        Window values are kept for CT; how a picture was turned is not, as the next one may come the right way round.
      </p>
    </>
  );
}

function propose(seen: Parameters<typeof proposeByExample>[0] | null): Proposal | null {
  return seen === null ? null : proposeByExample(seen);
}

/** The reader's own protocol that the case hangs by, as it is now; null where it hangs by none of theirs, or by what was taken back. */
function ownOf({ hanging }: HangingNow, saves: SavedHangings): Pick<SavedHanging, 'id' | 'name' | 'version'> | null {
  const protocol = hanging?.protocol;
  if (protocol?.scope !== 'user') return null;
  const version = saves.newestOf(protocol);
  return version === null ? null : { id: protocol.id, name: protocol.name, version };
}

/** "its pictures, a coronal plane and a fusion"; null where its pictures stand there alone. */
function shownWords({ seen }: Proposal, { stack }: ProposedSet): string | null {
  const standing = seen.screens.flat();
  const over = standing.some(({ as }) => as?.kind === 'fusion' && as.over === stack) ? ['what lies over another'] : [];
  const own = standing.filter((one) => one.stack === stack).map(({ as }) => (as ? asWords(as) : 'its pictures'));
  const words = [...new Set([...own, ...over])];
  if (words.every((one) => one === 'its pictures')) return null;
  const last = words.at(-1) ?? '';
  return words.length === 1 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

function asWords(as: SeenAs): string {
  if (as.kind === 'fusion') return as.plane ? `a fusion on the ${as.plane} plane` : 'a fusion';
  if (as.kind === 'volume') return '3D';
  const plane = `${as.plane === 'axial' ? 'an' : 'a'} ${as.plane}`;
  return as.kind === 'mpr' ? `${plane} plane` : `${plane} slab of ${as.thickness} mm`;
}
