const MOST_STEPS = 30;

/** How a page is fetched: a browser that trusts an authority of its own has a way of its own. */
export type Ask = (
  address: string,
  options: { readonly redirect: 'manual'; readonly headers: Record<string, string> },
) => Promise<Response>;

/** What a person's browser does with the address it is given: follows every redirect with its cookies, to the last page. */
export async function browse(address: string, ask: Ask = fetch): Promise<Response> {
  const cookies = new Map<string, string>();
  let next = address;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await ask(next, { redirect: 'manual', headers: cookie === '' ? {} : { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', ...value] = pair.split('=');
      cookies.set(name, value.join('='));
    }
    const location = response.headers.get('location');
    if (location === null) return response;
    await response.body?.cancel();
    next = new URL(location, next).href;
  }
  throw new Error('the redirects do not end');
}
