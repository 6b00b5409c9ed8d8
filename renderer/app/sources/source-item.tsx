import { isErrorCode } from '../../../shared/errors/codes.ts';
import type { SourceState } from '../../../shared/model/source-state.ts';
import type { SourceRow } from '../../../shared/model/transfer.ts';
import { Button, ManagedMark } from '../../ui/index.ts';
import { ERROR_TEXT } from '../error-text.ts';
import { errorWords } from '../notices/index.ts';
import { useServices } from '../services.tsx';
import { useTask } from '../use-task.ts';
import { whereOf } from './form/source-form.ts';
import styles from './sources.module.css';

/** One source: where it is, how things stand with it, and what can be done. */
export function SourceItem({
  row,
  state,
  mayChange,
  onOpen,
}: {
  readonly row: SourceRow;
  /** Null: not known yet. */
  readonly state: SourceState | null;
  readonly mayChange: boolean;
  readonly onOpen: (what: 'edit' | 'test' | 'remove') => void;
}) {
  const { link } = useServices();
  const task = useTask();
  const { sourceId, settings, managedBy, paused } = row;
  const { name } = settings;
  const said = task.failure === null ? null : errorWords(task.failure);
  const tryNow = async (): Promise<void> => void (await link.call('sources.tryNow', { sourceId }));
  const pause = async (): Promise<void> => void (await link.call('sources.pause', { sourceId, paused: !paused }));
  const trouble = troubleOf(state);
  return (
    <li className={styles['item']}>
      <div className={styles['facts']}>
        <span>
          <bdi>{name}</bdi>
          {settings.site === name ? '' : ` · ${settings.site}`}
          {paused ? <strong className={styles['warning']}> ‖ paused: nothing is asked or fetched</strong> : ''}
          {managedBy === null ? null : <ManagedMark>{`set by the profile of ${managedBy}`}</ManagedMark>}
        </span>
        <span className={styles['quiet']}>{whereOf(settings)}</span>
        <span className={styles['quiet']}>{factsOf(row, state)}</span>
        {trouble === null || paused ? null : (
          <span className={styles['warning']}>
            {`▲ ${troubleWords(trouble.error)}. Left alone until ${clock(trouble.until)}. `}
            <Button disabled={task.busy} aria-label={`Try ${name} now`} onClick={() => task.start(tryNow)}>
              Try now
            </Button>
          </span>
        )}
      </div>
      <div className={styles['actions']}>
        <Button disabled={task.busy} aria-haspopup="dialog" onClick={() => onOpen('test')} aria-label={`Test ${name}`}>
          Test …
        </Button>
        <Button
          tone="quiet"
          disabled={task.busy}
          aria-label={`${paused ? 'Go on with' : 'Pause'} ${name}`}
          onClick={() => task.start(pause)}
        >
          {paused ? 'Go on' : 'Pause'}
        </Button>
        {mayChange ? (
          <Button tone="quiet" aria-haspopup="dialog" aria-label={`Change ${name} …`} onClick={() => onOpen('edit')}>
            Change …
          </Button>
        ) : null}
        {mayChange && managedBy === null ? (
          <Button tone="quiet" aria-haspopup="dialog" aria-label={`Remove ${name} …`} onClick={() => onOpen('remove')}>
            Remove …
          </Button>
        ) : null}
      </div>
      {said === null ? null : <p role="alert">{`${said.title}. ${said.next}`}</p>}
    </li>
  );
}

/** "asked at 14:05, 31 studies, 2 new · 4 to fetch · metered". */
function factsOf({ settings, paused }: SourceRow, state: SourceState | null): string {
  const { watch, metered, store } = settings;
  const look = state?.look ?? null;
  const asked =
    watch === null
      ? 'asked only by hand'
      : look === null
        ? paused
          ? ''
          : 'not asked yet'
        : look.error === null
          ? `asked at ${clock(look.at)}, ${counted(look.found, 'study', 'studies')}${look.fresh === 0 ? '' : `, ${look.fresh} new`}`
          : `asked at ${clock(look.at)} without an answer`;
  const queued = state === null || state.queued === 0 ? '' : `${state.queued} to fetch`;
  return [asked, queued, metered ? 'line paid by the byte' : '', store ? '' : 'takes no results']
    .filter((part) => part !== '')
    .join(' · ');
}

/** Why it is left alone, and until when. */
function troubleOf(state: SourceState | null): { readonly until: string; readonly error: string } | null {
  if (state === null || state.rest !== null) return state?.rest ?? null;
  const { look } = state;
  return look === null || look.error === null ? null : { until: look.nextAt, error: look.error };
}

function troubleWords(code: string): string {
  return isErrorCode(code) ? ERROR_TEXT[code].title : 'It failed';
}

export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** HH:MM where this computer stands. */
function clock(iso: string): string {
  const at = new Date(iso);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}`;
}
