import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { ForgetPreview, ForgetProof, ForgetTarget } from '../../../shared/contract/keys.ts';
import { asAppError } from '../../../shared/errors/app-error.ts';
import type { Access } from '../access.ts';
import type { StationLink } from '../station-link.ts';

/** What is to be erased, with the words in which it was chosen. */
export interface Chosen {
  readonly target: ForgetTarget;
  readonly words: string;
}

export type ForgetStep =
  | { readonly at: 'choose' }
  | {
      readonly at: 'counted';
      readonly chosen: Chosen;
      readonly preview: ForgetPreview;
      /** The count before was not right any more, and nothing was erased. */
      readonly changed: boolean;
    }
  | { readonly at: 'done'; readonly chosen: Chosen; readonly preview: ForgetPreview; readonly proof: ForgetProof };

/** Erasing for good, step by step. It outlives the moment in which the store is closed. */
export class ForgetBook {
  readonly view: StoreApi<ForgetStep> = createStore<ForgetStep>()(() => ({ at: 'choose' }));
  readonly #link: StationLink;
  readonly #access: Pick<Access, 'whileKeysChange' | 'showRecoveryKey'>;

  constructor(link: StationLink, access: Pick<Access, 'whileKeysChange' | 'showRecoveryKey'>) {
    this.#link = link;
    this.#access = access;
  }

  again(): void {
    this.view.setState({ at: 'choose' }, true);
  }

  /** @throws AppError archive/unknown-study where there is nothing of it */
  async count(chosen: Chosen): Promise<void> {
    await this.#count(chosen, false);
  }

  /** Erases exactly what was counted; where that is not so any more it is counted anew. @throws AppError access/wrong-passphrase … */
  async run(proof: string): Promise<void> {
    const step = this.view.getState();
    if (step.at !== 'counted') return;
    const { chosen, preview } = step;
    try {
      const found = await this.#access.whileKeysChange(() =>
        this.#link.call('forget.run', { target: chosen.target, objects: preview.objects, proof }),
      );
      this.view.setState({ at: 'done', chosen, preview, proof: { ...found, recoveryKey: null } }, true);
      if (found.recoveryKey !== null) this.#access.showRecoveryKey(found.recoveryKey);
    } catch (error) {
      if (asAppError(error).code !== 'reading/conflict') throw error;
      await this.#count(chosen, true);
    }
  }

  async #count(chosen: Chosen, changed: boolean): Promise<void> {
    const preview = await this.#link.call('forget.preview', { target: chosen.target });
    this.view.setState({ at: 'counted', chosen, preview, changed }, true);
  }
}
