import { shell } from 'electron';
import { isProviderPage } from './provider-page.ts';

/**
 * The only place that hands an address to the system: the page of an identity provider, as the station built it from what an
 * administrator wrote down. No window can ask for it.
 * @throws TypeError for any other address
 */
export async function openProviderPage(address: string): Promise<void> {
  if (!isProviderPage(address)) throw new TypeError('this is no page of an identity provider');
  await shell.openExternal(address);
}
