import type { ProfileState } from '../../../../shared/model/profile-view.ts';
import type { Access } from '../access.ts';
import type { SignInDesk } from '../sign-in/sign-in-desk.ts';
import type { ApplyRequest, SiteProfiles } from './site-profiles.ts';

export interface ApplyParts {
  readonly access: Pick<Access, 'refresh' | 'keyStore'>;
  readonly signIn: Pick<SignInDesk, 'signInAt'>;
  readonly profiles: Pick<SiteProfiles, 'apply' | 'providerToProve'>;
}

/**
 * Applies the profile that was previewed last. Where it names another identity provider, whoever applies it signs in there first: a
 * provider that lets nobody in is not taken over. Windows hear of new roles and of the sign-in.
 * @throws AppError profile/…, sign-in/…
 */
export async function applyProfile(
  { access, signIn, profiles }: ApplyParts,
  request: ApplyRequest,
): Promise<ProfileState> {
  const provider = profiles.providerToProve(request);
  const signedIn = provider === null ? null : await signIn.signInAt(provider);
  const state = profiles.apply(request, signedIn);
  await access.keyStore.withdraw();
  access.refresh();
  return state;
}
