/** https, or plain http to this very machine; with the marks of an authorization request (RFC 6749 4.1.1, RFC 7636 4.3). */
export function isProviderPage(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password, searchParams } = new URL(address);
  const isLoopback = protocol === 'http:' && (hostname === '127.0.0.1' || hostname === '[::1]');
  if (protocol !== 'https:' && !isLoopback) return false;
  if (username !== '' || password !== '') return false;
  return searchParams.get('response_type') === 'code' && searchParams.get('code_challenge_method') === 'S256';
}
