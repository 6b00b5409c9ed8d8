import { keptSteps } from '../../../shared/hanging/protocol/edit/kept-steps.ts';
import type { StationLink } from '../../app/station-link.ts';
import { isDirty } from './editor-state.ts';
import type { ProtocolEditorState } from './editor-state.ts';

/** After the last letter. */
const REST_MS = 250;

/**
 * Keeps what is edited at the station as a draft: a lock of the store, a closed window and a crash lose nothing of it, nor its steps of undo. A document with a
 * fault in a field is none that can be kept: its draft stays as it was whole last.
 */
export class DraftKeeper {
  readonly #link: Pick<StationLink, 'call'>;
  readonly #editor: ProtocolEditorState;
  readonly #stop: () => void;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** What was sent last is answered first. */
  #sent: Promise<void> = Promise.resolve();
  /** The ids of which the station may have a draft. */
  readonly #there = new Set<string>();

  /** @param drafted there is a draft of it already */
  constructor(link: Pick<StationLink, 'call'>, editor: ProtocolEditorState, drafted: boolean) {
    this.#link = link;
    this.#editor = editor;
    if (drafted) this.#there.add(editor.document.id);
    let known = editor.store.getState();
    this.#stop = editor.store.subscribe((view) => {
      const isOther = view.editing.document !== known.editing.document || view.begun !== known.begun;
      known = view;
      if (isOther) this.#later();
    });
  }

  /** The reader does not want what they changed. */
  async drop(): Promise<void> {
    this.#cancel();
    this.#stop();
    await this.#sent;
    await this.#dropAll('');
  }

  /** The editor is gone, whoever closed it: the draft stays. */
  stop(): void {
    this.#stop();
    if (this.#timer === null) return;
    this.#cancel();
    this.#send();
  }

  #later(): void {
    this.#cancel();
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#send();
    }, REST_MS);
  }

  #cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #send(): void {
    const view = this.#editor.store.getState();
    const { document, faults } = view.editing;
    const isWanted = isDirty(view);
    if (isWanted && faults.length > 0) return;
    this.#sent = this.#sent.then(async () => {
      try {
        if (isWanted) {
          this.#there.add(document.id);
          await this.#link.call('hanging.keepDraft', { document, ...view.made, steps: keptSteps(view.editing) });
        }
        await this.#dropAll(isWanted ? document.id : '');
        this.#editor.draftIs('safe');
      } catch {
        // Said beside "not kept yet"; the next change tries again, and a locked store has no window to say it in.
        this.#editor.draftIs('unsafe');
      }
    });
  }

  /** Those that are of no use any more. */
  async #dropAll(but: string): Promise<void> {
    for (const id of [...this.#there].filter((one) => one !== but)) {
      await this.#link.call('hanging.dropDraft', { id });
      this.#there.delete(id);
    }
  }
}
