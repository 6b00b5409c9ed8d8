import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type {
  BreakGlassCode,
  BreakGlassGrant,
  EmergencyStudy,
  EmergencyTarget,
} from '../../../shared/contract/audit.ts';
import type { StudyId } from '../../../shared/model/ids.ts';
import type { StudyForReading } from '../../../shared/model/study.ts';
import type { Access } from '../access.ts';
import type { StationLink } from '../station-link.ts';

/** One study that stands open in an emergency. */
export interface OpenEmergency {
  readonly grant: BreakGlassGrant;
  readonly study: StudyForReading;
}

export interface EmergencyView {
  readonly open: OpenEmergency | null;
}

/** Emergency access of whoever has the store open: one study at a time, until it is ended, locked or over. */
export class Emergency {
  readonly view: StoreApi<EmergencyView> = createStore<EmergencyView>()(() => ({ open: null }));
  readonly #link: StationLink;
  readonly #access: Pick<Access, 'prove'>;

  constructor(link: StationLink, access: Pick<Access, 'prove'>) {
    this.#link = link;
    this.#access = access;
  }

  async find(target: EmergencyTarget): Promise<readonly EmergencyStudy[]> {
    return (await this.#link.call('access.emergencyStudies', { target })).studies;
  }

  /** @throws AppError access/wrong-passphrase, archive/unknown-study */
  async begin(
    request: { readonly studyId: StudyId; readonly code: BreakGlassCode; readonly reason: string },
    proof: string,
  ): Promise<void> {
    await this.#access.prove(proof);
    if (this.view.getState().open !== null) await this.end();
    const open = await this.#link.call('access.breakGlass', request);
    this.view.setState({ open });
  }

  /** The pictures go at once, also where the station does not answer: it ends what it can at the next lock. */
  async end(): Promise<void> {
    this.drop();
    await this.#link.call('access.endBreakGlass', {});
  }

  /** The store was closed, and the access ended with it. */
  drop(): void {
    this.view.setState({ open: null });
  }
}
