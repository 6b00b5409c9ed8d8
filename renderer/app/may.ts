import { useStore } from 'zustand';
import { calls } from '../../shared/contract/index.ts';
import type { CallName } from '../../shared/contract/index.ts';
import { mayUse } from '../../shared/contract/roles.ts';
import type { PersonRole } from '../../shared/model/person.ts';
import { useServices } from './services.tsx';

export const ROLE_WORDS: Readonly<
  Record<PersonRole, { readonly name: string; readonly many: string; readonly does: string }>
> = {
  reader: { name: 'Reader', many: 'readers', does: 'reads studies, writes and signs reports' },
  reviewer: { name: 'Reviewer', many: 'reviewers', does: 'looks and measures; writes no report' },
  coordinator: { name: 'Coordinator', many: 'coordinators', does: 'brings studies in, looks after lists and quality' },
  administrator: {
    name: 'Administrator',
    many: 'administrators',
    does: 'people, keys and policy; sees no patients by this alone',
  },
  support: { name: 'Support', many: 'support', does: 'looks after the machine; sees no patient data at all' },
};

export type Roles = readonly PersonRole[] | null;

/** Whether somebody in these roles may use a call; the station itself refuses it otherwise. */
export function mayCall(name: CallName, roles: Roles): boolean {
  return mayUse(calls[name].roles, roles);
}

/** Why somebody may not use a call, in words beside a control that is not for them; null where they may. */
export function refusalOf(name: CallName, roles: Roles): string | null {
  const { roles: allowed } = calls[name];
  if (allowed === 'nobody-yet' || mayUse(allowed, roles)) return null;
  const many = [...new Set(allowed)].map((role) => ROLE_WORDS[role].many);
  const last = many.pop() ?? 'nobody';
  return `Only for ${many.length === 0 ? last : `${many.join(', ')} and ${last}`}. Ask an administrator if you need it for your work.`;
}

/** `refusalOf` for whoever has the store open, kept current. Before the station said who that is, it alone decides. */
export function useRefusal(name: CallName): string | null {
  const { access } = useServices();
  return useStore(access.view, ({ state }) => (state === null ? null : refusalOf(name, state.reader?.roles ?? null)));
}
